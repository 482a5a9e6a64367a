import { type AttentionReason, attentionReasons } from '../../domain/attention';
import type { CustomerId } from '../../domain/ids';
import type { TaskKind } from '../../domain/order/taskKind';
import { type TaskState, taskStates } from '../../domain/task/task';
import type { TaskSearch } from '../../ports/store/tasks';
import { address } from '../address';
import { kindNames } from '../review/taskParts';
import { pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';

/** What the address of the board says; every link and form of it keeps that. */
export interface BoardState {
	readonly search: string;
	readonly state: TaskState | '';
	readonly reason: AttentionReason | '';
	readonly kind: TaskKind | '';
	readonly customer: string;
	/** Only tasks of the first check. */
	readonly first: boolean;
	readonly page: number;
}

function oneOf<Word extends string>(text: string | undefined, words: readonly Word[]): Word | '' {
	return words.find((word) => word === text) ?? '';
}

/** Reads it; what is no state, reason or kind is left out. */
export function boardStateOf(request: PageRequest): BoardState {
	const { search = '', state, reason, kind, customer = '', first } = request.query;
	return {
		search: search.trim().slice(0, 200),
		state: oneOf(state, taskStates),
		reason: oneOf(reason, attentionReasons),
		kind: oneOf(kind, Object.keys(kindNames) as TaskKind[]),
		customer: customer.trim().slice(0, 100),
		first: first === 'yes',
		page: pageNumber(request),
	};
}

/** The fields of the address, empty ones left out. */
export function boardFields({ first, page, ...rest }: BoardState) {
	return { ...rest, first: first ? 'yes' : undefined, page: page > 1 ? page : undefined };
}

/** The address of the board in that state, and more. */
export function boardAddress(state: BoardState, more: Readonly<Record<string, string | undefined>> = {}): string {
	return address('tasks', { ...boardFields(state), ...more });
}

/** What the store is asked for. */
export function boardSearch(state: BoardState): TaskSearch {
	const { search, page, customer, reason, kind, first } = state;
	return {
		search,
		...(state.state === '' ? {} : { states: [state.state] }),
		...(reason === '' ? {} : { reasons: [reason] }),
		...(kind === '' ? {} : { kinds: [kind] }),
		...(customer === '' ? {} : { customerId: customer as CustomerId }),
		...(first ? { isFirst: true } : {}),
		offset: (page - 1) * rowsPerPage,
		limit: rowsPerPage,
	};
}
