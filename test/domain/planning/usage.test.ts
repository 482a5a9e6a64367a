import { planTask } from '../../../src/domain/planning/planTask';
import {
	chargesOf,
	detailOf,
	factsOf,
	ledgerOf,
	lineOf,
	linkOf,
	planned,
	planOf,
	reasonOf,
	type Scenario,
	type SubscriptionFigures,
	taskOf,
	writesOf,
} from './scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };
const afterPeriod: SubscriptionFigures = { billingModel: 'chargeAfterBillingPeriod' };
const external: SubscriptionFigures = { billingModel: 'chargeExternalRating' };
const tiered = detailOf({ type: 'overuse', quantity: '15', unitPrice: '1.10', extendedPrice: '16.05' });

/** A Billing order of 2 November. */
function billed(
	details: readonly ReturnType<typeof detailOf>[],
	more: Partial<Scenario['task']> = {},
): Scenario['task'] {
	return { kind: 'billing', on: '2026-11-02', quantity: '10', details, ...more };
}

function recurring(unitPrice: string, extendedPrice: string) {
	return detailOf({ quantity: '10', unitPrice, extendedPrice, duration: ['month', '1'] });
}

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes?: readonly string[];
	readonly charges: readonly string[];
	/** Once, then each period. */
	readonly totals?: readonly [string, string];
}

const usageRows: readonly Row[] = [
	{
		rule: "case 14: overuse is charged once, at the line's own amount, on the last day of October",
		given: { task: billed([tiered]) },
		charges: ['usage 16.05 @ 2026-10-31'],
		totals: ['16.05', '0'],
	},
	{
		rule: "case 14: the same with Autotask's prices and the marketplace's proration",
		given: {
			task: billed([tiered]),
			facts: { settings: { priceSource: 'autotask', proration: 'marketplace' } },
		},
		charges: ['usage 16.05 @ 2026-10-31'],
		totals: ['16.05', '0'],
	},
	{
		rule: 'each line of usage is a charge of its own',
		given: {
			task: billed([
				tiered,
				detailOf({ type: 'overuse', quantity: '2', unitPrice: '0.50', extendedPrice: '1.00' }),
				detailOf({ type: 'billRecord', product: 'p2', extendedPrice: '7.25' }),
			]),
		},
		charges: ['usage 16.05 @ 2026-10-31', 'usage 1.00 @ 2026-10-31', 'usage 7.25 @ 2026-10-31'],
		totals: ['24.3', '0'],
	},
	{
		rule: 'a fraction of a unit is charged like any other usage',
		given: { task: billed([detailOf({ type: 'overuse', quantity: '3.5', unitPrice: '2.00', extendedPrice: '7.00' })]) },
		charges: ['usage 7.00 @ 2026-10-31'],
	},
	{
		rule: 'usage of nothing is no charge',
		given: { task: billed([detailOf({ type: 'overuse', quantity: '0', unitPrice: '2.00', extendedPrice: '0.00' })]) },
		charges: [],
		totals: ['0', '0'],
	},
	{
		rule: 'usage that is given back is a credit of the same day',
		given: { task: billed([detailOf({ type: 'overuse', quantity: '1', extendedPrice: '-4.20' })]) },
		charges: ['credit -4.20 @ 2026-10-31'],
		totals: ['-4.2', '0'],
	},
	{
		rule: "usage is dated by the subscription's own period, not the contract's",
		given: { task: billed([tiered], { subscription: { expiresOn: '2027-03-20' } }) },
		charges: ['usage 16.05 @ 2026-10-19'],
	},
	{
		rule: 'usage needs neither a mapped product nor a line',
		given: { task: billed([tiered]), facts: { mappedProducts: [] } },
		charges: ['usage 16.05 @ 2026-10-31'],
	},
	{
		rule: 'usage beside a rise is charged, and the rise is written',
		given: {
			...ten,
			task: { on: '2026-10-16', quantity: '13', details: [tiered] },
			facts: { settings: { proration: 'marketplace' } },
		},
		writes: ['+3 @ 2026-11-01'],
		charges: ['usage 16.05 @ 2026-09-30', 'proration 27.87 cost 22.30 @ 2026-10-16'],
		totals: ['43.92', '234'],
	},
	{
		rule: 'usage of October goes on the contract that covers October, also when it has ended since',
		given: { contract: { endsOn: '2026-10-31' }, task: billed([tiered]) },
		charges: ['usage 16.05 @ 2026-10-31'],
	},
];

const noLine: readonly Row[] = [
	{
		rule: 'all lines of a plan that is charged after the period are usage',
		given: { task: billed([recurring('1.10', '11.00'), tiered], { subscription: afterPeriod }) },
		charges: ['usage 11.00 @ 2026-10-31', 'usage 16.05 @ 2026-10-31'],
	},
	{
		rule: 'so are those of a plan that is rated externally, whatever explains their amounts',
		given: { task: billed([recurring('1.10', '9.37')], { subscription: external }) },
		charges: ['usage 9.37 @ 2026-10-31'],
	},
	{
		rule: 'a discount there is a credit beside the usage',
		given: {
			task: billed([tiered, detailOf({ type: 'discount', extendedPrice: '1.05' })], { subscription: external }),
		},
		charges: ['usage 16.05 @ 2026-10-31', 'credit -1.05 @ 2026-10-31'],
		totals: ['15', '0'],
	},
	{
		rule: 'a sale of such a plan carries its setup alone, whatever it counts',
		given: {
			task: {
				kind: 'sales',
				on: '2026-10-20',
				quantity: '2.5',
				subscription: afterPeriod,
				details: [detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '50.00' })],
			},
			facts: { mappedProducts: [] },
		},
		charges: ['setup 50 @ 2026-10-20'],
		totals: ['50', '0'],
	},
	{
		rule: 'a change of such a plan without a setup writes nothing',
		given: { task: { quantity: '3', subscription: external } },
		charges: [],
		totals: ['0', '0'],
	},
	{
		rule: 'its initial task writes nothing',
		given: { task: { kind: 'initial', quantity: '3', subscription: afterPeriod } },
		charges: [],
		totals: ['0', '0'],
	},
];

const prepaid: readonly Row[] = [
	{
		rule: 'a recurring line of a prepaid plan bills nothing: it is on the contract',
		given: { ...ten, task: billed([recurring('18.00', '180.00')]) },
		charges: [],
	},
	{
		rule: "nor does it with Autotask's prices, at another price",
		given: { ...ten, task: billed([recurring('20.00', '200.00')]), facts: { settings: { priceSource: 'autotask' } } },
		charges: [],
		totals: ['0', '0'],
	},
	{
		rule: 'its new price holds from the start of the period that holds the order',
		given: { ...ten, task: billed([recurring('20.00', '200.00')], { subscription: { unitCost: '16.00' } }) },
		writes: ['+0 @ 2026-11-01 at 20 cost 16'],
		charges: [],
		totals: ['0', '200'],
	},
	{
		rule: 'its new price holds from the next period where this one is posted',
		given: {
			lines: [{ units: 10, isOurs: true, postedThrough: '2026-11-01' }],
			links: [{ units: 10 }],
			task: billed([recurring('20.00', '200.00')]),
		},
		writes: ['+0 @ 2026-12-01 at 20 cost 14.4'],
		charges: [],
	},
	{
		rule: 'a new price leaves a scheduled fall where it is',
		given: {
			lines: [
				{
					units: [
						['2026-01-01', 10],
						['2026-12-01', 6],
					],
					isOurs: true,
				},
			],
			links: [
				{
					units: [
						['always', 10],
						['2026-12-01', 6],
					],
				},
			],
			task: billed([recurring('20.00', '200.00')]),
		},
		writes: ['+0 @ 2026-11-01 at 20 cost 14.4'],
		charges: [],
	},
	{
		rule: 'a new price of a subscription that has no line yet writes nothing',
		given: { task: billed([recurring('20.00', '200.00')]) },
		charges: [],
	},
	{
		rule: 'a new price of a subscription that has no units left does not touch the line of another',
		given: {
			lines: [
				{
					units: [
						['2026-01-01', 15],
						['2026-11-01', 5],
					],
					isOurs: true,
				},
			],
			links: [
				{
					units: [
						['always', 10],
						['2026-11-01', 0],
					],
				},
				{ subscription: 's2', units: 5 },
			],
			task: billed([recurring('20.00', '200.00')]),
		},
		charges: [],
		totals: ['0', '0'],
	},
	{
		rule: 'overuse beside a recurring line is charged alone',
		given: { ...ten, task: billed([recurring('18.00', '180.00'), tiered]) },
		charges: ['usage 16.05 @ 2026-10-31'],
	},
];

describe('usage and Billing orders', () => {
	it.each([...usageRows, ...noLine, ...prepaid])('$rule', ({ given, writes, charges, totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes ?? []);
		expect(chargesOf(plan)).toEqual(charges);
		if (totals) expect([plan.totals.once, plan.totals.perPeriod].map(Number)).toEqual(totals.map(Number));
	});

	it('keys of charges of one product are told apart', () => {
		const { charges } = planOf({ task: billed([tiered, tiered]) });
		expect(charges.map((charge) => charge.key)).toEqual(['order-o1/usage/p1/0', 'order-o1/usage/p1/1']);
	});

	it('the invoice says how much was used, and when', () => {
		const [charge] = planOf({ task: billed([tiered]) }).charges;
		expect(charge?.name).toBe('overuse: 15 x 2026-10-01 to 2026-10-31');
	});

	it.each<{ rule: string; given: Scenario; detail: RegExp }>([
		{
			rule: 'a recurring line that bills nothing',
			given: { ...ten, task: billed([recurring('18.00', '180.00')]), facts: { settings: { priceSource: 'autotask' } } },
			detail: /billed by the contract already/,
		},
		{
			rule: 'a product that is billed by usage',
			given: { task: { kind: 'initial', quantity: '3', subscription: afterPeriod } },
			detail: /billed by usage/,
		},
	])('a person sees $rule', ({ given, detail }) => {
		const { lines } = planOf(given);
		expect(lines).toMatchObject([{ quantityChange: 0, detail: expect.stringMatching(detail) as string }]);
	});
});

describe('what usage waits for', () => {
	it.each<{ rule: string; given: Scenario; reason: string }>([
		{
			rule: 'a kind of charge that is not mapped',
			given: { task: billed([tiered]), facts: { unmappedCharges: true } },
			reason: 'charge not mapped',
		},
		{
			rule: 'a contract',
			given: { contract: { startsOn: '2026-11-01' }, task: billed([tiered]) },
			reason: 'no contract fits',
		},
		{
			rule: 'a contract in its currency',
			given: { task: billed([tiered]), facts: { companyCurrency: 'EUR' } },
			reason: 'currency differs',
		},
		{
			rule: 'a contract of its billing period',
			given: { contract: { periodType: 'yearly' }, task: billed([tiered]) },
			reason: 'billing period differs',
		},
		{
			rule: 'a Billing order without lines',
			given: { task: billed([]) },
			reason: 'order not understood',
		},
		{
			rule: 'usage without an amount',
			given: { task: billed([detailOf({ type: 'overuse', quantity: '15', unitPrice: '1.10' })]) },
			reason: 'order not understood',
		},
		{
			rule: 'usage in two currencies',
			given: { task: billed([tiered, detailOf({ type: 'overuse', extendedPrice: '1.00', currency: 'EUR' })]) },
			reason: 'order not understood',
		},
		{
			rule: 'a bill record beside a rise, outside a Billing order',
			given: { ...ten, task: { quantity: '13', details: [detailOf({ type: 'billRecord', extendedPrice: '5.00' })] } },
			reason: 'order not understood',
		},
		{
			rule: 'a recurring line of a prepaid plan that its figures do not explain',
			given: { ...ten, task: billed([recurring('18.00', '171.00')]) },
			reason: 'order not understood',
		},
		{
			rule: 'a refund in a Billing order of a prepaid plan',
			given: {
				...ten,
				task: billed([
					detailOf({ type: 'recurringRefund', quantity: '1', unitPrice: '18.00', extendedPrice: '-18.00' }),
				]),
			},
			reason: 'order not understood',
		},
		{
			rule: 'a recurring line of a plan whose way of billing is not stated',
			given: { task: billed([recurring('18.00', '180.00')], { subscription: { billingModel: 'unknown' } }) },
			reason: 'order not understood',
		},
		{
			rule: "a price of 0 for what is on the contract, with Autotask's prices",
			given: {
				...ten,
				task: { kind: 'change', quantity: '10', details: [recurring('0.00', '0.00')] },
				facts: { settings: { priceSource: 'autotask' } },
			},
			reason: 'price conflict',
		},
		{
			rule: 'a month at 0.00 beside the price: the contract bills it',
			given: { ...ten, task: billed([recurring('18.00', '0.00')]) },
			reason: 'order not understood',
		},
	])('$rule: $reason', ({ given, reason }) => {
		expect(reasonOf(given)).toBe(reason);
	});

	it('usage from before the subscription began waits for approval', () => {
		const early = { kind: 'billing' as const, on: '2026-01-10', details: [tiered] };
		const plan = planOf({ contract: { startsOn: '2025-01-01' }, task: early });
		expect(chargesOf(plan)).toEqual(['usage 16.05 @ 2025-12-31']);
		expect(plan.approvalNeeded).toEqual(['the order has lines whose meaning a person confirms']);
	});

	it('a yearly contract with other boundaries does not hold a Billing order up', () => {
		const yearly = { type: 'year' as const, duration: 1 };
		const given = {
			contract: { startsOn: '2024-03-15', endsOn: '2028-03-14', periodType: 'yearly' as const },
			task: billed([tiered], { subscription: { expiresOn: '2027-05-01', billingPeriod: yearly } }),
		};
		const plan = planOf(given);
		expect(plan.approvalNeeded).toEqual([]);
		expect(chargesOf(plan)).toEqual(['usage 16.05 @ 2026-04-30']);
	});

	it('a Billing order waits for no earlier task of its subscription', () => {
		const rise = taskOf({ id: 'o0', on: '2026-10-16', quantity: '13' });
		const billing = taskOf(billed([tiered]));
		const outcome = planTask(
			billing,
			factsOf({ tasks: [rise, billing], subscriptions: [{ quantity: '13' }] }),
			ledgerOf([lineOf({ units: 10, isOurs: true })], [linkOf({ units: 10 })]),
		);
		expect(outcome).toMatchObject({ kind: 'planned', plan: { predecessors: [], charges: [{ amount: '16.05' }] } });
	});

	it('usage of an order older than the connection is shown and not ticked', () => {
		const outcome = planned({
			task: billed([tiered], { isOlderThanConnection: true }),
			facts: { unmappedCharges: true },
		});
		expect(outcome).toMatchObject({
			kind: 'planned',
			plan: { charges: [{ kind: 'usage', selected: false }], totals: { once: '0' } },
		});
	});
});
