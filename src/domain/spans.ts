import { type CalendarDate, daysBetween } from './calendarDate';
import { inOrder } from './amountTimeline';

/** Days in a row, half-open. */
export interface Span {
	readonly from: CalendarDate;
	readonly until: CalendarDate;
}

/** The days of a span, apart on each of the given days that lies within it. */
export function spansOf({ from, until }: Span, cuts: readonly CalendarDate[]): readonly Span[] {
	if (from >= until) return [];
	const days = inOrder([from, ...cuts.filter((day) => from < day && day < until)]);
	return days.map((day, at) => ({ from: day, until: days[at + 1] ?? until }));
}

export function lengthOf({ from, until }: Span): number {
	return daysBetween(from, until);
}
