import { daysBetween, monthsBetween, plusMonths, type CalendarDate } from './calendarDate';

/** The four lengths of period that a recurring-service contract or a service can have. */
export type PeriodType = 'monthly' | 'quarterly' | 'semiAnnual' | 'yearly';

export const periodTypes: readonly PeriodType[] = ['monthly', 'quarterly', 'semiAnnual', 'yearly'];

export function isPeriodType(text: string): text is PeriodType {
	return periodTypes.some((type) => type === text);
}

/** What one period is called: `54.00 a month`. */
export const periodName: Readonly<Record<PeriodType, string>> = {
	monthly: 'month',
	quarterly: 'quarter',
	semiAnnual: 'half-year',
	yearly: 'year',
};

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

/** How many months a period of the type has. */
export function monthsOf(type: PeriodType): number {
	return months[type];
}

/** A hundred years: what is longer is no length that anything is billed by. */
const mostMonths = 1200;

/** Months of a marketplace length, or undefined where it is none in months. */
export function lengthInMonths({ type, duration }: PeriodLength): number | undefined {
	const count = type === 'month' ? duration : type === 'year' ? duration * 12 : 0;
	return Number.isInteger(duration) && count > 0 && count <= mostMonths ? count : undefined;
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

/** Months from the anchor to the start of the period, so many months long, that holds the day. */
export function gridStart(day: CalendarDate, anchor: CalendarDate, length: number): number {
	const inItsMonth = Math.floor(monthsBetween(anchor, day) / length) * length;
	return plusMonths(anchor, inItsMonth) > day ? inItsMonth - length : inItsMonth;
}

/**
 * The period of the grid that holds a day; the grid keeps the anchor's day of the month where the month has it.
 *
 * Days before the anchor give the periods that the grid would have had. Source: rule P1.
 */
export function periodHolding(day: CalendarDate, anchor: CalendarDate, type: PeriodType): BillingPeriod {
	const length = months[type];
	const start = gridStart(day, anchor, length);
	return { start: plusMonths(anchor, start), nextStart: plusMonths(anchor, start + length) };
}

/** d of the rules: the days of a period. */
export function daysIn(period: BillingPeriod): number {
	return daysBetween(period.start, period.nextStart);
}

export function holds(period: BillingPeriod, day: CalendarDate): boolean {
	return period.start <= day && day < period.nextStart;
}
