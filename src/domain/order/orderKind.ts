import type { TaskKind } from './taskKind';

/** What an order is: a kind of task, or a payment, which no contract knows. */
export type OrderKind = Exclude<TaskKind, 'initial'> | 'payment';

/** The kinds that the trigger's setting `orderKinds` names. */
export const orderKinds = ['sales', 'change', 'renewal', 'billing', 'cancellation', 'migration'] as const;

export type SelectableKind = (typeof orderKinds)[number];

const typed: ReadonlyMap<string, OrderKind> = new Map([
	['sales', 'sales'],
	['change', 'change'],
	['renewal', 'renewal'],
	['cancellation', 'cancellation'],
	['migration', 'migration'],
]);

const numbered: ReadonlyMap<string, OrderKind> = new Map([
	['BO', 'billing'],
	['CL', 'cancellation'],
	['CF', 'cancellation'],
	['PO', 'payment'],
]);

/**
 * Tells what an order is from the API's type, and where that is `unknown` from the first two letters of its number.
 *
 * A type word that the API does not document is `unknown` whatever the number: nothing is guessed. Source: rule T6.
 */
export function orderKind(order: { readonly type: string; readonly orderNumber: string }): OrderKind {
	const byType = typed.get(order.type);
	if (byType) return byType;
	return order.type === 'unknown' ? (numbered.get(order.orderNumber.slice(0, 2)) ?? 'unknown') : 'unknown';
}

/** Whether the setting selects the kind; what is not understood is always looked at. */
export function isSelected(kind: TaskKind, selected: readonly SelectableKind[]): boolean {
	return selected.some((one) => one === kind) || kind === 'unknown' || kind === 'initial';
}

/** Whether a completed order of that kind stands for its subscription at the first check. Source: rule T2. */
export function countsForFirstCheck(kind: TaskKind): boolean {
	return kind === 'sales' || kind === 'change' || kind === 'renewal' || kind === 'cancellation';
}
