import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** Ten of a term that ends on 1 October 2026, a Change to 13 under way since the day before, and a renewal that counts it. */
async function renewedMeanwhile(settings: RunSettings): Promise<Record<'change' | 'renewal', ActResult>> {
	const contracts = [contract({ startDate: '2025-01-01' })];
	world = await startWorld({ now: '2025-09-20T08:00:00Z', contracts });
	const { subscriptionId } = await sold(world, { at: '2025-10-01T09:00:00Z' }, settings);
	const difference = settings.build?.changeQuantity === 'difference';
	const change = world.order({
		kind: 'change',
		subscriptionId,
		quantity: 13,
		states: difference ? 'difference' : 'total',
		amounts: 'none',
		status: 'processing',
		at: '2026-09-30T09:00:00Z',
	});
	const renewal = world.order({ kind: 'renewal', subscriptionId, counts: 13, at: '2026-10-01T00:10:00Z' });
	await world.run(settings);
	return { change, renewal };
}

async function ends({ orderId }: ActResult, status: 'completed' | 'cancelled', settings: RunSettings): Promise<void> {
	world.order({ kind: 'settle', orderId, status, at: '2026-10-03T09:00:00Z' });
	await world.run(settings);
}

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
	['Autotask, changes naming the difference', { build: { ...byAutotask.build, changeQuantity: 'difference' } }],
] as const)('Q8: a renewal that counts a Change under way, prorated by %s', (_by, settings) => {
	it('is not written before the Change has ended', async () => {
		const { renewal } = await renewedMeanwhile(settings);
		await world.run(settings);
		expect((await world.taskOf(renewal)).attention?.message).toMatch(/names 13, .*holds 10.* goes on by itself/);
		expect(world.adjustments()).toEqual(['+10@2025-10-01']);
	});

	it.each([
		['completed', '234.00'],
		['cancelled', '180.00'],
	] as const)('goes on by itself once that is %s: October %s', async (status, october) => {
		const { change } = await renewedMeanwhile(settings);
		await ends(change, status, settings);
		const states = (await world.tasks()).map(({ state }) => state);
		expect(states.filter((state) => state !== 'synced')).toEqual(status === 'completed' ? [] : ['ignored']);
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, october]);
	});
});
