import { byAutotask, byMarketplace } from '../fixtureBilled';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Sold on 25 October 2025 for a year, which the marketplace shows as renewed on 23 October 2026, without an expiration.
describe.each([
	['Autotask', byAutotask, ['60.00', '416.00']],
	['the marketplace', byMarketplace, ['180.00', '296.00']],
] as const)('a marketplace that shows what old installations do, prorated by %s', (_by, settings, september) => {
	it('P3: counts periods from the 25th', async () => {
		world = await startWorld({ now: '2025-10-20T08:00:00Z', contracts: [contract({ startDate: '2025-01-25' })] });
		world.marketplaceSide.setSwitches({ subscriptionFields: 'old' });
		const { subscriptionId } = await sold(world, { at: '2025-10-25T09:00:00Z' }, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-05T09:00:00Z' });
		world.order({ kind: 'renewal', subscriptionId, price: '20.00', at: '2026-10-23T09:00:00Z' });
		await world.run(settings);
		expect((await world.tasks()).map(({ state, attention }) => attention?.message ?? state)).toEqual([
			'synced',
			'synced',
			'synced',
		]);
		world.post('2026-12-31');
		// From 25 September 10 x 18.00 + 3 x 18.00 x 20 / 30, by Autotask in parts of 25 September and 5 October; from 25 October 13 x 20.00.
		expect([world.billed('2026-09').price, world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([
			...september,
			'260.00',
		]);
	});
});
