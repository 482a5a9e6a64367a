import { byAutotask, byAutotaskAtItsPrice, byMarketplace, byMarketplaceAtAutotasksPrice } from '../fixtureBilled';
import { approveAndSync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

function billed(): readonly string[] {
	world.post('2026-12-31');
	return ['2026-10', '2026-11'].map((month) => world.billed(month).price);
}

const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
const byBoth = [
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
] as const;

describe.each(byBoth)('a free licence, prorated by %s', (_by, settings) => {
	it('A3: is written at 0.00 once a person has approved it, and a later price is followed', async () => {
		world = await startWorld();
		const free = world.order({ ...sale, price: '0.00', at: '2026-10-01T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(free)).attention).toMatchObject({
			reason: 'approval',
			message: expect.stringContaining('0.00') as string,
		});
		await approveAndSync(world, () => '', settings);
		const change = { kind: 'change', subscriptionId: free.subscriptionId } as const;
		const rise = world.order({ ...change, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(rise)).state).toBe('synced');
		const paid = world.order({ ...change, price: '18.00', at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(paid)).state).toBe('synced');
		// 13 x 18.00 from the start of the period (A6).
		expect(billed()).toEqual(['0.00', '234.00']);
	});

	it('holds back no change to a paid one: 10 x 18.00 from 1 October', async () => {
		world = await startWorld();
		const free = world.order({ ...sale, price: '0.00', at: '2026-10-01T09:00:00Z' });
		await world.run(settings);
		const change = { kind: 'change', subscriptionId: free.subscriptionId } as const;
		world.order({ ...change, price: '18.00', at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		await world.run(settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(billed()).toEqual(['180.00', '180.00']);
	});
});

describe.each([
	...byBoth,
	["Autotask, at Autotask's price", byAutotaskAtItsPrice],
	["the marketplace, at Autotask's price", byMarketplaceAtAutotasksPrice],
] as const)('a free first period, prorated by %s', (_by, settings) => {
	it.each(['2026-10-01', '2026-10-20'])(
		'bills nothing of a sale of %s until the boundary, then the price',
		async (day) => {
			world = await startWorld();
			await sold(world, { isFirstFree: true, at: `${day}T09:00:00Z` }, settings);
			expect([world.adjustments(), world.charges()]).toEqual([['+10@2026-11-01'], []]);
			expect(billed()).toEqual(['0.00', '180.00']);
		},
	);

	it('bills nothing of three more of 16 October until the boundary', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const rise = { kind: 'change', subscriptionId, quantity: 13, amounts: 'free' } as const;
		world.order({ ...rise, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		expect(billed()).toEqual(['180.00', '234.00']);
	});

	// 2 x 18.00 x 12 / 31 = 13.94, of two that are charged.
	it('bills two more that are not free from their day', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, { isFirstFree: true }, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 12, at: '2026-10-20T09:00:00Z' });
		await world.run(settings);
		expect(billed()).toEqual(['13.94', '216.00']);
	});

	it('A10: lets a person enter a cancellation that gives back what was free, seats and all', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, { isFirstFree: true }, settings);
		const order = world.order({ kind: 'cancellation', subscriptionId, refund: true, at: '2026-10-20T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(order)).attention).toMatchObject({
			reason: 'order not understood',
			message: expect.stringMatching(/Enter the order in Autotask by hand, its credit only where one is due/) as string,
		});
	});

	it('bills nothing where it is cancelled before the boundary', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, { isFirstFree: true }, settings);
		world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-20T09:00:00Z' });
		await world.run(settings);
		expect(billed()).toEqual(['0.00', '0.00']);
	});
});
