import { instant } from '../../../src/domain/calendarDate';
import {
	endsTerm,
	ownBoundary,
	type Remembered,
	renewalDay,
	termBoundaries,
	termEndNear,
} from '../../../src/domain/period/termEnd';
import { day, type SubscriptionFigures, subscriptionOf } from '../planning/scenario';

/** Created on 1 January 2026, for a year. */
function remembered({ earlierExpirations = [], ...figures }: SubscriptionFigures): Remembered {
	return { ...subscriptionOf(figures), earlierExpirations: earlierExpirations.map(day) };
}

describe('termBoundaries', () => {
	it.each([
		{
			rule: 'the present end and where its term began',
			figures: { expiresOn: '2027-10-15' },
			expirationIs: 'dayAfter' as const,
			boundaries: ['2027-10-15', '2026-10-15'],
		},
		{
			rule: 'a last day counts from the day after',
			figures: { expiresOn: '2027-10-14', earlierExpirations: ['2026-10-14'] },
			expirationIs: 'lastDay' as const,
			boundaries: ['2026-10-15', '2027-10-15', '2026-10-15'],
		},
		{
			rule: 'a leap day has its year before on the 28th',
			figures: { expiresOn: '2028-02-29' },
			expirationIs: 'dayAfter' as const,
			boundaries: ['2028-02-29', '2027-02-28'],
		},
	])('$rule', ({ figures, expirationIs, boundaries }) => {
		expect(termBoundaries(remembered(figures), expirationIs)).toEqual(boundaries);
	});
});

describe('renewalDay', () => {
	const yearly = remembered({ expiresOn: '2027-10-15', earlierExpirations: ['2026-10-15'] });
	const monthly = remembered({ expiresOn: '2026-11-15', subscriptionPeriod: { type: 'month', duration: 1 } });

	it.each([
		{ rule: 'the day itself', of: yearly, ordered: '2026-10-15', counts: '2026-10-15' },
		{ rule: 'three days early', of: yearly, ordered: '2026-10-12', counts: '2026-10-15' },
		{ rule: 'four days early', of: yearly, ordered: '2026-10-11', counts: '2026-10-11' },
		{ rule: 'thirty days late', of: yearly, ordered: '2026-11-14', counts: '2026-10-15' },
		{ rule: 'later than that', of: yearly, ordered: '2026-11-15', counts: '2026-11-15' },
		{ rule: 'months late', of: yearly, ordered: '2027-03-01', counts: '2027-03-01' },
		{ rule: 'a term of a month, late', of: monthly, ordered: '2026-10-25', counts: '2026-10-15' },
		{ rule: 'a term of a month, early', of: monthly, ordered: '2026-11-13', counts: '2026-11-15' },
	])('$rule: $ordered counts from $counts', ({ of, ordered, counts }) => {
		expect(renewalDay(day(ordered), of, 'dayAfter')).toBe(counts);
	});
});

describe('endsTerm', () => {
	it.each([
		{ rule: 'the end of the first term', figures: { expiresOn: '2027-01-01' }, on: '2027-01-01', ends: true },
		{ rule: 'a day before it', figures: { expiresOn: '2027-01-01' }, on: '2026-12-31', ends: false },
		{
			rule: 'an end that was seen before it moved',
			figures: { expiresOn: '2028-01-01', earlierExpirations: ['2027-01-01'] },
			on: '2027-01-01',
			ends: true,
		},
		{
			rule: 'an end that the cancellation has set',
			figures: { expiresOn: '2026-08-01', earlierExpirations: ['2027-01-01'] },
			on: '2026-08-01',
			ends: false,
		},
		{
			rule: 'an end that no whole term lies before, first seen afterwards',
			figures: { expiresOn: '2026-08-01' },
			on: '2026-08-01',
			ends: false,
		},
		{
			rule: 'the end of a shorter first term, which was seen while it ran',
			figures: { expiresOn: '2026-11-01' },
			seenOn: '2026-06-15',
			on: '2026-11-01',
			ends: true,
		},
		{
			rule: 'an end that was first seen the day before it',
			figures: { expiresOn: '2026-11-01' },
			seenOn: '2026-10-31',
			on: '2026-11-01',
			ends: false,
		},
		{
			rule: 'the day on which a normal term would have begun within a longer first one',
			figures: { expiresOn: '2027-05-01' },
			seenOn: '2026-01-01',
			on: '2026-05-01',
			ends: false,
		},
		{
			rule: 'the end of a second term that nobody moved',
			figures: { expiresOn: '2028-01-01', earlierExpirations: ['2027-01-01'] },
			on: '2028-01-01',
			ends: true,
		},
	])('$rule: $ends', ({ figures, on, ends, seenOn }) => {
		const seen = seenOn === undefined ? {} : { expirationSeenAt: instant(`${seenOn}T09:00:00Z`) };
		expect(endsTerm(day(on), { ...remembered(figures), ...seen }, 'dayAfter')).toBe(ends);
	});
});

describe('termEndNear', () => {
	const yearly = remembered({ expiresOn: '2027-01-01' });

	it.each([
		{ rule: 'three days before it', completed: '2026-12-29', counts: '2027-01-01' },
		{ rule: 'three days after it', completed: '2027-01-04', counts: '2027-01-01' },
		{ rule: 'four days after it', completed: '2027-01-05', counts: undefined },
		{ rule: 'the day that the subscription began on', completed: '2026-01-02', counts: undefined },
	])('$rule', ({ completed, counts }) => {
		expect(termEndNear(day(completed), yearly, 'dayAfter')).toBe(counts);
	});
});

describe('ownBoundary', () => {
	const moved = remembered({ expiresOn: '2026-10-05', earlierExpirations: ['2027-01-20'] });

	it('of a cancelled subscription is the end that it had before', () => {
		expect(ownBoundary(moved, 'dayAfter', { isCancelled: true })).toBe('2027-01-20');
	});

	it('of any other is the present end', () => {
		expect(ownBoundary(moved, 'lastDay', { isCancelled: false })).toBe('2026-10-06');
	});

	const old = { ...subscriptionOf({}), createdOn: day('2019-10-25'), earlierExpirations: [] };
	const { expirationOn: _none, renewalOn: _neither, ...bare } = old;

	it.each([
		{ rule: 'two days before the anniversary', renewalOn: '2020-10-23', boundary: '2020-10-25' },
		{ rule: 'three days before it', renewalOn: '2021-10-22', boundary: '2021-10-25' },
		{ rule: 'four days before it', renewalOn: '2020-10-21', boundary: '2020-10-21' },
		{ rule: 'on it', renewalOn: '2020-10-25', boundary: '2020-10-25' },
		{ rule: 'the day after it', renewalOn: '2020-10-26', boundary: '2020-10-26' },
		{ rule: 'another day', renewalOn: '2020-03-01', boundary: '2020-03-01' },
		{ rule: 'none', renewalOn: undefined, boundary: '2019-10-25' },
	])('without an expiration, renewed $rule: $boundary', ({ renewalOn, boundary }) => {
		const of = { ...bare, ...(renewalOn === undefined ? {} : { renewalOn: day(renewalOn) }) };
		expect(ownBoundary(of, 'dayAfter', { isCancelled: false })).toBe(boundary);
	});

	it('keeps a renewal date that stands beside an expiration, a day before the anniversary of the creation', () => {
		const of = { ...bare, createdOn: day('2026-10-02'), expirationOn: day('2027-10-01'), renewalOn: day('2027-10-01') };
		const ended = { ...of, status: 'terminated' } as const;
		expect(endsTerm(day('2027-10-01'), ended, 'dayAfter')).toBe(true);
		expect(endsTerm(day('2027-10-02'), ended, 'dayAfter')).toBe(false);
	});

	it('of a term of a month, two days before its end', () => {
		const of = { ...bare, renewalOn: day('2020-02-23'), subscriptionPeriod: { type: 'month', duration: 1 } } as const;
		expect(ownBoundary(of, 'dayAfter', { isCancelled: false })).toBe('2020-02-25');
	});
});
