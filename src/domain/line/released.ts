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
 * From which day on the line holds nothing of the product: what is there is what was left for everything else, and no more.
 * Undefined while it holds any, or too few. Source: rule T7.
 */
export function releasedFrom(line: SharedLine): CalendarDate | undefined {
	const end = shareOf(line).at(-1);
	if (end && end.units !== 0) return undefined;
	return end && end.from > line.readFrom ? end.from : line.readFrom;
}

/** The units once none are on the line from that day on. */
export function releasedUnits(units: UnitTimeline, from: CalendarDate): UnitTimeline {
	return isEmptyFrom(units, from) ? units : fromDayOn(units, from, 0);
}
