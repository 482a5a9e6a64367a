import { decimal } from '../../../src/domain/money';
import { figuresOf } from '../../../src/domain/overview/figure';
import { subscriptionFigures } from '../../../src/domain/overview/subscriptionFigures';
import type { Subscription } from '../../../src/domain/order/order';
import { planOf, type Scenario } from '../planning/scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	/** `kind before to after`, in hundredths. */
	readonly figures: readonly string[];
}

// Ten at 18.00, planned on 17 October.
const rows: readonly Row[] = [
	{
		rule: 'a rise: what recurs, what it brings once, and its line',
		given: { ...ten, task: { on: '2026-10-16', quantity: '13' } },
		figures: ['recurring 18000 to 23400', 'once 0 to 2787', 'line 18000 to 23400'],
	},
	{
		rule: 'a line is billed with all of its units',
		given: {
			lines: [{ units: 12, isOurs: true, others: 2 }],
			links: [{ units: 10 }],
			task: { on: '2026-10-16', quantity: '13' },
		},
		figures: ['recurring 21600 to 27000', 'once 0 to 2787', 'line 21600 to 27000'],
	},
	{
		rule: 'a line that was there before and holds more units than its subscription has differs',
		given: { lines: [{ units: 11 }], task: { kind: 'initial', on: '2026-10-16', quantity: '9' } },
		figures: ['recurring 19800 to 19800', 'once 0 to 0', 'line 19800 to 19800', 'differs 3600 to 0, 2 units'],
	},
	{
		rule: 'and so does one that holds fewer',
		given: { lines: [{ units: 8 }], task: { kind: 'initial', on: '2026-10-16', quantity: '9' } },
		figures: ['recurring 14400 to 16200', 'once 0 to 1800', 'line 14400 to 16200', 'differs 0 to 1800, -1 units'],
	},
	{
		rule: 'one that holds what its subscription has does not',
		given: { lines: [{ units: 9 }], task: { kind: 'initial', on: '2026-10-16', quantity: '9' } },
		figures: ['recurring 16200 to 16200', 'once 0 to 0', 'line 16200 to 16200'],
	},
];

describe('what a plan comes to', () => {
	it.each(rows)('$rule', ({ given, figures }) => {
		const said = figuresOf(planOf(given)).map(
			({ kind, before, after, units }) =>
				`${kind} ${before} to ${after}${units === undefined ? '' : `, ${units} units`}`,
		);
		expect(said).toEqual(figures);
	});
});

describe('what a subscription costs each period', () => {
	const subscription = {
		status: 'active',
		billingModel: 'chargeBeforeBillingPeriod',
		billingPeriod: { type: 'month', duration: 1 },
		products: [
			{ productId: 'A', name: 'A', quantity: decimal('3'), unitPrice: { currency: 'GBP', amount: decimal('2.505') } },
			{ productId: 'B', name: 'B', quantity: decimal('3') },
		],
	} as unknown as Subscription;
	it.each<[string, Partial<Subscription>, readonly string[]]>([
		['its products that have a price, each rounded once', {}, ['A 752 GBP monthly']],
		['by the period that is billed at once', { billingPeriod: { type: 'year', duration: 1 } }, ['A 752 GBP yearly']],
		['nothing in a period that Autotask does not have', { billingPeriod: { type: 'month', duration: 5 } }, []],
		['nothing of what is billed by usage', { billingModel: 'chargeAfterBillingPeriod' }, []],
		['nothing once it has ended', { status: 'terminated' }, []],
	])('is %s', (_, more, expected) => {
		const said = subscriptionFigures({ ...subscription, ...more });
		expect(said.map((one) => `${one.productId} ${one.amount} ${one.currency} ${one.periodType}`)).toEqual(expected);
	});
});
