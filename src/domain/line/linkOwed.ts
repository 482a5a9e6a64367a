import type { AmountTimeline, OrderPlace } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Decimal } from '../money';
import type { UnitTimeline } from '../unitTimeline';
import type { Ordered } from './ordered';

/**
 * Seats of some days of one period that are owed and not on the line (above 0: a fragment), or on the line and not owed
 * (below 0: a credit). Source: rules A9 and A10.
 */
export interface Aside {
	/** Unique among the asides of its product. */
	readonly id: string;
	/** Over its days; what ends early falls to 0 there. */
	readonly units: UnitTimeline;
	/** Of its own; an absent price or cost is the line's of each day. */
	readonly rate?: Partial<Rate>;
	/** What the order states for `units` at `price`; what later orders make of either is added to it. */
	readonly stated?: StatedAmount;
}

/** What an order states for units at the price that it found, and the order's place. */
export interface StatedAmount {
	readonly amount: Decimal;
	readonly units: UnitTimeline;
	readonly price: Decimal;
	readonly place?: OrderPlace;
}

/** What a product's seats are billed at, and what is owed beside the line. Kept with its line. */
export interface LinkOwed {
	/** Of a seat, for a whole period; empty where the line's own price is billed. Source: rule A3. */
	readonly price: AmountTimeline;
	readonly cost: AmountTimeline;
	readonly asides: readonly Aside[];
	/** Where a Billing order waits. */
	readonly ahead?: Ahead;
}

/**
 * What a product's seats cost before the first of some tasks that no person has approved: what counts as the price before each
 * of them. `lineRate`: its line's own, on days of which the timelines do not tell. Source: rule T10.
 */
export interface SettledPrice extends Pick<LinkOwed, 'price' | 'cost'> {
	readonly lineRate?: Rate;
	/** Where all of them are written: the day on which the last one was found. It counts for tasks that were found by then. */
	readonly foundOn?: CalendarDate;
}

/** Orders that are followed ahead of an earlier one that waits, and what was owed before the first of them. Source: rule A13. */
export interface Ahead {
	readonly before: Omit<LinkOwed, 'ahead'> & { readonly seats: UnitTimeline };
	/** As they are followed. */
	readonly orders: readonly Omit<Ordered, 'waiting'>[];
}

export const nothingKnown: LinkOwed = { price: [], cost: [], asides: [] };
