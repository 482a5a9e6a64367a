import { DateTime } from 'luxon';

/** A day so many months before the month that holds `today`, on the given day of that month. */
export function dayMonthsAgo(today: string, monthsAgo: number, day: number): string {
	return text(utc(today).startOf('month').minus({ months: monthsAgo }).set({ day }));
}

/** The day so many days before (or, negative, after) another. */
export function daysBefore(day: string, days: number): string {
	return text(utc(day).minus({ days }));
}

/** The last day of a span of whole months. */
export function lastDayOf(start: string, months: number): string {
	return text(utc(start).plus({ months }).minus({ days: 1 }));
}

function utc(day: string): DateTime {
	const at = DateTime.fromISO(day, { zone: 'utc' });
	if (!at.isValid) throw new RangeError(`not a day: ${day}`);
	return at;
}

function text(at: DateTime): string {
	return at.toFormat('yyyy-MM-dd');
}
