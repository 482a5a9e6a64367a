import { writableAgain } from '../../../src/sync/checking/writableAgain';
import { readFacts } from '../../../src/sync/planning/readFacts';
import { connection } from '../fixtureClients';
import { editByHand, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

async function isUnmoved(): Promise<boolean> {
	const attention = { reason: 'changed in Autotask', message: 'It holds others.' } as const;
	const tasks = (await world.tasks()).slice(-1).map((task) => ({ ...task, attention }));
	const batch = await readFacts(connection.connectionId, tasks, world);
	return (await writableAgain(tasks, batch, world)).length > 0;
}

describe('a line that is looked at again', () => {
	it('takes a change that went to a free day for the day it is meant for', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world);
		const settings = { build: { proration: 'marketplace' } } as const;
		for (const [quantity, day] of [
			[13, '06'],
			[15, '21'],
		] as const) {
			world.order({ kind: 'change', subscriptionId, quantity, at: `2026-10-${day}T09:00:00Z` });
			await world.run(settings);
		}
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-11-01', '+2@2026-11-02']);
		world.setNow('2026-11-01T09:00:00Z');
		expect(await isUnmoved()).toBe(true);
	});

	it('sees what somebody changed, on any day from the task on', async () => {
		world = await startWorld();
		await sold(world);
		expect(await isUnmoved()).toBe(true);
		await editByHand(world, { effectiveDate: '2026-12-01', unitChange: 2 });
		expect(await isUnmoved()).toBe(false);
	});

	it('has nothing to compare where no line is linked', async () => {
		world = await startWorld({ contracts: [] });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		await world.run();
		expect(await isUnmoved()).toBe(false);
	});
});
