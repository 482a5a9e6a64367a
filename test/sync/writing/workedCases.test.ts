import {
	type BilledCase,
	byAutotask,
	byAutotaskAtItsPrice,
	byMarketplace,
	byMarketplaceAtAutotasksPrice,
	expectedOf,
	play,
} from '../fixtureBilled';
import { contract, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const rise = { kind: 'change', quantity: 13, at: '2026-10-16T09:00:00Z' } as const;
const dearer = { kind: 'change', price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' } as const;
const sinceSeptember = {
	world: { now: '2026-08-20T08:00:00Z' },
	sale: { at: '2026-09-01T09:00:00Z' },
	then: [dearer],
} as const;
const yearly: WorldOptions = {
	now: '2026-03-01T08:00:00Z',
	contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-03-15', endDate: '2028-03-14' })],
};
const onThe15th: WorldOptions = {
	now: '2026-08-01T08:00:00Z',
	contracts: [contract({ startDate: '2026-01-15', endDate: '2027-12-14' })],
};
const anchored: WorldOptions = {
	now: '2027-01-20T08:00:00Z',
	contracts: [contract({ startDate: '2027-01-31', endDate: '2028-01-30' })],
};
const sinceLastYear: WorldOptions = {
	now: '2025-10-10T08:00:00Z',
	contracts: [contract({ startDate: '2025-01-01', endDate: '2027-12-31' })],
};
const june = {
	world: { now: '2026-05-20T08:00:00Z' },
	sale: { quantity: 6, price: '10.00', cost: '8.00', at: '2026-06-01T09:00:00Z' },
	then: [{ kind: 'change', quantity: 8, amounts: 'refundAndRecharge', at: '2026-06-11T09:00:00Z' }],
} as const;

/**
 * What each case comes to with the settings that the tables beside this one do not have. Where Autotask splits a period it
 * rounds both parts (A8): 1006.03 + 1384.77 is a cent more than 2160.00 + 230.79. A posted period stays, the rise is an item.
 */
const cases: readonly BilledCase[] = [
	{
		rule: "case 1: a rise is prorated by Autotask, at Autotask's price",
		settings: byAutotaskAtItsPrice,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30', '2026-11': '187.20' },
	},
	{
		rule: "case 1: a rise is charged once at Autotask's price and counted from the next period",
		settings: byMarketplaceAtAutotasksPrice,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['27.87@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30', '2026-11': '187.20' },
	},
	{
		rule: 'case 2: a fall applies from the next period and credits nothing, by the marketplace',
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 6, at: '2026-10-11T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '108.00' },
	},
	{
		...sinceSeptember,
		rule: 'case 3: a new price holds from the start of a period that is not posted, by the marketplace',
		settings: byMarketplace,
		adjustments: ['+10@2026-09-01', '+0@2026-10-01'],
		billed: { '2026-10': '200.00', '2026-11': '200.00' },
		cost: { '2026-10': '160.00', '2026-11': '160.00' },
	},
	{
		...sinceSeptember,
		rule: 'case 3: a new price holds from the end of a posted period, by the marketplace',
		settings: byMarketplace,
		postedBefore: '2026-10-15',
		adjustments: ['+10@2026-09-01', '+0@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '200.00' },
		cost: { '2026-10': '144.00', '2026-11': '160.00' },
	},
	{
		...sinceSeptember,
		rule: "case 3: with Autotask's prices a new price of the marketplace writes nothing",
		settings: byAutotaskAtItsPrice,
		adjustments: ['+10@2026-09-01'],
		billed: { '2026-10': '180.00', '2026-11': '180.00' },
	},
	{
		rule: 'case 5: refund lines are credited, by the marketplace',
		settings: byMarketplace,
		then: [{ kind: 'cancellation', refund: true, at: '2026-10-05T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01'],
		charges: ['-156.77@2026-10-05'],
		billed: { '2026-10': '23.23', '2026-11': '0.00' },
		cost: { '2026-10': '18.58', '2026-11': '0.00' },
	},
	{
		rule: "case 6: a sale is prorated by Autotask, at the service's own price",
		sale: { at: '2026-10-20T09:00:00Z' },
		settings: byAutotaskAtItsPrice,
		then: [],
		adjustments: ['+10@2026-10-20'],
		billed: { '2026-10': '69.68', '2026-11': '180.00' },
		cost: { '2026-10': '55.74' },
	},
	{
		rule: "case 6: a sale is charged until the boundary, at the service's own price",
		sale: { at: '2026-10-20T09:00:00Z', alignedTo: 1 },
		settings: byMarketplaceAtAutotasksPrice,
		then: [],
		adjustments: ['+10@2026-11-01'],
		charges: ['69.68@2026-10-20'],
		billed: { '2026-10': '69.68', '2026-11': '180.00' },
		cost: { '2026-10': '55.74' },
	},
	{
		rule: 'case 7: a yearly rise is prorated over the year by Autotask',
		world: yearly,
		sale: { productId: 'PRD-Y', at: '2026-03-15T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: '2026-09-01T09:00:00Z' }],
		adjustments: ['+10@2026-03-15', '+2@2026-09-01'],
		billed: { '2026-03': '1006.03', '2026-09': '1384.77', '2027-03': '2592.00' },
		cost: { '2026-03': '804.82', '2026-09': '1107.81', '2027-03': '2073.60' },
	},
	{
		rule: 'case 7: a rise in a posted year is a catch-up item of its share, by Autotask',
		world: yearly,
		sale: { productId: 'PRD-Y', at: '2026-03-15T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: '2026-09-01T09:00:00Z' }],
		postedBefore: '2026-08-31',
		adjustments: ['+10@2026-03-15', '+2@2026-09-01'],
		billed: { '2026-03': '2160.00', '2026-09': '230.79', '2027-03': '2592.00' },
		cost: { '2026-03': '1728.00', '2026-09': '184.64', '2027-03': '2073.60' },
	},
	{
		rule: 'case 8: the billing period counts, not the term, by Autotask',
		world: onThe15th,
		sale: { at: '2026-08-15T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: '2026-09-01T09:00:00Z' }],
		adjustments: ['+10@2026-08-15', '+2@2026-09-01'],
		billed: { '2026-08': '98.71', '2026-09': '313.55', '2026-10': '216.00' },
	},
	{
		rule: 'case 8: the same in a posted period, by Autotask',
		world: onThe15th,
		sale: { at: '2026-08-15T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: '2026-09-01T09:00:00Z' }],
		postedBefore: '2026-08-31',
		adjustments: ['+10@2026-08-15', '+2@2026-09-01'],
		billed: { '2026-08': '180.00', '2026-09': '232.26', '2026-10': '216.00' },
	},
	{
		rule: "case 9: Autotask prorates on the contract's cycle, not the subscription's",
		world: { now: '2026-09-10T08:00:00Z' },
		sale: { at: '2026-09-20T09:00:00Z', quantity: 1 },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 5, at: '2026-10-05T09:00:00Z' }],
		adjustments: ['+1@2026-09-20', '+4@2026-10-05'],
		billed: { '2026-09': '6.60', '2026-10': '80.71', '2026-11': '90.00' },
	},
	{
		rule: 'case 10: the payment currency is billed, not the currency of the plan, by the marketplace',
		sale: { price: '17.30', sales: { currency: 'USD', rate: '0.8650' } },
		settings: byMarketplace,
		then: [],
		adjustments: ['+10@2026-10-01'],
		billed: { '2026-10': '173.00', '2026-11': '173.00' },
	},
	{
		rule: 'case 13: setup is charged once, by the marketplace',
		sale: { setup: '50.00' },
		settings: byMarketplace,
		then: [],
		adjustments: ['+10@2026-10-01'],
		charges: ['50.00@2026-10-01'],
		billed: { '2026-10': '230.00', '2026-11': '180.00' },
	},
	{
		rule: 'case 13: a setup that is given back, by Autotask',
		sale: { setup: '50.00' },
		settings: byAutotask,
		then: [{ kind: 'cancellation', setupRefund: '50.00', at: '2026-10-05T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01'],
		charges: ['50.00@2026-10-01', '-50.00@2026-10-05'],
		billed: { '2026-10': '180.00', '2026-11': '0.00' },
	},
	{
		rule: 'case 15: periods keep the last day of the month, by Autotask',
		world: anchored,
		sale: { productId: 'PRD-31', quantity: 1, at: '2027-01-31T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 2, at: '2027-03-10T09:00:00Z' }],
		adjustments: ['+1@2027-01-31', '+1@2027-03-10'],
		billed: { '2027-02': '10.00', '2027-03': '104.00' },
	},
	{
		rule: 'case 15: the same in a posted period, by Autotask',
		world: anchored,
		sale: { productId: 'PRD-31', quantity: 1, at: '2027-01-31T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 2, at: '2027-03-10T09:00:00Z' }],
		postedBefore: '2027-03-01',
		adjustments: ['+1@2027-01-31', '+1@2027-03-10'],
		billed: { '2027-02': '31.00', '2027-03': '83.00' },
	},
	{
		rule: 'case 16: a renewal within the period reprices from its day, by the marketplace',
		world: sinceLastYear,
		sale: { at: '2025-10-15T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'renewal', price: '20.00', cost: '16.00', at: '2026-10-15T09:00:00Z' }],
		adjustments: ['+10@2025-11-01', '+0@2026-10-15'],
		charges: ['98.71@2025-10-15'],
		billed: { '2026-10': '190.97', '2026-11': '200.00' },
		cost: { '2026-10': '152.77', '2026-11': '160.00' },
	},
	{
		rule: "case 20: under Autotask's proration each of two rises has its own day and nothing is charged beside it",
		settings: byAutotask,
		then: [
			{ kind: 'change', quantity: 13, at: '2026-10-06T09:00:00Z' },
			{ kind: 'change', quantity: 15, at: '2026-10-21T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '+3@2026-10-06', '+2@2026-10-21'],
		billed: { '2026-10': '238.07', '2026-11': '270.00' },
	},
	{
		rule: 'case 20: the same where the period is posted between the two, by Autotask',
		settings: byAutotask,
		then: [
			{ kind: 'change', quantity: 13, at: '2026-10-06T09:00:00Z' },
			{ kind: 'change', quantity: 15, at: '2026-10-21T09:00:00Z' },
		],
		postedBefore: '2026-10-31',
		adjustments: ['+10@2026-10-01', '+3@2026-10-06', '+2@2026-10-21'],
		billed: { '2026-10': '238.06', '2026-11': '270.00' },
	},
	{
		...june,
		rule: 'case 21: an order that gives back and charges anew is a rise of two, by Autotask',
		settings: byAutotask,
		adjustments: ['+6@2026-06-01', '+2@2026-06-11'],
		billed: { '2026-06': '73.33', '2026-07': '80.00' },
		cost: { '2026-06': '58.67', '2026-07': '64.00' },
	},
	{
		...june,
		rule: 'case 21: an order that gives back and charges anew charges its net, by the marketplace',
		settings: byMarketplace,
		adjustments: ['+6@2026-06-01', '+2@2026-07-01'],
		charges: ['13.33@2026-06-11'],
		billed: { '2026-06': '73.33', '2026-07': '80.00' },
		cost: { '2026-06': '58.67', '2026-07': '64.00' },
	},
	{
		rule: 'case 23: a second fall goes to the next free day and its days are credited, by the marketplace',
		settings: byMarketplace,
		then: [
			{ kind: 'change', quantity: 8, at: '2026-10-05T09:00:00Z' },
			{ kind: 'change', quantity: 7, at: '2026-10-20T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-2@2026-11-01', '-1@2026-11-02'],
		charges: ['-0.60@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '126.00', '2026-12': '126.00' },
		cost: { '2026-10': '144.00', '2026-11': '100.80', '2026-12': '100.80' },
	},
];

describe('the worked cases with other settings, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
