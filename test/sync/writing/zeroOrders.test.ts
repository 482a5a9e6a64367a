import { byAutotask, byMarketplace } from '../fixtureBilled';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// October 10 x 18.00 + 3 x 18.00 x 16 / 31, November 13 x 18.00.
it.each([
	{ by: 'Autotask', settings: byAutotask },
	{ by: 'the marketplace', settings: byMarketplace },
])('T6: 300 orders that change nothing hold back no later one, prorated by $by', async ({ settings }) => {
	world = await startWorld();
	const { subscriptionId } = await sold(world, {}, settings);
	const begin = Date.parse('2026-10-10T09:00:00Z');
	for (let minute = 0; minute < 300; minute += 1) {
		const at = new Date(begin + minute * 60_000).toISOString();
		world.order({ kind: 'unknown', subscriptionId, prefix: 'RO', at });
	}
	const rise = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	await world.run(settings);
	expect((await world.taskOf(rise)).state).toBe('synced');
	expect((await world.tasks()).filter(({ state }) => state === 'ignored')).toHaveLength(300);
	world.post('2026-11-30');
	expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
});
