import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

type Sale = NonNullable<Parameters<typeof sold>[1]>;

/** A sale on 1 October, two rises in October and a new price in November, each written before the next. */
async function told(options: WorldOptions, settings: RunSettings, sale: Sale, quantities: readonly [number, number]) {
	world = await startWorld(options);
	const { subscriptionId } = await sold(world, sale, settings);
	const changes = [
		{ quantity: quantities[0], at: '2026-10-16T09:00:00Z' },
		{ quantity: quantities[1], at: '2026-10-21T09:00:00Z' },
		{ quantity: quantities[1], price: '20.00', at: '2026-11-10T09:00:00Z' },
	];
	for (const change of changes) {
		world.order({ kind: 'change', subscriptionId, ...change });
		await world.run(settings);
	}
	const states = (await world.tasks()).map(({ state, note, attention }) => attention?.message ?? note ?? state);
	const priced = world.autotaskSide.state().contractServiceAdjustments.map((one) => one.adjustedUnitPrice);
	world.post('2026-12-31');
	return { states, priced, billed: ['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price) };
}

const synced = ['synced', 'synced', 'synced', 'synced'];

/**
 * 10 x 18.00 x 15/31 = 87.10, 12 x 18.00 x 5/31 = 34.84, 13 x 18.00 x 11/31 = 83.03; fragments of 18.58 and 6.39.
 * 7 x 16.6667 x 15/31 = 56.45, 8 x 16.6667 x 5/31 = 21.51, 9 x 16.6667 x 11/31 = 53.23; fragments of 8.60 and 5.91.
 */
describe('rows of units that Autotask rounds', () => {
	const ten: Sale = {};
	const odd: Sale = { quantity: 7, price: '16.6667' };

	it.each([
		{
			switches: { rowDecimals: 'two' },
			of: byAutotask,
			sale: ten,
			rises: [12, 13],
			billed: ['204.97', '260.00', '260.00'],
		},
		{
			switches: { rowDecimals: 'fourPerUnit' },
			of: byAutotask,
			sale: ten,
			rises: [12, 13],
			billed: ['204.97', '260.00', '260.00'],
		},
		{
			switches: { rowDecimals: 'two' },
			of: byMarketplace,
			sale: ten,
			rises: [12, 13],
			billed: ['204.97', '260.00', '260.00'],
		},
		{
			switches: { rowDecimals: 'two' },
			of: byAutotask,
			sale: odd,
			rises: [8, 9],
			billed: ['131.19', '180.00', '180.00'],
		},
		{
			switches: { rowDecimals: 'fourPerUnit' },
			of: byAutotask,
			sale: odd,
			rises: [8, 9],
			billed: ['131.19', '180.00', '180.00'],
		},
		{
			switches: { rowDecimals: 'two' },
			of: byMarketplace,
			sale: odd,
			rises: [8, 9],
			billed: ['131.18', '180.00', '180.00'],
		},
	] as const)(
		'to $switches.rowDecimals are what was written, and the next plan knows the rate: $sale, $of.build.proration',
		async ({ switches, of, sale, rises, billed }) => {
			const outcome = await told({ switches }, of, sale, rises);
			expect(outcome).toMatchObject({ states: synced, billed });
			expect(outcome.priced.slice(1, 3)).toEqual([null, null]);
		},
	);

	it.each(['two', 'fourPerUnit', 'four'] as const)(
		'to %s where the end of the contract cuts them are what was written',
		async (rowDecimals) => {
			const options = { contracts: [contract({ endDate: '2026-12-20' })], switches: { rowDecimals } };
			const anyPrice = { ...byMarketplace, build: { ...byMarketplace.build, priceChangeLimit: 0 } };
			const { states, billed } = await told(options, anyPrice, { quantity: 17, price: '1.00' }, [19, 21]);
			expect(states).toEqual(synced);
			expect(billed[0]).toBe('18.74');
		},
	);
});
