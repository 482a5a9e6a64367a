import type { CalendarDate } from '../calendarDate';
import { difference, fromDayOn, isEmptyFrom, type UnitTimeline } from '../unitTimeline';

/** What a line holds, and what of it we have left there for one product and for everything else. */
export interface SharedLine {
	/** As Autotask shows it. */
	readonly held: UnitTimeline;
	/** All that we left, the product's own and other units included. */
	readonly left: UnitTimeline;
	readonly own: UnitTimeline;
	/** First day that Autotask was asked for. */
	readonly readFrom: CalendarDate;
}

/** What the line holds of the product over time: what is there beside everything else. */
export function shareOf({ held, left, own }: SharedLine): UnitTimeline {
	return difference(held, difference(left, own));
}

/**
 * The product's units once those that somebody has taken off the line are let go: none from the day on from which the line
 * holds what is left there for everything else, and no more. Undefined while it holds any, or too few. Source: rule T7.
 */
export function releasedUnits(line: SharedLine): UnitTimeline | undefined {
	const share = shareOf(line);
	const end = share.at(-1);
	if (end && end.units !== 0) return undefined;
	const from = end && end.from > line.readFrom ? end.from : line.readFrom;
	return isEmptyFrom(line.own, from) ? line.own : fromDayOn(line.own, from, 0);
}
