import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World } from '../fixtureWorld';
import { billsOf, byAutotask, byMarketplace, ending, extend } from './endingContract';

let world: World;
let sale: ActResult;

afterEach(async () => {
	await world.close();
});

/** Ten seats on a contract that ends with October and nothing takes over from. */
async function begin(settings: RunSettings): Promise<void> {
	world = await startWorld({ contracts: [ending] });
	sale = await sold(world, {}, settings);
}

async function ordered(act: { readonly quantity?: number; readonly price?: string }, on: string, by: RunSettings) {
	const { subscriptionId } = sale;
	const order = world.order({ kind: 'change', subscriptionId, ...act, at: `${on}T09:00:00Z` });
	await world.run(by);
	const { state, attention } = await world.taskOf(order);
	return attention?.message ?? state;
}

async function lookAt(time: string, settings: RunSettings): Promise<void> {
	world.setNow(time);
	await world.run(settings);
	await approveAndSync(world, () => '', settings);
}

describe("a rise in a contract's last period", () => {
	// 20 seats at 4.35 are 87.00; 6 x 4.35 x 21/30 = 18.27. Source: rule A9.
	it.each([
		{ proration: 'Autotask', settings: byAutotask, charges: [] },
		{ proration: 'the marketplace', settings: byMarketplace, charges: ['18.27@2026-11-10'] },
	])('is billed until its end, and then done, by $proration', async ({ settings, charges }) => {
		world = await startWorld({ contracts: [contract({ endDate: '2026-11-30' })] });
		sale = await sold(world, { quantity: 20, price: '4.35' }, settings);
		expect(await ordered({ quantity: 26 }, '2026-11-10', settings)).toBe('synced');
		expect(world.charges()).toEqual(charges);
		expect(billsOf(world)).toEqual(['87.00', '105.27', '0.00']);
	});
});

describe('a contract that goes on after the end that it had', () => {
	const cases = [
		{
			rule: 'a fall of its last period',
			act: { quantity: 8 },
			autotask: ['180.00', '144.00', '144.00'],
			marketplace: ['180.00', '144.00', '144.00'],
		},
		{
			rule: 'a rise of its last period',
			act: { quantity: 13 },
			autotask: ['207.87', '234.00', '234.00'],
			marketplace: ['207.87', '234.00', '234.00'],
		},
		{
			rule: 'a fall with a price',
			act: { quantity: 8, price: '20.00' },
			autotask: ['180.00', '160.00', '160.00'],
			marketplace: ['180.00', '160.00', '160.00'],
		},
	];
	const rows = cases.flatMap(({ rule, act, ...billed }) => [
		{ rule: `${rule}, by Autotask`, act, settings: byAutotask, billed: billed.autotask },
		{ rule: `${rule}, by the marketplace`, act, settings: byMarketplace, billed: billed.marketplace },
	]);

	it.each(rows)('is brought to what was ordered where it is extended before its end: $rule', async (of) => {
		await begin(of.settings);
		expect(await ordered(of.act, '2026-10-16', of.settings)).toBe('synced');
		await extend(world);
		await lookAt('2026-10-20T09:00:00Z', of.settings);
		await lookAt('2026-10-21T09:00:00Z', of.settings);
		expect(billsOf(world)).toEqual(of.billed);
	});

	it.each(rows)('is brought to what was ordered where it is extended after its end: $rule', async (of) => {
		await begin(of.settings);
		await ordered(of.act, '2026-10-16', of.settings);
		await lookAt('2026-11-03T09:00:00Z', of.settings);
		await extend(world);
		await lookAt('2026-11-05T09:00:00Z', of.settings);
		expect(billsOf(world)).toEqual(of.billed);
	});

	// 8 until 15 November, 9 from the 16th on: 144.00 + 18.00 x 15/30 = 153.00.
	it.each([byAutotask, byMarketplace])('is brought there by the next order, too', async ({ build }) => {
		const settings: RunSettings = { check: { sweep: 'never' }, ...(build ? { build } : {}) };
		await begin(settings);
		await ordered({ quantity: 8 }, '2026-10-16', settings);
		await extend(world);
		expect(await ordered({ quantity: 9 }, '2026-11-16', settings)).toBe('synced');
		expect(billsOf(world)).toEqual(['180.00', '153.00', '162.00']);
	});

	// Ten sold on 16 October: 180.00 x 16/31 = 92.90.
	it.each([byAutotask, byMarketplace])('bills a sale of its last period on, too', async (settings) => {
		world = await startWorld({ contracts: [ending] });
		sale = await sold(world, { at: '2026-10-16T09:00:00Z' }, settings);
		await extend(world);
		await lookAt('2026-10-20T09:00:00Z', settings);
		await lookAt('2026-10-21T09:00:00Z', settings);
		expect(billsOf(world)).toEqual(['92.90', '180.00', '180.00']);
	});

	it('is brought there with the first of several subscriptions on a line', async () => {
		await begin(byAutotask);
		const of = { customerId: '1', productId: 'PRD-1', at: '2026-10-02T09:00:00Z' } as const;
		const other = world.order({ kind: 'sale', quantity: 5, ...of });
		await world.run(byAutotask);
		await ordered({ quantity: 8 }, '2026-10-16', byAutotask);
		const { subscriptionId } = other;
		world.order({ kind: 'change', subscriptionId, quantity: 4, at: '2026-10-17T09:00:00Z' });
		await world.run(byAutotask);
		await extend(world);
		await lookAt('2026-10-20T09:00:00Z', byAutotask);
		await lookAt('2026-10-21T09:00:00Z', byAutotask);
		expect(world.adjustments().slice(2)).toEqual(['-3@2026-11-01']);
		expect(billsOf(world)).toEqual(['267.10', '216.00', '216.00']);
	});
});
