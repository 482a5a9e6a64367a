import { instant } from '../../../src/domain/calendarDate';
import { type Remembered, usagePeriod } from '../../../src/domain/period/usagePeriod';
import { day, type SubscriptionFigures, subscriptionOf } from '../planning/scenario';

interface Row {
	readonly rule: string;
	readonly created: string;
	readonly subscription?: SubscriptionFigures;
	readonly remembered?: Partial<Remembered>;
	readonly expirationIs?: 'dayAfter' | 'lastDay';
	readonly period: readonly [string, string] | undefined;
}

const monthly = { type: 'month', duration: 1 } as const;
const quarterly = { type: 'month', duration: 3 } as const;

describe('usagePeriod', () => {
	it.each<Row>([
		{
			rule: 'is the month before, for an order of the second of the month',
			created: '2026-11-02T10:00:00Z',
			period: ['2026-10-01', '2026-11-01'],
		},
		{
			rule: 'has ended where the order is created on its boundary',
			created: '2026-11-01T00:30:00Z',
			period: ['2026-10-01', '2026-11-01'],
		},
		{
			rule: 'has not ended on the evening before, in the zone of the marketplace',
			created: '2026-10-31T23:30:00Z',
			period: ['2026-09-01', '2026-10-01'],
		},
		{
			rule: "follows the subscription's own boundary, not the contract's",
			created: '2026-11-02T10:00:00Z',
			subscription: { expiresOn: '2027-03-20' },
			period: ['2026-09-20', '2026-10-20'],
		},
		{
			rule: 'begins a day later where the expiration is the last day',
			created: '2026-11-02T10:00:00Z',
			subscription: { expiresOn: '2027-03-20' },
			expirationIs: 'lastDay',
			period: ['2026-09-21', '2026-10-21'],
		},
		{
			rule: 'keeps an anchor on the 31st',
			created: '2027-03-02T10:00:00Z',
			subscription: { expiresOn: '2027-12-31' },
			period: ['2027-01-31', '2027-02-28'],
		},
		{
			rule: 'is a quarter for a plan that is billed by the quarter',
			created: '2026-11-02T10:00:00Z',
			subscription: { billingPeriod: quarterly },
			period: ['2026-07-01', '2026-10-01'],
		},
		{
			rule: 'is a month for a plan that is paid for its term and bills by the month',
			created: '2026-11-02T10:00:00Z',
			subscription: { billingModel: 'chargeBeforeSubscriptionPeriod', billingPeriod: monthly },
			period: ['2026-10-01', '2026-11-01'],
		},
		{
			rule: 'is counted to the end of the term that was seen before a cancellation',
			created: '2026-11-02T10:00:00Z',
			subscription: { expiresOn: '2026-10-11', status: 'terminated' },
			remembered: { earlierExpirations: [day('2027-01-01')] },
			period: ['2026-10-01', '2026-11-01'],
		},
		{
			rule: 'is none for a statement day',
			created: '2026-11-02T10:00:00Z',
			subscription: { billingPeriod: { type: 'statement_day', duration: 1 } },
			period: undefined,
		},
	])('$rule', ({ created, subscription, remembered, expirationIs, period }) => {
		const settings = { timeZone: 'Europe/London', expirationIs: expirationIs ?? 'dayAfter' } as const;
		const of = { ...subscriptionOf(subscription), ...remembered };
		const found = usagePeriod({ createdAt: instant(created) }, of, settings);
		expect(found && [found.start, found.nextStart]).toEqual(period);
	});
});
