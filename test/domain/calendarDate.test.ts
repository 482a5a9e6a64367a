import {
	calendarDate,
	daysBetween,
	instant,
	isNever,
	isTimeZone,
	lastMeant,
	leadingDay,
	localDay,
	plusDays,
	plusMonths,
} from '../../src/domain/calendarDate';

describe('localDay', () => {
	it.each([
		{
			rule: 'late on the 31st in the zone is the 31st, though UTC is earlier',
			at: '2026-10-31T23:58:00+00:00',
			zone: 'Europe/London',
			day: '2026-10-31',
		},
		{
			rule: 'just after midnight in summer time is the next day',
			at: '2026-07-31T23:30:00Z',
			zone: 'Europe/London',
			day: '2026-08-01',
		},
		{
			rule: 'a zone behind UTC is a day behind after midnight UTC',
			at: '2026-11-01T03:00:00Z',
			zone: 'America/New_York',
			day: '2026-10-31',
		},
		{
			rule: 'a zone ahead of UTC is a day ahead in the evening',
			at: '2026-10-31T23:30:00Z',
			zone: 'Europe/Berlin',
			day: '2026-11-01',
		},
	])('$rule', ({ at, zone, day }) => {
		expect(localDay(instant(at), zone)).toBe(day);
	});

	it('an unknown zone is refused', () => {
		expect(() => localDay(instant('2026-10-31T10:00:00Z'), 'Europe/Nowhere')).toThrow(RangeError);
		expect(isTimeZone('Europe/Nowhere')).toBe(false);
		expect(isTimeZone('Europe/London')).toBe(true);
	});
});

describe('plusMonths', () => {
	it.each([
		{ rule: 'the 31st becomes the last of February', from: '2027-01-31', months: 1, to: '2027-02-28' },
		{ rule: "and of a leap year's February", from: '2028-01-31', months: 1, to: '2028-02-29' },
		{ rule: 'and is the 31st again, counted from the anchor', from: '2027-01-31', months: 2, to: '2027-03-31' },
		{ rule: 'a leap day a year on is the 28th', from: '2028-02-29', months: 12, to: '2029-02-28' },
		{ rule: 'months go back too', from: '2027-03-31', months: -1, to: '2027-02-28' },
	])('$rule', ({ from, months, to }) => {
		expect(plusMonths(calendarDate(from), months)).toBe(to);
	});
});

describe('days', () => {
	it.each([
		{ rule: 'a spring change of clocks takes no day', from: '2026-03-28', to: '2026-03-30', days: 2 },
		{ rule: 'an autumn change of clocks adds none', from: '2026-10-24', to: '2026-10-26', days: 2 },
		{ rule: 'a leap day counts', from: '2028-02-28', to: '2028-03-01', days: 2 },
		{ rule: 'an earlier day is negative', from: '2026-10-16', to: '2026-10-01', days: -15 },
	])('$rule', ({ from, to, days }) => {
		expect(daysBetween(calendarDate(from), calendarDate(to))).toBe(days);
		expect(plusDays(calendarDate(from), days)).toBe(to);
	});

	it('a midnight that a system writes is its day', () => {
		expect(leadingDay('2026-10-01T00:00:00.000')).toBe('2026-10-01');
	});

	it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-10-01T00:00:00Z', ''])('refuses %p as a day', (broken) => {
		expect(() => calendarDate(broken)).toThrow(RangeError);
	});

	it.each([
		'yesterday',
		'',
		'10:00',
		'T10:00',
		'2026',
		'2026-10',
		'2026-290',
		'2026-W42-5',
		'20261016T080000Z',
		'+012026-10-16T08:00:00Z',
		'-002026-10-16T08:00:00Z',
		'9999-12-31T23:59:59-12:00',
		'0000-10-16T08:00:00Z',
		'2026-10-16T08:00:00+99:99',
		'2026-10-16T08:00:00-24:00',
		'2026-10-16T08:00:00+02:60',
		`2026-10-16T08:00:00.${'0'.repeat(100_000)}Z`,
	])('refuses %.40s as a date-time', (broken) => {
		expect(() => instant(broken)).toThrow(RangeError);
	});

	it.each([
		{ written: '2026-10-16', read: '2026-10-16T00:00:00.000Z' },
		{ written: '2026-10-16T08:00', read: '2026-10-16T08:00:00.000Z' },
		{ written: '2026-10-16T08:00:00.1234567Z', read: '2026-10-16T08:00:00.123Z' },
		{ written: '2026-10-16T10:00:00+0200', read: '2026-10-16T08:00:00.000Z' },
		{ written: '2026-10-16T22:00:00+14:00', read: '2026-10-16T08:00:00.000Z' },
	])('reads $written as a date-time', ({ written, read }) => {
		expect(instant(written)).toBe(read);
	});

	it.each([
		{ rule: 'the last day', day: '9999-12-31', days: 1, months: 1, to: '9999-12-31' },
		{ rule: 'the last day by far', day: '2026-10-16', days: 1e9, months: 1e300, to: '9999-12-31' },
		{ rule: 'the first day', day: '0001-01-01', days: -1, months: -1, to: '0001-01-01' },
		{ rule: 'the first day by far', day: '2026-10-16', days: -1e9, months: -1e300, to: '0001-01-01' },
	])('counts no further than the calendar goes: $rule', ({ day, days, months, to }) => {
		expect([plusDays(calendarDate(day), days), plusMonths(calendarDate(day), months)]).toEqual([to, to]);
	});

	it('a day of a zone ahead or behind stays within the calendar', () => {
		expect(localDay(instant('9999-12-31T23:59:59Z'), 'Pacific/Kiritimati')).toBe('9999-12-31');
		expect(localDay(instant('0001-01-01T00:00:00Z'), 'America/New_York')).toBe('0001-01-01');
	});

	it.each([
		{ rule: 'the last year that is meant', day: '2200-12-31', never: false, last: '2200-12-31' },
		{ rule: 'a year after it', day: '2201-01-01', never: true, last: '2200-12-31' },
		{ rule: 'the last day of all', day: '9999-12-31', never: true, last: '2200-12-31' },
	])('takes a day past 2200 as no end: $rule', ({ day, never, last }) => {
		expect([isNever(calendarDate(day)), lastMeant(calendarDate(day))]).toEqual([never, last]);
	});
});
