import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const half = { kind: 'halveBody' } as const;

/** Every read of a rise of 10 to 13. */
const reads = [
	{ of: 'the order list', side: 'marketplaceSide', path: '/orders$' },
	{ of: 'the order', side: 'marketplaceSide', path: '/orders/[^/]+$' },
	{ of: 'the subscription', side: 'marketplaceSide', path: '/subscriptions/[^/]+$' },
	{ of: 'contracts', side: 'autotaskSide', path: '/Contracts/query$' },
	{ of: 'contract services', side: 'autotaskSide', path: '/ContractServices/query$' },
	{ of: 'unit rows', side: 'autotaskSide', path: '/ContractServiceUnits/query$' },
] as const;

async function rise(settings: RunSettings) {
	world = await startWorld();
	const { subscriptionId } = await sold(world, {}, settings);
	return world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
}

/** 10 x 18.00 + 3 x 18.00 x 16/31 = 207.87; 13 x 18.00 = 234.00. */
function bills(): readonly string[] {
	world.post('2026-11-30');
	return [world.billed('2026-10').price, world.billed('2026-11').price];
}

describe('a read whose answer is cut short', () => {
	it.each(reads.map((read, at) => ({ ...read, settings: at % 2 === 0 ? byAutotask : byMarketplace })))(
		'is read once more: $of',
		async ({ side, path, settings }) => {
			const order = await rise(settings);
			world[side].addFault({ path, action: half });
			await world.run(settings);
			expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
			expect(bills()).toEqual(['207.87', '234.00']);
		},
	);

	it.each(reads)('each time makes no task of what it does not say: $of', async ({ side, path }) => {
		const order = await rise({});
		world[side].addFault({ path, times: 0, action: half });
		await expect(world.run()).rejects.toMatchObject({ name: 'ApiError', retryable: true });
		expect((await world.tasks()).map(({ attention }) => attention)).not.toContainEqual(expect.anything());
		world[side].clearFaults();
		world.setNow('2026-10-16T12:00:00Z');
		await world.run();
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
		expect(bills()).toEqual(['207.87', '234.00']);
	});
});
