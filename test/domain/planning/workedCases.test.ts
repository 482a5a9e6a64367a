import type { ContractPlan } from '../../../src/domain/plan/plan';
import { planTask } from '../../../src/domain/planning/planTask';
import {
	chargesOf,
	contractOf,
	detailOf,
	factsOf,
	ledgerOf,
	lineOf,
	linkOf,
	planned,
	planOf,
	reasonOf,
	type Scenario,
	taskOf,
	writesOf,
} from './scenario';

const autotaskProration = { proration: 'autotask' } as const;
const marketplaceProration = { proration: 'marketplace' } as const;
const autotaskPrice = { priceSource: 'autotask' } as const;
const marketplacePrice = { priceSource: 'marketplace' } as const;

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges: readonly string[];
	/** Once, then each period. */
	readonly totals: readonly [string, string];
}

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };

function rise(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	return { ...ten, task: { on: '2026-10-16', quantity: '13' }, facts: { settings: facts ?? {} } };
}

const statedFragment = detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '27.87', duration: ['day', '16'] });
const yearly = { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' as const };
const yearlySubscription = {
	unitPrice: '216.00',
	unitCost: '172.80',
	billingPeriod: { type: 'year' as const, duration: 1 },
	expiresOn: '2027-03-15',
};

function yearlyRise(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	return {
		contract: yearly,
		lines: [{ units: 10, price: '216.00', cost: '172.80', isOurs: true }],
		links: [{ units: 10 }],
		task: { on: '2026-09-01', quantity: '12', subscription: yearlySubscription },
		facts: { settings: facts ?? {} },
	};
}

const commitment = { expiresOn: '2027-08-15' };

function midMonthRise(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	return {
		contract: { startsOn: '2026-08-15', endsOn: '2027-08-14' },
		...ten,
		task: { on: '2026-09-01', quantity: '12', subscription: commitment },
		facts: { settings: facts ?? {} },
	};
}

const otherCycle = { expiresOn: '2026-10-20' };
const stated36 = detailOf({ quantity: '4', unitPrice: '18.00', extendedPrice: '36.00', duration: ['day', '15'] });

function saleOf(
	facts: NonNullable<Scenario['facts']>['settings'],
	details: readonly ReturnType<typeof detailOf>[] = [],
): Scenario {
	return { task: { kind: 'sales', on: '2026-10-20', quantity: '10', details }, facts: { settings: facts ?? {} } };
}

const twoOnOneLine = { lines: [{ units: 15, isOurs: true }], links: [{ units: 10 }, { subscription: 's2', units: 5 }] };

const setupSale = [
	detailOf({ type: 'setup', quantity: '1', unitPrice: '50.00', extendedPrice: '50.00' }),
	detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00', duration: ['month', '1'] }),
];

const equalCount = {
	task: { on: '2026-10-16', quantity: '10', subscription: { unitPrice: '20.00', unitCost: '16.00' } },
};

function paidInPounds(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	const paid = detailOf({ quantity: '10', unitPrice: '17.30', extendedPrice: '173.00', duration: ['month', '1'] });
	return {
		task: {
			kind: 'sales',
			on: '2026-11-01',
			quantity: '10',
			details: [paid],
			subscription: { unitPrice: '17.30' },
		},
		facts: { settings: facts ?? {} },
	};
}

/** Twelve of one subscription at 18.00 are on the line; another buys five at 17.00. */
function atAnotherPrice(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	return {
		lines: [{ units: 12, isOurs: true }],
		links: [{ units: 12 }],
		task: { kind: 'sales', on: '2026-11-01', quantity: '5', subscription: { id: 's2', unitPrice: '17.00' } },
		facts: { subscriptions: [{ id: 's1', quantity: '12' }], settings: facts ?? {} },
	};
}

function anchoredRise(facts: NonNullable<Scenario['facts']>['settings']): Scenario {
	return {
		contract: { startsOn: '2027-01-31', endsOn: '2028-01-30' },
		lines: [{ units: 4, price: '31.00', isOurs: true }],
		links: [{ units: 4 }],
		task: { on: '2027-03-10', quantity: '5', subscription: { unitPrice: '31.00', expiresOn: '2028-01-31' } },
		facts: { settings: facts ?? {} },
	};
}

/** Autotask holds 12, we left 10; a person has said how many of the 12 are others'. */
function editedByHand(others: number, facts: NonNullable<Scenario['facts']>['settings'] = {}): Scenario {
	return {
		lines: [{ units: 12, isOurs: true }],
		links: [{ units: 10 }],
		task: { on: '2026-11-01', quantity: '13', answers: { otherUnits: { units: others, seenInForce: 12 } } },
		facts: { settings: facts },
	};
}

describe('worked cases: what is written and charged', () => {
	it.each<Row>([
		{
			rule: 'case 1: Autotask prorates a rise from its day, at its own price',
			given: rise({ ...autotaskProration, ...autotaskPrice }),
			writes: ['+3 @ 2026-10-16'],
			charges: [],
			totals: ['27.87', '234'],
		},
		{
			rule: 'case 1: Autotask prorates a rise from its day, at the marketplace price',
			given: rise({ ...autotaskProration, ...marketplacePrice }),
			writes: ['+3 @ 2026-10-16'],
			charges: [],
			totals: ['27.87', '234'],
		},
		{
			rule: "case 1: the marketplace charges the fragment at Autotask's price, units rise at the boundary",
			given: rise({ ...marketplaceProration, ...autotaskPrice }),
			writes: ['+3 @ 2026-11-01'],
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16'],
			totals: ['27.87', '234'],
		},
		{
			rule: 'case 1: the marketplace charges the fragment at its own price, units rise at the boundary',
			given: rise({ ...marketplaceProration, ...marketplacePrice }),
			writes: ['+3 @ 2026-11-01'],
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16'],
			totals: ['27.87', '234'],
		},
		{
			rule: 'case 1: a fragment that the order states is charged as stated',
			given: { ...rise(marketplaceProration), task: { on: '2026-10-16', quantity: '13', details: [statedFragment] } },
			writes: ['+3 @ 2026-11-01'],
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16'],
			totals: ['27.87', '234'],
		},
		{
			rule: 'case 2: a fall waits for the boundary and credits nothing',
			given: { ...ten, task: { on: '2026-10-11', quantity: '6' } },
			writes: ['-4 @ 2026-11-01'],
			charges: [],
			totals: ['0', '108'],
		},
		{
			rule: 'case 2: a fall is the same under marketplace proration',
			given: {
				...ten,
				task: { on: '2026-10-11', quantity: '6' },
				facts: { settings: { ...marketplaceProration, ...autotaskPrice } },
			},
			writes: ['-4 @ 2026-11-01'],
			charges: [],
			totals: ['0', '108'],
		},
		{
			rule: "case 2: a fall is the same under marketplace proration at the marketplace's price",
			given: { ...ten, task: { on: '2026-10-11', quantity: '6' }, facts: { settings: marketplaceProration } },
			writes: ['-4 @ 2026-11-01'],
			charges: [],
			totals: ['0', '108'],
		},
		{
			rule: 'case 3: an equal count is repriced from the start of a period that is not posted',
			given: {
				...ten,
				task: { on: '2026-10-16', quantity: '10', subscription: { unitPrice: '20.00', unitCost: '16.00' } },
			},
			writes: ['+0 @ 2026-10-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '200'],
		},
		{
			rule: 'case 3: an equal count is repriced from the next period where this one is posted',
			given: {
				...ten,
				lines: [{ units: 10, isOurs: true, postedThrough: '2026-10-31' }],
				task: { on: '2026-10-16', quantity: '10', subscription: { unitPrice: '20.00', unitCost: '16.00' } },
			},
			writes: ['+0 @ 2026-11-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '200'],
		},
		{
			rule: 'case 3: an equal count is repriced the same way under marketplace proration',
			given: { ...equalCount, ...ten, facts: { settings: marketplaceProration } },
			writes: ['+0 @ 2026-10-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '200'],
		},
		{
			rule: 'case 3: an equal count in a posted period is, too, under marketplace proration',
			given: {
				...ten,
				...equalCount,
				lines: [{ units: 10, isOurs: true, postedThrough: '2026-10-31' }],
				facts: { settings: marketplaceProration },
			},
			writes: ['+0 @ 2026-11-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '200'],
		},
		{
			rule: "case 3: with Autotask's prices an equal count writes nothing",
			given: {
				...ten,
				task: { on: '2026-10-16', quantity: '10', subscription: { unitPrice: '20.00' } },
				facts: { settings: autotaskPrice },
			},
			writes: [],
			charges: [],
			totals: ['0', '180'],
		},
		{
			rule: 'case 6: a sale on a line of its own, prorated by Autotask',
			given: saleOf(autotaskProration),
			writes: ['+10 @ 2026-10-20 at 18 cost 14.4'],
			charges: [],
			totals: ['69.68', '180'],
		},
		{
			rule: "case 6: a sale at the service's own price, prorated by Autotask",
			given: saleOf({ ...autotaskProration, ...autotaskPrice }),
			writes: ['+10 @ 2026-10-20'],
			charges: [],
			totals: ['69.68', '180'],
		},
		{
			rule: 'case 6: a sale charged by the marketplace until the boundary',
			given: saleOf(marketplaceProration),
			writes: ['+10 @ 2026-11-01 at 18 cost 14.4'],
			charges: ['proration 69.68 cost 55.74 @ 2026-10-20'],
			totals: ['69.68', '180'],
		},
		{
			rule: "case 6: a sale charged at the service's own price until the boundary",
			given: saleOf({ ...marketplaceProration, ...autotaskPrice }),
			writes: ['+10 @ 2026-11-01'],
			charges: ['proration 69.68 cost 55.74 @ 2026-10-20'],
			totals: ['69.68', '180'],
		},
		{
			rule: 'case 7: a yearly rise is prorated over the year by Autotask',
			given: yearlyRise({ ...autotaskProration, ...autotaskPrice }),
			writes: ['+2 @ 2026-09-01'],
			charges: [],
			totals: ['230.79', '2592'],
		},
		{
			rule: 'case 7: a yearly rise is prorated over the year at the marketplace price',
			given: yearlyRise(autotaskProration),
			writes: ['+2 @ 2026-09-01'],
			charges: [],
			totals: ['230.79', '2592'],
		},
		{
			rule: 'case 7: a yearly rise is charged to the end of the year, price source Marketplace',
			given: yearlyRise(marketplaceProration),
			writes: ['+2 @ 2027-03-15'],
			charges: ['proration 230.79 cost 184.64 @ 2026-09-01'],
			totals: ['230.79', '2592'],
		},
		{
			rule: 'case 7: a yearly rise is charged to the end of the year, price source Autotask',
			given: yearlyRise({ ...marketplaceProration, ...autotaskPrice }),
			writes: ['+2 @ 2027-03-15'],
			charges: ['proration 230.79 cost 184.64 @ 2026-09-01'],
			totals: ['230.79', '2592'],
		},
		{
			rule: 'case 8: the billing period counts, not the term, for Autotask',
			given: midMonthRise(autotaskProration),
			writes: ['+2 @ 2026-09-01'],
			charges: [],
			totals: ['16.26', '216'],
		},
		{
			rule: 'case 8: the billing period counts, not the term, for a charge',
			given: midMonthRise({ ...marketplaceProration, ...autotaskPrice }),
			writes: ['+2 @ 2026-09-15'],
			charges: ['proration 16.26 cost 13.01 @ 2026-09-01'],
			totals: ['16.26', '216'],
		},
		{
			rule: 'case 8: the billing period counts, not the term, for Autotask at its own price',
			given: midMonthRise({ ...autotaskProration, ...autotaskPrice }),
			writes: ['+2 @ 2026-09-01'],
			charges: [],
			totals: ['16.26', '216'],
		},
		{
			rule: 'case 8: the billing period counts, not the term, for a charge at the marketplace price',
			given: midMonthRise(marketplaceProration),
			writes: ['+2 @ 2026-09-15'],
			charges: ['proration 16.26 cost 13.01 @ 2026-09-01'],
			totals: ['16.26', '216'],
		},
		{
			rule: "case 9: where the cycles differ, the charge reaches the contract's boundary, not the marketplace's",
			given: {
				...ten,
				task: { on: '2026-10-05', quantity: '14', details: [stated36], subscription: otherCycle },
				facts: { settings: marketplaceProration },
			},
			writes: ['+4 @ 2026-11-01'],
			charges: ['proration 62.71 cost 50.17 @ 2026-10-05'],
			totals: ['62.71', '252'],
		},
		{
			rule: "case 9: Autotask prorates on the contract's cycle",
			given: { ...ten, task: { on: '2026-10-05', quantity: '14', details: [stated36], subscription: otherCycle } },
			writes: ['+4 @ 2026-10-05'],
			charges: [],
			totals: ['62.71', '252'],
		},
		{
			rule: "case 9: the charge reaches the contract's boundary at Autotask's price, too",
			given: {
				...ten,
				task: { on: '2026-10-05', quantity: '14', details: [stated36], subscription: otherCycle },
				facts: { settings: { ...marketplaceProration, ...autotaskPrice } },
			},
			writes: ['+4 @ 2026-11-01'],
			charges: ['proration 62.71 cost 50.17 @ 2026-10-05'],
			totals: ['62.71', '252'],
		},
		{
			rule: "case 9: Autotask prorates on the contract's cycle at its own price",
			given: {
				...ten,
				task: { on: '2026-10-05', quantity: '14', details: [stated36], subscription: otherCycle },
				facts: { settings: { ...autotaskProration, ...autotaskPrice } },
			},
			writes: ['+4 @ 2026-10-05'],
			charges: [],
			totals: ['62.71', '252'],
		},
		{
			rule: 'case 10: a price in the payment currency is taken as it is',
			given: paidInPounds({}),
			writes: ['+10 @ 2026-11-01 at 17.3 cost 14.4'],
			charges: [],
			totals: ['0', '173'],
		},
		{
			rule: 'case 10: a price in the payment currency is taken as it is under marketplace proration',
			given: paidInPounds(marketplaceProration),
			writes: ['+10 @ 2026-11-01 at 17.3 cost 14.4'],
			charges: [],
			totals: ['0', '173'],
		},
		{
			rule: 'case 12: a rise of one subscription adds to the line that it shares',
			given: {
				...twoOnOneLine,
				task: { on: '2026-10-16', quantity: '12' },
				facts: { subscriptions: [{ id: 's2', quantity: '5' }] },
			},
			writes: ['+2 @ 2026-10-16'],
			charges: [],
			totals: ['18.58', '216'],
		},
		{
			rule: 'case 12: a rise of one subscription adds to the line that it shares from the boundary',
			given: {
				...twoOnOneLine,
				task: { on: '2026-10-16', quantity: '12' },
				facts: { subscriptions: [{ id: 's2', quantity: '5' }], settings: marketplaceProration },
			},
			writes: ['+2 @ 2026-11-01'],
			charges: ['proration 18.58 cost 14.86 @ 2026-10-16'],
			totals: ['18.58', '216'],
		},
		{
			rule: 'case 12: another price gets a line of its own',
			given: atAnotherPrice({}),
			writes: ['+5 @ 2026-11-01 at 17 cost 14.4'],
			charges: [],
			totals: ['0', '85'],
		},
		{
			rule: 'case 12: another price gets a line of its own under marketplace proration',
			given: atAnotherPrice(marketplaceProration),
			writes: ['+5 @ 2026-11-01 at 17 cost 14.4'],
			charges: [],
			totals: ['0', '85'],
		},
		{
			rule: 'case 13: setup is charged once beside the recurring units',
			given: { task: { kind: 'sales', on: '2026-10-01', quantity: '10', details: setupSale } },
			writes: ['+10 @ 2026-10-01 at 18 cost 14.4'],
			charges: ['setup 50 @ 2026-10-01'],
			totals: ['50', '180'],
		},
		{
			rule: 'case 13: a sale on the boundary has no fragment under marketplace proration',
			given: {
				task: { kind: 'sales', on: '2026-10-01', quantity: '10', details: setupSale },
				facts: { settings: marketplaceProration },
			},
			writes: ['+10 @ 2026-10-01 at 18 cost 14.4'],
			charges: ['setup 50 @ 2026-10-01'],
			totals: ['50', '180'],
		},
		{
			rule: 'case 15: an anchor on the 31st keeps its day',
			given: anchoredRise(marketplaceProration),
			writes: ['+1 @ 2027-03-31'],
			charges: ['proration 21.00 cost 9.75 @ 2027-03-10'],
			totals: ['21', '155'],
		},
		{
			rule: 'case 15: Autotask prorates in the same period',
			given: anchoredRise(autotaskPrice),
			writes: ['+1 @ 2027-03-10'],
			charges: [],
			totals: ['21', '155'],
		},
		{
			rule: 'case 15: Autotask prorates in the same period at the marketplace price',
			given: anchoredRise(autotaskProration),
			writes: ['+1 @ 2027-03-10'],
			charges: [],
			totals: ['21', '155'],
		},
		{
			rule: "case 15: an anchor on the 31st keeps its day for a charge at Autotask's price",
			given: anchoredRise({ ...marketplaceProration, ...autotaskPrice }),
			writes: ['+1 @ 2027-03-31'],
			charges: ['proration 21.00 cost 9.75 @ 2027-03-10'],
			totals: ['21', '155'],
		},
		{
			rule: 'case 19: units that are not ours stay',
			given: { lines: [{ units: 15, others: 3 }], links: [{ units: 12 }], task: { on: '2026-11-01', quantity: '13' } },
			writes: ['+1 @ 2026-11-01'],
			charges: [],
			totals: ['0', '234'],
		},
		{
			rule: 'case 19: units that are not ours stay, within a period',
			given: { lines: [{ units: 15, others: 3 }], links: [{ units: 12 }], task: { on: '2026-10-16', quantity: '13' } },
			writes: ['+1 @ 2026-10-16'],
			charges: [],
			totals: ['9.29', '234'],
		},
		{
			rule: 'case 19: units that are not ours stay, and nothing is charged for them',
			given: {
				lines: [{ units: 15, others: 3 }],
				links: [{ units: 12 }],
				task: { on: '2026-10-16', quantity: '13' },
				facts: { settings: marketplaceProration },
			},
			writes: ['+1 @ 2026-11-01'],
			charges: ['proration 9.29 cost 7.43 @ 2026-10-16'],
			totals: ['9.29', '234'],
		},
		{
			rule: 'case 20: a second rise of the period charges only what no fragment has charged',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 13],
						],
						isOurs: true,
					},
				],
				links: [
					{
						units: [
							['always', 10],
							['2026-11-01', 13],
						],
						charged: { quantity: 13, until: '2026-11-01' },
					},
				],
				task: { on: '2026-10-21', quantity: '15' },
				facts: { settings: marketplaceProration },
			},
			writes: ['+2 @ 2026-11-01'],
			charges: ['proration 12.77 cost 10.22 @ 2026-10-21'],
			totals: ['12.77', '270'],
		},
		{
			rule: 'case 24: what Autotask holds already is not written again',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-10-16', 13],
						],
						isOurs: true,
					},
				],
				links: [{ units: 10 }],
				task: { on: '2026-10-16', quantity: '13' },
			},
			writes: [],
			charges: [],
			totals: ['0', '234'],
		},
		{
			rule: 'case 24: under marketplace proration the units are not written again, the charge has the key it had',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 13],
						],
						isOurs: true,
					},
				],
				links: [{ units: 10 }],
				task: { on: '2026-10-16', quantity: '13' },
				facts: { settings: marketplaceProration },
			},
			writes: [],
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16'],
			totals: ['27.87', '234'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units count for the rise",
			given: editedByHand(0),
			writes: ['+1 @ 2026-11-01'],
			charges: [],
			totals: ['0', '234'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units count for the rise, under marketplace proration",
			given: editedByHand(0, marketplaceProration),
			writes: ['+1 @ 2026-11-01'],
			charges: [],
			totals: ['0', '234'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units are somebody else's",
			given: editedByHand(2),
			writes: ['+3 @ 2026-11-01'],
			charges: [],
			totals: ['0', '234'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units are somebody else's, under marketplace proration",
			given: editedByHand(2, marketplaceProration),
			writes: ['+3 @ 2026-11-01'],
			charges: [],
			totals: ['0', '234'],
		},
	])('$rule', ({ given, writes, charges, totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
	});

	it('case 12: another price leaves the first line alone and asks for a new one', () => {
		const plan = planOf({
			lines: [{ units: 12, isOurs: true }],
			links: [{ units: 12 }],
			task: { kind: 'sales', on: '2026-11-01', quantity: '5', subscription: { id: 's2', unitPrice: '17.00' } },
			facts: { subscriptions: [{ id: 's1', quantity: '12' }] },
		});
		expect(plan.changes.map((change) => change.target)).toEqual([{ kind: 'new', key: 's2/p1/300' }]);
	});
});

describe('worked cases: what stops', () => {
	it.each<{ rule: string; given: Scenario; reason: string; says: string }>([
		{
			rule: "case 10: an order in another currency than the contract's",
			given: {
				task: {
					kind: 'sales',
					quantity: '10',
					details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' })],
				},
				facts: { companyCurrency: 'EUR' },
			},
			reason: 'currency differs',
			says: 'GBP',
		},
		{
			rule: 'case 11: a yearly subscription never goes on a monthly contract',
			given: { task: { kind: 'sales', quantity: '10', subscription: yearlySubscription } },
			reason: 'billing period differs',
			says: 'yearly',
		},
		{
			rule: "case 10: an order in another currency, by the marketplace at Autotask's price",
			given: {
				task: {
					kind: 'sales',
					quantity: '10',
					details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' })],
				},
				facts: { companyCurrency: 'EUR', settings: { ...marketplaceProration, ...autotaskPrice } },
			},
			reason: 'currency differs',
			says: 'GBP',
		},
		{
			rule: "case 11: a yearly subscription on a monthly contract, by the marketplace at Autotask's price",
			given: {
				task: { kind: 'sales', quantity: '10', subscription: yearlySubscription },
				facts: { settings: { ...marketplaceProration, ...autotaskPrice } },
			},
			reason: 'billing period differs',
			says: 'yearly',
		},
		{
			rule: 'case 25: somebody edited Autotask, by the marketplace',
			given: {
				lines: [{ units: 12, isOurs: true }],
				links: [{ units: 10 }],
				task: { on: '2026-10-16', quantity: '13' },
				facts: { settings: marketplaceProration },
			},
			reason: 'changed in Autotask',
			says: 'holds 12 units on 2026-10-16, we left 10',
		},
		{
			rule: 'case 25: somebody edited Autotask',
			given: {
				lines: [{ units: 12, isOurs: true }],
				links: [{ units: 10 }],
				task: { on: '2026-11-01', quantity: '13' },
			},
			reason: 'changed in Autotask',
			says: 'holds 12 units on 2026-11-01, we left 10',
		},
		{
			rule: 'case 25: an answer about other figures than Autotask holds now is asked again',
			given: {
				lines: [{ units: 14, isOurs: true }],
				links: [{ units: 10 }],
				task: { on: '2026-11-01', quantity: '13', answers: { otherUnits: { units: 2, seenInForce: 12 } } },
			},
			reason: 'changed in Autotask',
			says: 'holds 14 units',
		},
	])('$rule', ({ given, reason, says }) => {
		const outcome = planned(given);
		expect(reasonOf(given)).toBe(reason);
		expect(outcome.kind === 'attention' ? outcome.message : '').toContain(says);
	});
});

describe('worked cases: a chain', () => {
	const first = taskOf({ id: 'o1', on: '2026-10-06', quantity: '13' });
	const rises = [first, taskOf({ id: 'o2', on: '2026-10-21', quantity: '15' })] as const;
	const falls = [
		taskOf({ id: 'o1', on: '2026-10-05', quantity: '8' }),
		taskOf({ id: 'o2', on: '2026-10-20', quantity: '7' }),
	] as const;

	function chainPlans(
		proration: 'autotask' | 'marketplace',
		[earlier, later]: typeof rises | typeof falls = rises,
	): readonly ContractPlan[] {
		const facts = factsOf({
			tasks: [earlier, later],
			subscriptions: [{ quantity: later === rises[1] ? '15' : '7' }],
			contracts: [contractOf()],
			settings: { proration },
		});
		const one = planTask(earlier, facts, ledgerOf([lineOf({ units: 10, isOurs: true })], [linkOf({ units: 10 })]));
		if (one.kind !== 'planned') throw new Error(one.message);
		const two = planTask(later, facts, one.ledger);
		if (two.kind !== 'planned') throw new Error(two.message);
		return [one.plan, two.plan];
	}

	it.each([
		{
			rule: 'case 20: each of two rises of a chain charges its own fragment',
			proration: 'marketplace' as const,
			writes: [['+3 @ 2026-11-01'], ['+2 @ 2026-11-01']],
			charges: [['proration 45.29 cost 36.23 @ 2026-10-06'], ['proration 12.77 cost 10.22 @ 2026-10-21']],
		},
		{
			rule: "case 20: under Autotask's proration each rise has its own day",
			proration: 'autotask' as const,
			writes: [['+3 @ 2026-10-06'], ['+2 @ 2026-10-21']],
			charges: [[], []],
		},
		{
			rule: 'case 23: two falls of a chain meet on the boundary, by Autotask',
			proration: 'autotask' as const,
			tasks: falls,
			writes: [['-2 @ 2026-11-01'], ['-1 @ 2026-11-01']],
			charges: [[], []],
		},
		{
			rule: 'case 23: two falls of a chain meet on the boundary, by the marketplace',
			proration: 'marketplace' as const,
			tasks: falls,
			writes: [['-2 @ 2026-11-01'], ['-1 @ 2026-11-01']],
			charges: [[], []],
		},
	])('$rule', ({ proration, tasks, writes, charges }) => {
		const plans = chainPlans(proration, tasks);
		expect(plans.map(writesOf)).toEqual(writes);
		expect(plans.map(chargesOf)).toEqual(charges);
	});

	it('a later plan names the earlier one that it counts on', () => {
		expect(chainPlans('autotask')[1]?.predecessors).toEqual([first.id]);
	});
});
