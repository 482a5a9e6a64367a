import { approveAndSync } from '../fixtureRun';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// October 10 x 18.00 + 3 x 18.00 x 16 / 31, November 13 x 18.00.
it('lines that name products by another id are told by the part number', async () => {
	world = await startWorld();
	world.marketplaceSide.setSwitches({ lineIds: 'own' });
	const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
	const { subscriptionId } = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
	world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	await world.run();
	await approveAndSync(world);
	expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
	world.post('2026-11-30');
	expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
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
