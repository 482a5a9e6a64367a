import { uniqBy } from 'lodash';
import type { BillingPeriod } from '../billingPeriod';
import { type CalendarDate, daysBetween, plusDays, plusMonths, readCalendarDate } from '../calendarDate';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const range = /(?<![\d-])(\d{4}-\d{2}-\d{2})\s*(?:-|–|—|\/|\.\.|to|until)\s*(\d{4}-\d{2}-\d{2})(?![\d-])/gi;
const namedMonth =
	/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\.?[ -]+(\d{4})\b/gi;
const monthOfYear = /(?<![\d./-])(0?[1-9]|1[0-2])\/(\d{4})(?![\d./-])/g;
const yearAndMonth = /(?<![\d./-])(\d{4})-(0[1-9]|1[0-2])(?![\d./-])/g;

/** Usage of longer ago than that is named for another reason. */
const mostDaysAgo = 400;

function monthPeriod(year: string, month: number): BillingPeriod {
	const start = `${year}-${String(month).padStart(2, '0')}-01` as CalendarDate;
	return { start, nextStart: plusMonths(start, 1) };
}

function rangePeriod(from: string, to: string): readonly BillingPeriod[] {
	const [start, last] = [readCalendarDate(from), readCalendarDate(to)];
	return start === undefined || last === undefined || last < start ? [] : [{ start, nextStart: plusDays(last, 1) }];
}

/**
 * The days that a text names beyond doubt, as a range, or as one month with its year; they have ended by the day, and not
 * long ago. Undefined where it names none, or several. Source: rule A12.
 */
export function namedPeriod(text: string, by: CalendarDate): BillingPeriod | undefined {
	const ranges = [...text.matchAll(range)].flatMap(([, from = '', to = '']) => rangePeriod(from, to));
	const rest = text.replaceAll(range, ' ');
	const named = [
		...ranges,
		...[...rest.matchAll(namedMonth)].map(([, name = '', year = '']) =>
			monthPeriod(year, months.indexOf(name.toLowerCase()) + 1),
		),
		...[...rest.matchAll(monthOfYear)].map(([, month = '', year = '']) => monthPeriod(year, Number(month))),
		...[...rest.matchAll(yearAndMonth)].map(([, year = '', month = '']) => monthPeriod(year, Number(month))),
	];
	const [only, ...others] = uniqBy(named, ({ start, nextStart }) => `${start} ${nextStart}`);
	if (!only || others.length > 0) return undefined;
	return only.nextStart <= by && daysBetween(only.nextStart, by) <= mostDaysAgo ? only : undefined;
}
