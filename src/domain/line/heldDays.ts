import type { CalendarDate } from '../calendarDate';
import type { LineState } from '../contract/lineState';
import { unitsOn } from '../unitTimeline';
import { type LedgerLine, unitsInForce } from './ledger';

/** Whether the line holds no unit on the day and later. */
export function isEmptyFrom(line: LedgerLine, day: CalendarDate): boolean {
	const units = unitsInForce(line);
	return unitsOn(units, day) === 0 && units.every((step) => step.from <= day || step.units === 0);
}

/**
 * The first day, from the given one on, on which the line holds units: a price of an earlier day would not reach them,
 * since the units came with a price of their own.
 */
export function firstHeldDay(line: LedgerLine, from: CalendarDate): CalendarDate {
	const units = unitsInForce(line);
	if (unitsOn(units, from) > 0) return from;
	return units.find((step) => step.from > from && step.units > 0)?.from ?? from;
}

/** The last day up to the given one on which a row of Autotask's with units begins: those that come without a price cost what its units do. */
export function lastHeldDay({ rows }: LineState, upTo: CalendarDate): CalendarDate | undefined {
	return rows.findLast((row) => row.units > 0 && row.startsOn <= upTo)?.startsOn;
}

/** The days after the given one on which rows of Autotask's with units begin. */
export function heldDaysAfter({ rows }: LineState, day: CalendarDate): readonly CalendarDate[] {
	return rows.filter((row) => row.startsOn > day && row.units > 0).map((row) => row.startsOn);
}

/** Whether Autotask holds no unit of the line on the day and later, whatever earlier plans will add. */
export function holdsNothingYet(line: LedgerLine, day: CalendarDate): boolean {
	return line.state.rows.every((row) => row.units === 0 || row.endsOn < day);
}
