import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { contract, sold, startUnconnected, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const prorations = [
	{ by: 'Autotask', settings: byAutotask, september: ['60.00', '416.00'] },
	{ by: 'the marketplace', settings: byMarketplace, september: ['180.00', '296.00'] },
] as const;
const shown = [
	{ dates: 'utc', timeZone: 'Europe/London' },
	{ dates: 'dayOnly', timeZone: 'Europe/London' },
	{ dates: 'dayOnly', timeZone: 'America/New_York' },
] as const;

// Sold on 25 October 2025 for a year, which the marketplace shows as renewed on 23 October 2026, without an expiration.
describe.each(prorations)(
	'a marketplace that shows what old installations do, prorated by $by',
	({ settings, september }) => {
		it.each(shown)('P3: counts periods from the 25th, dates $dates in $timeZone', async ({ dates, timeZone }) => {
			const of: RunSettings = { ...settings, check: { timeZone } };
			world = await startUnconnected({
				now: '2025-10-20T08:00:00Z',
				contracts: [contract({ startDate: '2025-01-25' })],
				zone: timeZone,
			});
			world.marketplaceSide.setSwitches({ subscriptionFields: 'old', dates });
			await world.run(of);
			const { subscriptionId } = await sold(world, { at: '2025-10-25T09:00:00Z' }, of);
			world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-05T09:00:00Z' });
			world.order({ kind: 'renewal', subscriptionId, price: '20.00', at: '2026-10-23T09:00:00Z' });
			await world.run(of);
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
	},
);
