import type { DayNumber, Period } from './days';
import { valueOn, type Step } from './steps';

/** Price and cost of a unit for a whole period, in cents. */
export interface Rate {
	readonly price: number;
	readonly cost: number;
}

/**
 * Seats above a number that were bought beside the line, until they are on it: at a price and a cost of their own where
 * those are others than the line's (decision B2), else at the line's.
 */
export interface Lot extends Partial<Rate> {
	readonly above: number;
	readonly from: DayNumber;
	readonly until: DayNumber;
}

/** What is billed once, on its day: exact as `cents + overDays / days of the period`. */
export interface Amount {
	readonly on: DayNumber;
	readonly cents: number;
	readonly overDays: number;
}

/** What a subscription comes to when its orders have been followed. */
export interface Course {
	/** Seats that are on the line. */
	readonly line: readonly Step[];
	/** Seats that are paid for. */
	readonly owed: readonly Step[];
	/** The line's. */
	readonly price: readonly Step[];
	readonly cost: readonly Step[];
	/** Oldest first; the newest holds the highest seats. */
	readonly lots: readonly Lot[];
	/** What is owed once, and what stated amounts differ by from what their seats come to. */
	readonly amounts: readonly Amount[];
	readonly lastQuantity: number;
	/** The price that the subscription has in the marketplace. */
	readonly lastPrice: number;
}

/** Before the first order. */
export const nothing: Course = {
	line: [],
	owed: [],
	price: [],
	cost: [],
	lots: [],
	amounts: [],
	lastQuantity: 0,
	lastPrice: 0,
};

/** Seats x cents of a whole period. */
function centsOn({ line, owed, lots, ...rates }: Course, day: DayNumber, of: keyof Rate): number {
	const usual = valueOn(rates[of], day);
	let seats = valueOn(owed, day);
	let cents = 0;
	for (const lot of lots.filter(({ from, until }) => from <= day && day < until).reverse()) {
		const own = Math.max(0, seats - Math.max(lot.above, valueOn(line, day)));
		cents += own * (lot[of] ?? usual);
		seats -= own;
	}
	return cents + seats * usual;
}

/** The days of a period from which anything of the course is different. */
function changesIn({ line, owed, price, cost, lots }: Course, { start, next }: Period): readonly DayNumber[] {
	const days = [line, owed, price, cost].flatMap((steps) => steps.map(({ from }) => from));
	const ends = lots.flatMap(({ from, until }) => [from, until]);
	return [...new Set([start, ...[...days, ...ends].filter((day) => start < day && day < next)])].sort((a, b) => a - b);
}

/** What the seats of a period come to, in cents x days: what is paid for on each day at the price of the day. */
export function seatsIn(course: Course, period: Period, of: keyof Rate): number {
	const days = changesIn(course, period);
	return days.reduce((sum, day, at) => sum + centsOn(course, day, of) * ((days[at + 1] ?? period.next) - day), 0);
}
