import { plusMillis } from '../calendarDate';
import type { Instant } from '../ids';

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
