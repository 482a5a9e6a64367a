import { byAutotask, byMarketplace } from '../fixtureBilled';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const by = { total: 'total', difference: 'difference' } as const;

// 10 x 18.00 + 2 x 18.00 x 27 / 31 + 3 x 18.00 x 16 / 31 = 239.22; Autotask rounds each part of October (A8).
describe.each([
	['Autotask', byAutotask, '239.23'],
	['the marketplace', byMarketplace, '239.22'],
] as const)('totals and differences in one account, prorated by %s', (_by, settings, october) => {
	const automatic = { build: { ...settings.build, changeQuantity: 'automatic' } } as const;

	it.each([{ runs: 1 }, { runs: 2 }])('12 in all, then 3 more, found in $runs runs', async ({ runs }) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, automatic);
		const change = { kind: 'change', subscriptionId } as const;
		world.order({ ...change, quantity: 12, states: by.total, at: '2026-10-05T09:00:00Z' });
		if (runs === 2) await world.run(automatic);
		world.order({ ...change, quantity: 15, states: by.difference, at: '2026-10-16T09:00:00Z' });
		await world.run(automatic);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced', 'synced']);
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, '270.00']);
	});

	// 10 x 18.00 + 3 x 18.00 x 16 / 31 = 207.87. A fall that waits for the end of its term is not among the 13 of the subscription.
	it('T7: three more beside a fall that waits for its day', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, automatic);
		const change = { kind: 'change', subscriptionId, states: by.difference } as const;
		const parked = { status: 'submitted', statusCode: 'WS', amounts: 'none' } as const;
		world.order({ ...change, ...parked, quantity: 6, at: '2026-10-06T09:00:00Z' });
		await world.run(automatic);
		const rise = world.order({ ...change, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run(automatic);
		expect((await world.taskOf(rise)).attention).toBeUndefined();
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it('Q8: three more beside an order that is under way wait for that, and go on by themselves', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, automatic);
		const change = { kind: 'change', subscriptionId, states: by.difference } as const;
		const { orderId } = world.order({ ...change, quantity: 6, status: 'processing', at: '2026-10-16T08:00:00Z' });
		const rise = world.order({ ...change, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run(automatic);
		expect((await world.taskOf(rise)).attention?.message).toMatch(
			/continues automatically when the other order has ended/,
		);
		world.order({ kind: 'settle', orderId, status: 'cancelled', at: '2026-10-16T12:00:00Z' });
		await world.run(automatic);
		expect((await world.taskOf(rise)).state).toBe('synced');
	});

	it('12 in all, then 15 in all, found together: nothing is written, and both readings are told', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, automatic);
		const change = { kind: 'change', subscriptionId, states: by.total } as const;
		const first = world.order({ ...change, quantity: 12, at: '2026-10-05T09:00:00Z' });
		world.order({ ...change, quantity: 15, at: '2026-10-16T09:00:00Z' });
		await world.run(automatic);
		expect((await world.taskOf(first)).attention).toMatchObject({
			reason: 'order not understood',
			message: expect.stringMatching(/as total leaves 12, .*; or .* as difference leaves 22/) as string,
		});
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});
});
