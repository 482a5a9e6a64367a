import type { OrderStatus } from './order';

/** Statuses of an order that the marketplace works on, as it names them in its lists. */
export const statusesUnderWay = ['submitted', 'processing'] as const satisfies readonly OrderStatus[];

export function isUnderWay(status: OrderStatus): boolean {
	return statusesUnderWay.some((one) => one === status);
}

/** Whether it is under way, or waits for its day. */
export function isUnfinished(status: OrderStatus): boolean {
	return status === 'scheduled' || isUnderWay(status);
}
