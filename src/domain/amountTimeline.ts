import { sortBy, uniq } from 'lodash';
import type { CalendarDate } from './calendarDate';
import { agrees, type Decimal } from './money';

/** An amount from a day on, until the next step. */
export interface AmountStep {
	readonly from: CalendarDate;
	/** Absent where it is the line's own, whatever that is. */
	readonly amount?: Decimal;
}

/** What a unit costs over time: steps in order of their day; nothing is known before the first. */
export type AmountTimeline = readonly AmountStep[];

/** Prices and costs that differ by no more are one: Autotask keeps four decimals of a row's total. Source: rule Q1. */
export const amountTolerance = '0.0001' as Decimal;

export function isSameAmount(one: Decimal, other: Decimal): boolean {
	return agrees(one, other, amountTolerance);
}

export function amountOn(timeline: AmountTimeline, day: CalendarDate): Decimal | undefined {
	return timeline.findLast((step) => step.from <= day)?.amount;
}

/** The same timeline up to the day, then this amount for good; no step where the day has it already. */
export function amountFrom(timeline: AmountTimeline, day: CalendarDate, amount: Decimal): AmountTimeline {
	const before = timeline.filter((step) => step.from < day);
	const current = before.at(-1)?.amount;
	return current !== undefined && isSameAmount(current, amount) ? before : [...before, { from: day, amount }];
}

/** The same timeline up to the day, then what the line itself costs. */
export function ownFrom(timeline: AmountTimeline, day: CalendarDate): AmountTimeline {
	const before = timeline.filter((step) => step.from < day);
	return before.at(-1)?.amount === undefined ? before : [...before, { from: day }];
}

/** Days in order, each once. */
export function inOrder(days: readonly CalendarDate[]): readonly CalendarDate[] {
	return sortBy(uniq(days));
}
