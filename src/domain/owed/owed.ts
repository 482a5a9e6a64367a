import type { CalendarDate } from '../calendarDate';
import type { LinkOwed } from '../line/linkOwed';
import { summed, unitsOn, type UnitTimeline } from '../unitTimeline';

/** What a product of a subscription is to bill. Amounts that are owed once are charges of their orders, not kept here. */
export interface Owed extends LinkOwed {
	/** Seats that its line is to hold. */
	readonly seats: UnitTimeline;
}

export const nothingOwed: Owed = { seats: [], price: [], cost: [], asides: [] };

/** Seats that the product has on its line and beside it. */
export function seatsInAll({ seats, asides }: Owed): UnitTimeline {
	return summed([seats, ...asides.map(({ units }) => units)]);
}

/** Seats that are paid for on the day: "in force" of rules A9 and A10. */
export function seatsPaidOn(owed: Owed, day: CalendarDate): number {
	return unitsOn(seatsInAll(owed), day);
}
