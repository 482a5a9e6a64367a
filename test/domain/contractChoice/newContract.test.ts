import { termHolding } from '../../../src/domain/contractChoice/newContract';
import { day, type SubscriptionFigures, subscriptionOf } from '../planning/scenario';

const year = { type: 'year', duration: 1 } as const;

describe('termHolding', () => {
	it.each<{
		rule: string;
		subscription: SubscriptionFigures;
		on: string;
		expirationIs?: 'dayAfter' | 'lastDay';
		term: readonly [string, string];
	}>([
		{
			rule: 'the present term, whose end is the day after it',
			subscription: { expiresOn: '2027-03-02', subscriptionPeriod: year },
			on: '2026-10-16',
			term: ['2026-03-02', '2027-03-01'],
		},
		{
			rule: 'the present term, whose end is its last day',
			subscription: { expiresOn: '2027-03-01', subscriptionPeriod: year },
			on: '2026-10-16',
			expirationIs: 'lastDay',
			term: ['2026-03-02', '2027-03-01'],
		},
		{
			rule: 'its first day belongs to it',
			subscription: { expiresOn: '2027-03-02', subscriptionPeriod: year },
			on: '2026-03-02',
			term: ['2026-03-02', '2027-03-01'],
		},
		{
			rule: 'an earlier term by its end that was seen',
			subscription: { expiresOn: '2027-03-02', earlierExpirations: ['2026-03-02'], subscriptionPeriod: year },
			on: '2026-02-10',
			term: ['2025-03-02', '2026-03-01'],
		},
		{
			rule: 'the term after the one that is known',
			subscription: { expiresOn: '2026-10-01', subscriptionPeriod: year },
			on: '2026-10-16',
			term: ['2026-10-01', '2027-09-30'],
		},
		{
			rule: 'a term of three months',
			subscription: { expiresOn: '2027-01-15', subscriptionPeriod: { type: 'month', duration: 3 } },
			on: '2026-10-16',
			term: ['2026-10-15', '2027-01-14'],
		},
		{
			rule: 'a year before the end where the length is none in months',
			subscription: { expiresOn: '2027-03-02', subscriptionPeriod: { type: 'unknown', duration: 1 } },
			on: '2026-10-16',
			term: ['2026-03-02', '2027-03-01'],
		},
		{
			rule: 'an end that stands for "never" is none: a year from the creation',
			subscription: { expiresOn: '9999-12-31', earlierExpirations: ['9999-12-30'], subscriptionPeriod: year },
			on: '2026-10-16',
			term: ['2026-01-01', '2026-12-31'],
		},
		{
			rule: 'a length that stands for "never" is none',
			subscription: { expiresOn: '2026-03-02', subscriptionPeriod: { type: 'year', duration: 9999 } },
			on: '2026-10-16',
			term: ['2026-03-02', '2027-03-01'],
		},
	])('$rule', ({ subscription, on, expirationIs = 'dayAfter', term }) => {
		const seen = {
			...subscriptionOf(subscription),
			earlierExpirations: (subscription.earlierExpirations ?? []).map(day),
		};
		const { startsOn, endsOn } = termHolding(day(on), seen, expirationIs);
		expect([startsOn, endsOn]).toEqual(term);
	});

	it('is a year from the creation where no term is known', () => {
		const { expirationOn: _end, ...endless } = { ...subscriptionOf(), earlierExpirations: [] };
		const { startsOn, endsOn } = termHolding(
			day('2026-10-16'),
			{ ...endless, createdOn: day('2025-05-31') },
			'dayAfter',
		);
		expect([startsOn, endsOn]).toEqual(['2026-05-31', '2027-05-30']);
	});
});
