import type { Period, Product } from '../../../simulators/marketplace/records';
import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** A product and its service that are billed by the given period. */
function addProduct(id: string, periodType: string, billingPeriod: Period, price: string, cost: string): void {
	const amount = (text: string) => ({ currency: 'GBP', amount: text, type: 'recurring', model: 'FLAT' }) as const;
	const product: Product = {
		mpn: `MPN-${id}`,
		vendor: 'Microsoft',
		id,
		serviceName: 'Microsoft 365',
		name: `Product ${id}`,
		prices: [amount(price)],
		costs: [amount(cost)],
		billingPeriod,
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel: 'chargeBeforeBillingPeriod',
	};
	world.marketplaceSide.seed({ products: [product] });
	const [known] = world.autotaskSide.state().entities.Services ?? [];
	const prices = { unitPrice: Number(price), unitCost: Number(cost) };
	world.autotaskSide.seed({
		Services: [
			{ ...known, id: periodType === 'Quarterly' ? 811 : 812, name: id, periodType, externalID: id, ...prices },
		],
	});
}

function onGrid(contractPeriodType: string, startDate: string, endDate: string, now: string): WorldOptions {
	return { now, contracts: [contract({ contractPeriodType, startDate, endDate })] };
}

const quarterly = onGrid('Quarterly', '2026-02-15', '2028-02-14', '2026-08-01T08:00:00Z');
const semiAnnual = onGrid('Semi-Annual', '2026-02-15', '2028-02-14', '2026-08-01T08:00:00Z');
const onThe29th = onGrid('Monthly', '2028-01-29', '2029-01-28', '2028-01-10T08:00:00Z');
const onThe30th = onGrid('Monthly', '2027-01-30', '2028-01-29', '2027-01-10T08:00:00Z');
const leapYear = onGrid('Yearly', '2027-03-15', '2029-03-14', '2027-03-01T08:00:00Z');
const summerTime = onGrid('Monthly', '2026-03-01', '2027-02-28', '2026-02-20T08:00:00Z');

const cutOn15November = onGrid('Monthly', '2026-01-01', '2026-11-15', '2026-09-20T08:00:00Z');
const begunOn10October = onGrid('Monthly', '2026-10-10', '2027-10-09', '2026-09-20T08:00:00Z');

const quarter = { productId: 'PRD-Q', at: '2026-08-15T09:00:00Z' };
const half = { productId: 'PRD-H', at: '2026-08-15T09:00:00Z' };
const october16 = '2026-10-16T09:00:00Z';

const cases: readonly BilledCase[] = [
	{
		rule: 'a quarter of 92 days: 2 x 54.00 x 30 / 92, by Autotask',
		world: quarterly,
		sale: quarter,
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: october16 }],
		postedBefore: '2026-10-01',
		adjustments: ['+10@2026-08-15', '+2@2026-10-16'],
		billed: { '2026-08': '540.00', '2026-10': '35.22', '2026-11': '648.00' },
		cost: { '2026-08': '432.00', '2026-10': '28.17', '2026-11': '518.40' },
	},
	{
		rule: 'a quarter of 92 days: 2 x 54.00 x 30 / 92, by the marketplace',
		world: quarterly,
		sale: quarter,
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 12, at: october16 }],
		adjustments: ['+10@2026-08-15', '+2@2026-11-15'],
		charges: ['35.22@2026-10-16'],
		billed: { '2026-08': '540.00', '2026-10': '35.22', '2026-11': '648.00' },
		cost: { '2026-08': '432.00', '2026-10': '28.17', '2026-11': '518.40' },
	},
	{
		rule: 'half a year of 184 days: 2 x 108.00 x 122 / 184, by Autotask',
		world: semiAnnual,
		sale: half,
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: october16 }],
		postedBefore: '2026-10-01',
		adjustments: ['+10@2026-08-15', '+2@2026-10-16'],
		billed: { '2026-08': '1080.00', '2026-10': '143.22', '2027-02': '1296.00' },
	},
	{
		rule: 'half a year of 184 days: 2 x 108.00 x 122 / 184, by the marketplace',
		world: semiAnnual,
		sale: half,
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 12, at: october16 }],
		adjustments: ['+10@2026-08-15', '+2@2027-02-15'],
		charges: ['143.22@2026-10-16'],
		billed: { '2026-08': '1080.00', '2026-10': '143.22', '2027-02': '1296.00' },
	},
	{
		rule: 'a fall in half a year waits for its end',
		world: semiAnnual,
		sale: half,
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 6, at: october16 }],
		adjustments: ['+10@2026-08-15', '-4@2027-02-15'],
		billed: { '2026-08': '1080.00', '2027-02': '648.00' },
	},
	{
		rule: 'an anchor on the 29th in a leap year: 3 x 18.00 x 19 / 29, by the marketplace',
		world: onThe29th,
		sale: { at: '2028-01-29T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: '2028-03-10T09:00:00Z' }],
		adjustments: ['+10@2028-01-29', '+3@2028-03-29'],
		charges: ['35.38@2028-03-10'],
		billed: { '2028-02': '180.00', '2028-03': '269.38', '2028-04': '234.00' },
	},
	{
		rule: 'an anchor on the 29th in a leap year: 3 x 18.00 x 19 / 29, by Autotask',
		world: onThe29th,
		sale: { at: '2028-01-29T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 13, at: '2028-03-10T09:00:00Z' }],
		postedBefore: '2028-03-01',
		adjustments: ['+10@2028-01-29', '+3@2028-03-10'],
		billed: { '2028-02': '180.00', '2028-03': '269.38', '2028-04': '234.00' },
	},
	{
		rule: 'an anchor on the 30th begins on the 28th of February: 3 x 18.00 x 20 / 30',
		world: onThe30th,
		sale: { at: '2027-01-30T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: '2027-03-10T09:00:00Z' }],
		adjustments: ['+10@2027-01-30', '+3@2027-03-30'],
		charges: ['36.00@2027-03-10'],
		billed: { '2027-02': '180.00', '2027-03': '270.00', '2027-04': '234.00' },
	},
	{
		rule: 'a year with a leap day has 366: 2 x 216.00 x 15 / 366 from 29 February, by the marketplace',
		world: leapYear,
		sale: { productId: 'PRD-Y', at: '2027-03-15T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 12, at: '2028-02-29T09:00:00Z' }],
		adjustments: ['+10@2027-03-15', '+2@2028-03-15'],
		charges: ['17.70@2028-02-29'],
		billed: { '2027-03': '2160.00', '2028-02': '17.70', '2028-03': '2592.00' },
	},
	{
		rule: 'a year with a leap day has 366: 2 x 216.00 x 15 / 366 from 29 February, by Autotask',
		world: leapYear,
		sale: { productId: 'PRD-Y', at: '2027-03-15T09:00:00Z' },
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 12, at: '2028-02-29T09:00:00Z' }],
		postedBefore: '2028-01-31',
		adjustments: ['+10@2027-03-15', '+2@2028-02-29'],
		billed: { '2027-03': '2160.00', '2028-02': '17.70', '2028-03': '2592.00' },
	},
	{
		rule: 'a spring change of clocks takes no day: ordered half past midnight of 30 March, 3 x 18.00 x 2 / 31',
		world: summerTime,
		sale: { at: '2026-03-01T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: '2026-03-29T23:30:00Z', amounts: 'none' }],
		adjustments: ['+10@2026-03-01', '+3@2026-04-01'],
		charges: ['3.48@2026-03-30'],
		billed: { '2026-03': '183.48', '2026-04': '234.00' },
	},
	{
		rule: 'an autumn change of clocks adds no day: ordered half past midnight of 25 October, 3 x 18.00 x 7 / 31',
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: '2026-10-24T23:30:00Z', amounts: 'none' }],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['12.19@2026-10-25'],
		billed: { '2026-10': '192.19', '2026-11': '234.00' },
	},
	{
		rule: 'the day on which the clocks go back lasts to its midnight: ordered half past eleven at night, 3 x 18.00 x 7 / 31',
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: '2026-10-25T23:30:00Z', amounts: 'none' }],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['12.19@2026-10-25'],
		billed: { '2026-10': '192.19', '2026-11': '234.00' },
	},
	{
		rule: 'a contract that begins within a calendar month: 10 x 18.00 x 25 / 31 from 16 October, by Autotask',
		world: begunOn10October,
		sale: { at: october16 },
		settings: byAutotask,
		then: [],
		adjustments: ['+10@2026-10-16'],
		billed: { '2026-10': '145.16', '2026-11': '180.00' },
	},
	{
		rule: 'a contract that begins within a calendar month: 10 x 18.00 x 25 / 31 from 16 October, by the marketplace',
		world: begunOn10October,
		sale: { at: october16 },
		settings: byMarketplace,
		then: [],
		adjustments: ['+10@2026-11-10'],
		charges: ['145.16@2026-10-16'],
		billed: { '2026-10': '145.16', '2026-11': '180.00' },
	},
	{
		rule: 'a contract that ends within the period bills its last days: 10 x 18.00 x 4 / 30 and 13 x 18.00 x 11 / 30',
		world: cutOn15November,
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 13, at: '2026-11-05T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '+3@2026-11-05'],
		billed: { '2026-10': '180.00', '2026-11': '109.80', '2026-12': '0.00' },
	},
	{
		rule: 'a fall in a period that the end of the contract cuts is done without a write',
		world: cutOn15November,
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 6, at: '2026-11-05T09:00:00Z' }],
		adjustments: ['+10@2026-10-01'],
		billed: { '2026-11': '90.00', '2026-12': '0.00' },
	},
	{
		rule: 'a posted period keeps what it billed, and a rise in it is an item of its own, by Autotask',
		settings: byAutotask,
		then: [{ kind: 'change', quantity: 13, at: october16 }],
		postedBefore: '2026-10-31',
		adjustments: ['+10@2026-10-01', '+3@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30', '2026-11': '187.20' },
	},
	{
		rule: 'a posted period keeps what it billed, and a rise in it is a charge, by the marketplace',
		settings: byMarketplace,
		then: [{ kind: 'change', quantity: 13, at: october16 }],
		postedBefore: '2026-10-31',
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['27.87@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30', '2026-11': '187.20' },
	},
];

describe('periods, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		addProduct('PRD-Q', 'Quarterly', { type: 'month', duration: 3 }, '54.00', '43.20');
		addProduct('PRD-H', 'Semi-Annual', { type: 'month', duration: 6 }, '108.00', '86.40');
		expect(await play(world, of)).toEqual(expectedOf(of));
	});

	// 3 x 18.00 x 11/30 = 19.80.
	it('a rise that the end of the contract leaves no boundary for is charged until then, by the marketplace', async () => {
		world = await startWorld(cutOn15November);
		const { subscriptionId } = await sold(world, {}, byMarketplace);
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-11-05T09:00:00Z' });
		await world.run(byMarketplace);
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
		expect(world.charges()).toEqual(['19.80@2026-11-05']);
	});
});
