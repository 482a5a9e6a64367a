import type { CustomerId, Instant, ProductId } from '../../domain/ids';
import { address } from '../address';
import { makeToken } from '../formToken';
import type { PagePorts } from '../page';
import type { PageRequest } from '../pageRequest';

/** Planning that is under way, from one slice to the next. */
export interface Planning {
	/** When it was begun. */
	readonly since: Instant;
	/** Tasks that the check before it has made. */
	readonly found: number;
	/** Tasks that were looked at so far. */
	readonly planned: number;
	/** The page to which it leads at last. */
	readonly back: string;
	/** Whose open tasks, or which product's; all without either. */
	readonly customerId?: CustomerId;
	readonly productId?: ProductId;
	/** What the check said besides its counts. */
	readonly more?: string;
}

const longest = 1_000;

/** What the token of a slice is bound to: nobody makes the page say what did not happen. */
export function sliceOf(planning: Planning): string {
	return `slice ${JSON.stringify(fieldsOf(planning))}`;
}

function fieldsOf({ since, found, planned, back, customerId, productId, more = '' }: Planning) {
	return { since, found, planned, back, customerId, productId, more: more.slice(0, longest) };
}

/** Begins planning, or goes on with it: the page `tasks` does a slice for each such address, once. */
export function planningAddress(planning: Planning, ports: PagePorts): string {
	return address('tasks', { view: 'planning', ...fieldsOf(planning), step: makeToken(sliceOf(planning), ports) });
}

/** Reads it. */
export function planningOf({ query }: PageRequest): Planning {
	const { since = '', found, planned, back = 'tasks', customerId = '', productId = '', more = '' } = query;
	const count = (text: string | undefined) => Math.max(0, Math.trunc(Number(text ?? 0)) || 0);
	return {
		since: since as Instant,
		found: count(found),
		planned: count(planned),
		back,
		...(customerId === '' ? {} : { customerId: customerId as CustomerId }),
		...(productId === '' ? {} : { productId: productId as ProductId }),
		...(more === '' ? {} : { more }),
	};
}
