import type { CalendarDate } from '../calendarDate';
import { always, fromDayOn, unitsOn, type UnitTimeline } from '../unitTimeline';
import { besideComing } from './coming';
import { type Owed, seatsInAll, seatsPaidOn } from './owed';
import type { Ordered } from '../line/ordered';

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

/** Whether the order leaves the quantity that is paid for. Source: rules Q3, A9 and A10. */
export function isEqual(owed: Owed, order: Ordered): boolean {
	const { on, quantity, keepsSeats } = besideComing(owed, order).order;
	return keepsSeats === true || quantity === seatsPaidOn(owed, on);
}
