import { DateTime } from 'luxon';

/** A day as people write it, such as 16 Oct 2026. */
export function shownDay(day: string): string {
	return DateTime.fromISO(day, { zone: 'utc' }).toFormat('d MMM yyyy');
}

/** A day without its year, such as 16 Oct. */
export function shortDay(day: string): string {
	return DateTime.fromISO(day, { zone: 'utc' }).toFormat('d MMM');
}

/** First and last day of the calendar month so many months after the one that holds the day. */
export function monthOf(day: string, monthsLater = 0): { readonly first: string; readonly last: string } {
	const at = DateTime.fromISO(day, { zone: 'utc' }).startOf('month').plus({ months: monthsLater });
	return { first: at.toFormat('yyyy-MM-dd'), last: at.endOf('month').toFormat('yyyy-MM-dd') };
}

/** The name of the month that holds a day, such as October. */
export function monthName(day: string): string {
	return DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('MMMM');
}
