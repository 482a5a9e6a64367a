import { DateTime } from 'luxon';
import type { Period, Subscription } from './records';

/** The day, YYYY-MM-DD, that an instant falls on in a zone. */
export function dayIn(zone: string, instant: string): string {
	return asDay(DateTime.fromISO(instant, { setZone: true }).setZone(zone));
}

/** The day some days later (or earlier). */
export function plusDays(day: string, days: number): string {
	return asDay(utc(day).plus({ days }));
}

/** The day some months later; a month without that day gives its last day. */
export function plusMonths(day: string, months: number): string {
	return asDay(utc(day).plus({ months }));
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
	return Math.round(utc(to).diff(utc(from), 'days').days);
}

/** Months of a period; a statement day counts as one month. */
export function monthsOf(period: Period): number {
	if (period.type === 'year') return 12 * period.duration;
	return period.type === 'statement_day' ? 1 : period.duration;
}

/** A billing period, its end exclusive. */
export interface BilledPeriod {
	readonly start: string;
	readonly nextStart: string;
}

/** The subscription's own billing period that holds a day; the anchor is the start of the running term. */
export function billedPeriodOf(subscription: Subscription, day: string): BilledPeriod {
	const wholeTerm = subscription.billingModel === 'chargeBeforeSubscriptionPeriod';
	const months = monthsOf(wholeTerm ? subscription.subscriptionPeriod : subscription.billingPeriod);
	const anchor = subscription.billedFrom ?? termStartOf(subscription);
	let index = 0;
	while (plusMonths(anchor, (index + 1) * months) <= day) index += 1;
	while (plusMonths(anchor, index * months) > day) index -= 1;
	return { start: plusMonths(anchor, index * months), nextStart: plusMonths(anchor, (index + 1) * months) };
}

/** The latest day not after `day` that is the given day of a month. */
export function dayOfMonthUpTo(day: string, dayOfMonth: number): string {
	const same = utc(day).set({ day: dayOfMonth });
	return asDay(same > utc(day) ? same.minus({ months: 1 }) : same);
}

function termStartOf(subscription: Subscription): string {
	if (subscription.termStart !== undefined) return subscription.termStart;
	const end = subscription.expirationDate ?? subscription.renewalDate;
	return end === undefined ? subscription.creationDate : plusMonths(end, -monthsOf(subscription.subscriptionPeriod));
}

function utc(day: string): DateTime {
	return DateTime.fromISO(day, { zone: 'utc' });
}

function asDay(at: DateTime): string {
	const day = at.toISODate();
	if (day === null) throw new RangeError('not a day');
	return day;
}
