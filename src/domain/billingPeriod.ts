import { daysBetween, monthsBetween, plusMonths, type CalendarDate } from './calendarDate';

/** The four lengths of period that a recurring-service contract or a service can have. */
export type PeriodType = 'monthly' | 'quarterly' | 'semiAnnual' | 'yearly';

export const periodTypes: readonly PeriodType[] = ['monthly', 'quarterly', 'semiAnnual', 'yearly'];

export function isPeriodType(text: string): text is PeriodType {
	return periodTypes.some((type) => type === text);
}

/** Half-open: `start` belongs to it, `nextStart` to the next one. */
export interface BillingPeriod {
	readonly start: CalendarDate;
	readonly nextStart: CalendarDate;
}

/** A length as the marketplace states it. */
export interface PeriodLength {
	readonly type: 'day' | 'month' | 'year' | 'statement_day' | 'unknown';
	readonly duration: number;
}

const months: Readonly<Record<PeriodType, number>> = { monthly: 1, quarterly: 3, semiAnnual: 6, yearly: 12 };

/** Months of a marketplace length, or undefined where it is none in months. */
export function lengthInMonths(length: PeriodLength): number | undefined {
	if (!Number.isInteger(length.duration) || length.duration <= 0) return undefined;
	if (length.type === 'month') return length.duration;
	return length.type === 'year' ? length.duration * 12 : undefined;
}

/**
 * Which period type equals a marketplace billing period; undefined for a length that Autotask does not have.
 *
 * Source: rule C2.
 */
export function periodTypeOf(length: PeriodLength): PeriodType | undefined {
	const count = lengthInMonths(length);
	return periodTypes.find((type) => months[type] === count);
}

/**
 * The period of the grid that holds a day; the grid keeps the anchor's day of the month where the month has it.
 *
 * Days before the anchor give the periods that the grid would have had. Source: rule P1.
 */
export function periodHolding(day: CalendarDate, anchor: CalendarDate, type: PeriodType): BillingPeriod {
	const length = months[type];
	let index = Math.floor(monthsBetween(anchor, day) / length);
	while (plusMonths(anchor, index * length) > day) index -= 1;
	while (plusMonths(anchor, (index + 1) * length) <= day) index += 1;
	return { start: plusMonths(anchor, index * length), nextStart: plusMonths(anchor, (index + 1) * length) };
}

/** d of the rules: the days of a period. */
export function daysIn(period: BillingPeriod): number {
	return daysBetween(period.start, period.nextStart);
}

export function holds(period: BillingPeriod, day: CalendarDate): boolean {
	return period.start <= day && day < period.nextStart;
}
