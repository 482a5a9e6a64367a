import { type AmountTimeline, amountOn } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Decimal } from '../money';
import { summed, unitsOn, type UnitTimeline } from '../unitTimeline';

/**
 * Seats of some days of one period that are owed and not on the line (above 0: a fragment), or on the line and not owed
 * (below 0: a credit). Source: rules A9 and A10.
 */
export interface Aside {
	/** Unique among the asides of its product. */
	readonly id: string;
	/** Over its days; what ends early falls to 0 there. */
	readonly units: UnitTimeline;
	/** Absent: the line's price and cost of each day. */
	readonly rate?: Rate;
	/** What the order states for `units` at `price`; what later orders make of either is added to it. */
	readonly stated?: { readonly amount: Decimal; readonly units: UnitTimeline; readonly price: Decimal };
}

/** What a product of a subscription is to bill. Amounts that are owed once are charges of their orders, not kept here. */
export interface Owed {
	/** Seats that its line is to hold. */
	readonly seats: UnitTimeline;
	/** Of a seat, for a whole period; empty where the line's own price is billed. Source: rule A3. */
	readonly price: AmountTimeline;
	readonly cost: AmountTimeline;
	readonly asides: readonly Aside[];
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

/** What a seat is billed at on the day; of a price that is the line's own, nothing. */
export function rateOwedOn({ price, cost }: Owed, day: CalendarDate): Partial<Rate> {
	const [ofPrice, ofCost] = [amountOn(price, day), amountOn(cost, day)];
	return {
		...(ofPrice === undefined ? {} : { price: ofPrice }),
		...(ofCost === undefined ? {} : { cost: ofCost }),
	};
}
