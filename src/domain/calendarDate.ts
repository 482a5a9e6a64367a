import { DateTime } from 'luxon';
import type { Branded, Instant } from './ids';

/** A day without a time, written `YYYY-MM-DD`; compares as text. */
export type CalendarDate = Branded<string, 'CalendarDate'>;

const written = /^\d{4}-\d{2}-\d{2}$/;

/** No clock is further than 14 hours from UTC. */
const timeWritten = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?)?$/;

const dayMillis = 86_400_000;

/** The calendar's ends: days are counted to them and no further. */
const firstDay = '0001-01-01' as CalendarDate;
const lastDay = '9999-12-31' as CalendarDate;
const [firstNumber, lastNumber] = [firstDay, lastDay].map(numberOf) as [number, number];
const [firstMonth, lastMonth] = [firstDay, lastDay].map(monthOf) as [number, number];

/** The last year that a date is meant in; a later one stands for "never". Source: rule P2. */
const lastYear = 2200;

/** Days since 1970. */
function numberOf(day: CalendarDate): number {
	return Date.parse(day) / dayMillis;
}

function dayNumbered(number: number): CalendarDate {
	const inside = Math.min(Math.max(number, firstNumber), lastNumber);
	return new Date(inside * dayMillis).toISOString().slice(0, 10) as CalendarDate;
}

/** Months since the year 0. */
function monthOf(day: CalendarDate): number {
	return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function firstOfMonth(month: number): CalendarDate {
	const year = String(Math.floor(month / 12)).padStart(4, '0');
	return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01` as CalendarDate;
}

function dayOf(time: DateTime): CalendarDate {
	return time.toFormat('yyyy-MM-dd') as CalendarDate;
}

/**
 * Reads a day from `YYYY-MM-DD`; a longer text is refused, see `leadingDay`.
 *
 * @throws RangeError for text that is no day of the calendar.
 */
export function calendarDate(text: string): CalendarDate {
	if (!written.test(text) || !DateTime.fromISO(text, { zone: 'utc' }).isValid)
		throw new RangeError(`not a day: ${text.slice(0, 40)}`);
	return text as CalendarDate;
}

/** Reads a day that a person typed; undefined for anything else. */
export function readCalendarDate(typed: string): CalendarDate | undefined {
	const text = typed.trim();
	const isDay = written.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
	return isDay ? (text as CalendarDate) : undefined;
}

/** The first ten characters of a date that a system writes as midnight, read as a plain day. Source: rule P2. */
export function leadingDay(text: string): CalendarDate {
	return calendarDate(text.slice(0, 10));
}

/**
 * The day that an instant falls on in a time zone.
 *
 * @throws RangeError for an unknown zone. Source: rule P2.
 */
export function localDay(instant: Instant, timeZone: string): CalendarDate {
	const local = DateTime.fromISO(instant, { zone: 'utc' }).setZone(timeZone);
	if (!local.isValid) throw new RangeError(`unknown time zone or instant: ${timeZone}, ${instant}`);
	if (local.year > 9999) return lastDay;
	return local.year < 1 ? firstDay : dayOf(local);
}

/** Whether the name is a time zone that dates can be read in. */
export function isTimeZone(name: string): boolean {
	return DateTime.utc().setZone(name).isValid;
}

/** Whether the day is so late that it stands for no end at all. Source: rule P2. */
export function isNever(day: CalendarDate): boolean {
	return Number(day.slice(0, 4)) > lastYear;
}

/** The day, or the last one that is meant where it stands for no end at all. Source: rule P2. */
export function lastMeant(day: CalendarDate): CalendarDate {
	return isNever(day) ? (`${lastYear}-12-31` as CalendarDate) : day;
}

/**
 * Reads an ISO 8601 date, or date with a time; one without an offset is read in the given zone.
 *
 * @throws RangeError for text that is no date-time, a time or a year alone included.
 */
export function instant(text: string, zoneWithoutOffset = 'utc'): Instant {
	const isWritten = text.length <= 40 && timeWritten.test(text);
	const time = DateTime.fromISO(isWritten ? text : '', { zone: zoneWithoutOffset, setZone: false }).toUTC();
	if (!time.isValid || time.year < 1 || time.year > 9999) throw new RangeError(`not a date-time: ${text.slice(0, 40)}`);
	return time.toISO({ precision: 'milliseconds' }) as Instant;
}

export function instantFromMillis(millis: number): Instant {
	return DateTime.fromMillis(millis, { zone: 'utc' }).toISO() as Instant;
}

export function millisOf(time: Instant): number {
	return DateTime.fromISO(time, { zone: 'utc' }).toMillis();
}

/** `12 Oct 2026`: a day as a person reads it. */
export function dayText(day: CalendarDate): string {
	return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-US').toFormat('d LLL yyyy');
}

/** Day and minute in UTC, as a person reads them. */
export function timeText(time: Instant): string {
	return `${time.slice(0, 10)} ${time.slice(11, 16)}`;
}

/** `16 Oct 2026, 09:00`: day and minute by the clock of a zone, as a person reads them. */
export function zonedText(time: Instant, timeZone: string): string {
	return DateTime.fromISO(time, { zone: timeZone }).setLocale('en-US').toFormat('d LLL yyyy, HH:mm');
}

/** `09:05`: hour and minute by the clock of a zone. */
export function localMinute(time: Instant, timeZone: string): string {
	return DateTime.fromISO(time, { zone: timeZone }).toFormat('HH:mm');
}

/** 0 for a Sunday, to 6. */
export function weekdayOf(day: CalendarDate): number {
	return DateTime.fromISO(day, { zone: 'utc' }).weekday % 7;
}

/** `Oct 26`: the month of a day, in short. */
export function monthText(day: CalendarDate): string {
	return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-US').toFormat('LLL yy');
}

/** When a day begins in a zone. */
export function startOfDay(day: CalendarDate, timeZone: string): Instant {
	return instant(`${day}T00:00:00`, timeZone);
}

export function plusMillis(time: Instant, millis: number): Instant {
	return instantFromMillis(millisOf(time) + millis);
}

/** A day; at the calendar's ends, its last or first one. */
export function plusDays(day: CalendarDate, days: number): CalendarDate {
	return dayNumbered(numberOf(day) + days);
}

/** Months counted from the anchor, so that 31 January, 28 February, 31 March keep the 31; at most to the calendar's ends. */
export function plusMonths(anchor: CalendarDate, months: number): CalendarDate {
	const month = monthOf(anchor) + months;
	if (month < firstMonth) return firstDay;
	if (month > lastMonth) return lastDay;
	const first = firstOfMonth(month);
	const length = month === lastMonth ? 31 : daysBetween(first, firstOfMonth(month + 1));
	return plusDays(first, Math.min(dayOfMonth(anchor), length) - 1);
}

/** Whole days from one day to a later one; negative when it is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
	return numberOf(to) - numberOf(from);
}

/** Calendar months between the months of two days, their days ignored. */
export function monthsBetween(from: CalendarDate, to: CalendarDate): number {
	return monthOf(to) - monthOf(from);
}

export function dayOfMonth(day: CalendarDate): number {
	return Number(day.slice(8));
}

export function latest(first: CalendarDate, ...others: readonly CalendarDate[]): CalendarDate {
	return others.reduce((a, b) => (a > b ? a : b), first);
}

export function earliest(first: CalendarDate, ...others: readonly CalendarDate[]): CalendarDate {
	return others.reduce((a, b) => (a < b ? a : b), first);
}
