import type { CustomerId, Instant, ProductId, TaskId } from '../../domain/ids';
import { address } from '../address';
import { makeToken } from '../formToken';
import type { PagePorts } from '../page';
import { type PageRequest, rowsPerPage } from '../pageRequest';

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
	/** These alone, which were freed by what a person did; it leads to the review of those that wait for approval then. */
	readonly freed?: readonly TaskId[];
	/** What the check said besides its counts, or what freed them. */
	readonly more?: string;
}

const longest = 1_000;

/** What the token of a slice is bound to: nobody makes the page say what did not happen. */
export function sliceOf(planning: Planning): string {
	return `slice ${JSON.stringify(fieldsOf(planning))}`;
}

function fieldsOf({ since, found, planned, back, customerId, productId, freed, more = '' }: Planning) {
	const ids = freed?.join(',');
	return { since, found, planned, back, customerId, productId, freed: ids, more: more.slice(0, longest) };
}

/** Begins planning, or goes on with it: the page `tasks` does a slice for each such address, once. */
export function planningAddress(planning: Planning, ports: PagePorts): string {
	return address('tasks', { view: 'planning', ...fieldsOf(planning), step: makeToken(sliceOf(planning), ports) });
}

/** Reads it. */
export function planningOf({ query }: PageRequest): Planning {
	const { since = '', found, planned, back = 'tasks', customerId = '', productId = '', freed = '', more = '' } = query;
	const count = (text: string | undefined) => Math.max(0, Math.trunc(Number(text ?? 0)) || 0);
	return {
		since: since as Instant,
		found: count(found),
		planned: count(planned),
		back,
		...(customerId === '' ? {} : { customerId: customerId as CustomerId }),
		...(productId === '' ? {} : { productId: productId as ProductId }),
		...(freed === '' ? {} : { freed: freed.split(',') as readonly string[] as readonly TaskId[] }),
		...(more === '' ? {} : { more }),
	};
}

/** How many tasks an address names, and a review shows. */
const mostNamed = rowsPerPage;

/** Plans what was freed by what a person did on a page, then leads to its review; too many to be named are planned with all others. */
export function planFreed(
	{ freed, said, back }: { readonly freed: readonly TaskId[]; readonly said: string; readonly back: string },
	ports: PagePorts,
): string {
	const planning = { since: ports.clock.now(), found: 0, planned: 0, back, more: said };
	return planningAddress(freed.length > mostNamed ? planning : { ...planning, freed }, ports);
}
