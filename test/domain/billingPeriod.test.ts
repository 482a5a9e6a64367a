import fc from 'fast-check';
import {
	daysIn,
	holds,
	periodHolding,
	periodTypeOf,
	type PeriodLength,
	type PeriodType,
} from '../../src/domain/billingPeriod';
import { calendarDate, plusDays } from '../../src/domain/calendarDate';

describe('periodHolding', () => {
	it.each<{
		rule: string;
		day: string;
		anchor: string;
		type: PeriodType;
		start: string;
		nextStart: string;
		days: number;
	}>([
		{
			rule: 'a month on the 1st',
			day: '2026-10-16',
			anchor: '2026-01-01',
			type: 'monthly',
			start: '2026-10-01',
			nextStart: '2026-11-01',
			days: 31,
		},
		{
			rule: 'a boundary belongs to the period it starts',
			day: '2026-11-01',
			anchor: '2026-01-01',
			type: 'monthly',
			start: '2026-11-01',
			nextStart: '2026-12-01',
			days: 30,
		},
		{
			rule: 'the day before it to the one it ends',
			day: '2026-10-31',
			anchor: '2026-01-01',
			type: 'monthly',
			start: '2026-10-01',
			nextStart: '2026-11-01',
			days: 31,
		},
		{
			rule: 'an anchor on the 31st starts on the last of February',
			day: '2027-03-10',
			anchor: '2027-01-31',
			type: 'monthly',
			start: '2027-02-28',
			nextStart: '2027-03-31',
			days: 31,
		},
		{
			rule: 'and on the 30th of April',
			day: '2027-04-30',
			anchor: '2027-01-31',
			type: 'monthly',
			start: '2027-04-30',
			nextStart: '2027-05-31',
			days: 31,
		},
		{
			rule: 'an anchor on the 30th skips to the 28th of February',
			day: '2027-02-28',
			anchor: '2027-01-30',
			type: 'monthly',
			start: '2027-02-28',
			nextStart: '2027-03-30',
			days: 30,
		},
		{
			rule: 'an anchor on the 29th has the leap day',
			day: '2028-02-29',
			anchor: '2028-01-29',
			type: 'monthly',
			start: '2028-02-29',
			nextStart: '2028-03-29',
			days: 29,
		},
		{
			rule: 'the day before a leap day belongs to the period before',
			day: '2028-02-28',
			anchor: '2028-01-29',
			type: 'monthly',
			start: '2028-01-29',
			nextStart: '2028-02-29',
			days: 31,
		},
		{
			rule: 'a quarter',
			day: '2026-10-16',
			anchor: '2026-02-15',
			type: 'quarterly',
			start: '2026-08-15',
			nextStart: '2026-11-15',
			days: 92,
		},
		{
			rule: 'half a year',
			day: '2026-10-16',
			anchor: '2026-02-15',
			type: 'semiAnnual',
			start: '2026-08-15',
			nextStart: '2027-02-15',
			days: 184,
		},
		{
			rule: 'a year',
			day: '2026-09-01',
			anchor: '2026-03-15',
			type: 'yearly',
			start: '2026-03-15',
			nextStart: '2027-03-15',
			days: 365,
		},
		{
			rule: 'a year over a leap day',
			day: '2028-02-29',
			anchor: '2027-03-15',
			type: 'yearly',
			start: '2027-03-15',
			nextStart: '2028-03-15',
			days: 366,
		},
		{
			rule: 'a day before the anchor',
			day: '2025-12-31',
			anchor: '2026-01-01',
			type: 'monthly',
			start: '2025-12-01',
			nextStart: '2026-01-01',
			days: 31,
		},
	])('$rule: $day', ({ day, anchor, type, start, nextStart, days }) => {
		const period = periodHolding(calendarDate(day), calendarDate(anchor), type);
		expect(period).toEqual({ start, nextStart });
		expect(daysIn(period)).toBe(days);
	});

	it.each<{ rule: string; day: string; anchor: string; type: PeriodType; start: string; nextStart: string }>([
		{
			rule: 'an anchor that stands for "never"',
			day: '2026-10-16',
			anchor: '9999-12-31',
			type: 'monthly',
			start: '2026-09-30',
			nextStart: '2026-10-31',
		},
		{
			rule: 'the last day there is',
			day: '9999-12-31',
			anchor: '2026-01-15',
			type: 'yearly',
			start: '9999-01-15',
			nextStart: '9999-12-31',
		},
		{
			rule: 'the first day there is',
			day: '0001-01-01',
			anchor: '2026-01-15',
			type: 'monthly',
			start: '0001-01-01',
			nextStart: '0001-01-15',
		},
	])('comes to an end at the ends of the calendar: $rule', ({ day, anchor, type, start, nextStart }) => {
		expect(periodHolding(calendarDate(day), calendarDate(anchor), type)).toEqual({ start, nextStart });
	});

	it('every day is in its own period, whatever the anchor', () => {
		const types = fc.constantFrom<PeriodType>('monthly', 'quarterly', 'semiAnnual', 'yearly');
		const law = fc.property(
			fc.integer({ min: 0, max: 1500 }),
			fc.integer({ min: -1500, max: 3000 }),
			types,
			(anchorAt, dayAt, type) => {
				const day = plusDays(calendarDate('2026-01-01'), dayAt);
				return holds(periodHolding(day, plusDays(calendarDate('2026-01-01'), anchorAt), type), day);
			},
		);
		fc.assert(law, { numRuns: 300 });
	});
});

describe('periodTypeOf', () => {
	it.each<{ rule: string; length: PeriodLength; type: PeriodType | undefined }>([
		{ rule: 'a month', length: { type: 'month', duration: 1 }, type: 'monthly' },
		{ rule: 'three months are a quarter', length: { type: 'month', duration: 3 }, type: 'quarterly' },
		{ rule: 'six months are half a year', length: { type: 'month', duration: 6 }, type: 'semiAnnual' },
		{ rule: 'twelve months are a year', length: { type: 'month', duration: 12 }, type: 'yearly' },
		{ rule: 'a year is a year', length: { type: 'year', duration: 1 }, type: 'yearly' },
		{ rule: 'two years are none', length: { type: 'year', duration: 2 }, type: undefined },
		{ rule: 'two months are none', length: { type: 'month', duration: 2 }, type: undefined },
		{ rule: 'thirty days are none', length: { type: 'day', duration: 30 }, type: undefined },
		{ rule: 'a statement day is none', length: { type: 'statement_day', duration: 1 }, type: undefined },
		{ rule: 'more than a hundred years are none', length: { type: 'year', duration: 101 }, type: undefined },
		{ rule: 'nothing is none', length: { type: 'month', duration: 0 }, type: undefined },
	])('$rule', ({ length, type }) => {
		expect(periodTypeOf(length)).toBe(type);
	});
});
