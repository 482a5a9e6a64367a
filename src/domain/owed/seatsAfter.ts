import { type CalendarDate, plusDays } from '../calendarDate';
import { always, fromDayOn, unitsOn, type UnitTimeline } from '../unitTimeline';
import { type Owed, seatsInAll, seatsPaidOn } from './owed';
import type { Ordered } from './ordered';

/** A timeline that holds until the day what it holds on it. */
function keptUpTo(timeline: UnitTimeline, day: CalendarDate): UnitTimeline {
	const kept = timeline.filter((step) => step.from <= day);
	const units = unitsOn(timeline, day);
	return kept.length === 0 && units > 0 ? [{ from: always, units }] : kept;
}

/**
 * Seats on the line: more of them from `risesOn`, fewer from `fallsOn`. What was still to come is taken back. Source: rules
 * Q3 and Q4.
 */
export function seatsOnLine({ seats }: Owed, order: Ordered): UnitTimeline {
	const held = unitsOn(seats, order.on);
	const kept = keptUpTo(seats, order.on);
	if (order.quantity === held) return kept;
	return fromDayOn(kept, order.quantity > held ? order.risesOn : order.fallsOn, order.quantity);
}

/** Seats of a fall that are credited: those that the order itself takes, so far as they are paid for. Source: rule A10. */
function lostSeats(paid: number, { before, quantity, isCredited }: Ordered): number {
	return isCredited ? Math.max(0, Math.min(paid, before) - quantity) : 0;
}

/** Seats that are owed in all: more from X; fewer from `fallsOn`, what is credited from X. Source: rules A9 and A10. */
export function seatsOwed(owed: Owed, order: Ordered): UnitTimeline {
	const { on, quantity, fallsOn } = order;
	const paid = seatsPaidOn(owed, on);
	const kept = keptUpTo(seatsInAll(owed), on);
	if (quantity >= paid) return fromDayOn(kept, on, quantity);
	return fromDayOn(fromDayOn(kept, on, paid - lostSeats(paid, order)), fallsOn, quantity);
}

/** The most seats that were paid for in the period up to X, since any left the line: what credits are taken from. */
function mostPaid(owed: Owed, { on, period }: Ordered): number {
	const days = (steps: UnitTimeline) => steps.map(({ from }) => from).filter((day) => period.start < day && day <= on);
	const isFall = (day: CalendarDate) => unitsOn(owed.seats, day) < unitsOn(owed.seats, plusDays(day, -1));
	const since = days(owed.seats).findLast(isFall) ?? period.start;
	const later = days(seatsInAll(owed)).filter((day) => since < day);
	return Math.max(...[since, ...later].map((day) => seatsPaidOn(owed, day)));
}

/** Whether the order leaves the quantity that is in force, or that a credited fall of the period has left. Source: rules Q3, A9 and A10. */
export function isEqual(owed: Owed, order: Ordered): boolean {
	const { on, quantity, keepsSeats } = order;
	return keepsSeats === true || quantity === seatsPaidOn(owed, on) || quantity === mostPaid(owed, order);
}
