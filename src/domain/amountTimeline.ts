import { sortBy, uniq } from 'lodash';
import type { CalendarDate } from './calendarDate';
import { agrees, type Decimal } from './money';

/** An amount from a day on, until the next step. */
export interface AmountStep {
	readonly from: CalendarDate;
	/** Absent where it is the line's own, whatever that is. */
	readonly amount?: Decimal;
	/** Of the order that says so, among those of its subscription; absent where none is known. */
	readonly place?: OrderPlace;
}

/** Orders of a subscription by their places: sorted as texts, oldest first. */
export type OrderPlace = string & { readonly brand: 'OrderPlace' };

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

/**
 * The same timeline up to the day, then this amount, until the first day of which a later order speaks. An order that is
 * followed after later ones so comes to what it would have come to in its turn.
 */
export function amountFrom(timeline: AmountTimeline, step: AmountStep): AmountTimeline {
	const { from, place = '' } = step;
	const later = timeline.filter((other) => other.place !== undefined && other.place > place);
	if (later.some((other) => other.from <= from)) return timeline;
	return [...timeline.filter((other) => other.from < from), step, ...later];
}

/** The same timeline with one step alone where several in a row have one amount. */
export function withoutRepeats(timeline: AmountTimeline): AmountTimeline {
	return timeline.filter(({ amount }, at) => {
		const before = timeline[at - 1];
		if (before === undefined) return amount !== undefined;
		return amount === undefined || before.amount === undefined
			? amount !== before.amount
			: !isSameAmount(before.amount, amount);
	});
}

/** Days in order, each once. */
export function inOrder(days: readonly CalendarDate[]): readonly CalendarDate[] {
	return sortBy(uniq(days));
}
