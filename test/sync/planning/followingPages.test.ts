import { byAutotask, byMarketplace } from '../fixtureBilled';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** Months from September 2026 on, hence unit rows that are read in October. */
const of532Rows = contract({ endDate: '2070-12-31' });
const of500Rows = contract({ endDate: '2068-04-30' });

describe('a list of unit rows whose following page', () => {
	// 10 x 18.00 + 3 x 18.00 x 16/31 = 207.87; 13 x 18.00 = 234.00.
	it.each(
		(['empty', 'notFound'] as const).flatMap((followingPages) => [
			{ followingPages, settings: byAutotask, by: 'Autotask' },
			{ followingPages, settings: byMarketplace, by: 'the marketplace' },
		]),
	)('is $followingPages is an error and no short list, prorated by $by', async ({ followingPages, settings }) => {
		world = await startWorld({ contracts: [of532Rows] });
		const { subscriptionId } = await sold(world, {}, settings);
		world.autotaskSide.setSwitches({ followingPages });
		const rise = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await expect(world.run(settings)).rejects.toThrow('ContractServiceUnits/query/next');
		expect(await world.taskOf(rise)).toMatchObject({ state: 'open' });
		world.autotaskSide.setSwitches({ followingPages: 'whole' });
		world.setNow('2026-10-16T12:00:00Z');
		await world.run(settings);
		expect(await world.taskOf(rise)).toMatchObject({ state: 'synced' });
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it.each(['namesNone', 'namesEmptyPage'] as const)(
		'does not exist is whole where a last full page %s',
		async (lastFullPage) => {
			world = await startWorld({ contracts: [of500Rows], switches: { lastFullPage } });
			const { subscriptionId } = await sold(world);
			const rise = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
			await world.run();
			expect(await world.taskOf(rise)).toMatchObject({ state: 'synced' });
			const counts = world.autotaskSide.requests().filter((one) => one.path.endsWith('/query/count'));
			expect(counts.length > 0).toBe(lastFullPage === 'namesEmptyPage');
		},
	);
});
