import { sortBy } from 'lodash';
import { plusMillis } from '../calendarDate';
import type { Instant } from '../ids';
import type { OrderStatus } from '../order/order';
import { isUnderWay } from '../order/orderStatus';

/** Half-open: `to` is the moment of the check. */
export interface CheckWindow {
	readonly from: Instant;
	readonly to: Instant;
}

const dayMs = 24 * 60 * 60 * 1000;

/** How long an order may be listed late or out of order, in days. Source: rule T4. */
export const overlapDays = 3;

/** Whole days of 24 hours before a time. */
export function daysBefore(time: Instant, days: number): Instant {
	return plusMillis(time, -days * dayMs);
}

/**
 * Which orders a check asks for, by creation date.
 *
 * Until the first check is done: the look-back before the connection was made, so that a check which was broken off
 * goes on with the same orders. Afterwards: from three days before the newest order that has a task. Source: rule T4.
 */
export function checkWindow(
	connection: { readonly connectedAt: Instant; readonly firstCheckDoneAt?: Instant; readonly watermark?: Instant },
	now: Instant,
	lookBackDays: number,
): CheckWindow {
	if (connection.firstCheckDoneAt === undefined)
		return { from: daysBefore(connection.connectedAt, lookBackDays), to: now };
	return { from: daysBefore(connection.watermark ?? connection.connectedAt, overlapDays), to: now };
}

/** After how many days under way an order counts as one that waits for its day. Source: rules Q5 and Q8. */
export const waitingDays = 2;

/** Whether an order that has not ended waits for its day: as its code says, or since it has been under way for so long. Source: rules Q8 and T7. */
export function waitsForItsDay(
	order: { readonly status: OrderStatus; readonly createdAt: Instant },
	now: Instant,
): boolean {
	return order.status === 'scheduled' || (isUnderWay(order.status) && order.createdAt < daysBefore(now, waitingDays));
}

/** How many orders that wait for their day one check asks for. */
const askedAtOnce = 8;

/** Whether a list that shows an order which waits for its day is to be noted as an answer: twice a day at most. Source: rule T7. */
export function isNotedToday({ askedAt }: { readonly askedAt?: Instant }, now: Instant): boolean {
	return askedAt !== undefined && askedAt > daysBefore(now, 0.5);
}

/**
 * Which of the orders that wait for their day are asked for now: each once a day, some at a time, and all of those that
 * have waited for half a day more. Source: rule T7.
 */
export function askedToday<Of extends { readonly askedAt?: Instant; readonly firstSeenAt: Instant }>(
	waiting: readonly Of[],
	now: Instant,
): readonly Of[] {
	const askedOf = ({ askedAt, firstSeenAt }: Of) => askedAt ?? firstSeenAt;
	const due = sortBy(
		waiting.filter((one) => askedOf(one) <= daysBefore(now, 1)),
		askedOf,
	);
	return due.filter((one, at) => at < askedAtOnce || askedOf(one) <= daysBefore(now, 1.5));
}
