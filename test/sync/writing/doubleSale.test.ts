import { byAutotask, byAutotaskAtItsPrice, byMarketplace, byMarketplaceAtAutotasksPrice } from '../fixtureBilled';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten from 5 October are 180.00 x 27 / 31 = 156.77; Autotask rounds the part of all twenty: 313.55 - 156.77 = 156.78 (A8).
describe.each([
	['Autotask', byAutotask, '156.78'],
	['the marketplace', byMarketplace, '156.77'],
	["Autotask, at Autotask's price", byAutotaskAtItsPrice, '156.78'],
	["the marketplace, at Autotask's price", byMarketplaceAtAutotasksPrice, '156.77'],
] as const)(
	'a sale that was sent twice, one of them taken back the same day, prorated by %s',
	(_by, settings, part) => {
		it.each([
			{ day: '2026-10-01', alignedTo: 1, october: '180.00' },
			{ day: '2026-10-05', alignedTo: 1, october: part },
			{ day: '2026-10-05', alignedTo: 5, october: part },
			{ day: '2026-10-05', alignedTo: 20, october: part },
		])('Q7, A10: bills ten of $day, its periods begin on the $alignedTo.', async ({ day, alignedTo, october }) => {
			world = await startWorld();
			const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, alignedTo } as const;
			world.order({ ...sale, at: `${day}T09:00:00Z` });
			const { subscriptionId } = world.order({ ...sale, at: `${day}T09:02:00Z` });
			world.order({ kind: 'cancellation', subscriptionId, refund: true, at: `${day}T15:00:00Z` });
			await world.run(settings);
			expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced', 'synced']);
			world.post('2026-12-31');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, '180.00']);
		});
	},
);
