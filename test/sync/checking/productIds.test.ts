import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('lines that name products by another id, prorated by %s', (_by, settings) => {
	// October 10 x 18.00 + 3 x 18.00 x 16 / 31, November 13 x 18.00.
	it('are told by the part number', async () => {
		world = await startWorld();
		world.marketplaceSide.setSwitches({ lineIds: 'own' });
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
		const { subscriptionId } = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it('are left to a person where two products of the order share the part number', async () => {
		world = await startWorld();
		world.marketplaceSide.setSwitches({ lineIds: 'own' });
		const { subscriptionId } = await sold(world, {}, settings);
		const changes = { kind: 'changes', subscriptionId } as const;
		world.order({ ...changes, items: [{ productId: 'PRD-B', quantity: 2 }], at: '2026-10-01T10:00:00Z' });
		await world.run(settings);
		const before = world.writeRequests();
		const items = [
			{ productId: 'PRD-1', quantity: 13 },
			{ productId: 'PRD-B', quantity: 3 },
		];
		const order = world.order({ ...changes, items, at: '2026-10-16T09:00:00Z' });
		const made = world.marketplaceSide.state().orders.find(({ id }) => id === order.orderId);
		if (!made) throw new RangeError('no order');
		const mpn = 'MPN-SHARED';
		const [products, details] = [made.products, made.details].map((all) => all.map((part) => ({ ...part, mpn })));
		world.marketplaceSide.seed({ orders: [{ ...made, products, details } as never] });
		await world.run(settings);
		expect((await world.taskOf(order)).attention).toMatchObject({
			reason: 'order not understood',
			message: expect.stringContaining('amounts for product R-PRD-1, but no quantity of it') as string,
		});
		expect(world.writeRequests()).toBe(before);
	});
});

it('a Billing order without a line is ignored with the reason', async () => {
	world = await startWorld();
	const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
	const { subscriptionId } = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
	const empty = world.order({ kind: 'usage', subscriptionId, lines: [], at: '2026-11-02T09:00:00Z' });
	await world.run();
	expect(await world.taskOf(empty)).toMatchObject({
		state: 'ignored',
		note: `Order ${empty.orderNumber} bills nothing: it has no line.`,
	});
});
