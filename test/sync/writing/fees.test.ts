import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { billedIn, feeServiceId, startWithFee } from '../feeWorld';
import { contract, serviceId, sold, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const byBoth: readonly (readonly [string, RunSettings])[] = [
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
];

/** The services of the contract's lines. */
function services(): unknown {
	return (world.autotaskSide.state().entities.ContractServices ?? []).map(({ serviceID }) => serviceID);
}

async function later(settings: RunSettings, what: MarketplaceAct & { readonly at: string }): Promise<ActResult> {
	const order = world.order(what);
	await world.run(settings);
	return order;
}

describe.each(byBoth)('a fee of the subscription itself, prorated by %s', (_by, settings) => {
	it('is a line of its own with one unit, beside the seats: 10 x 18.00 + 5.00', async () => {
		world = await startWithFee();
		await sold(world, { fee: '5.00' }, settings);
		expect(services()).toEqual([serviceId, feeServiceId]);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+1@2026-10-01']);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '185.00']);
	});

	// 180.00 x 16/31 + 5.00 x 16/31 = 92.90 + 2.58.
	it('is charged for the rest of the period by a sale of 16 October', async () => {
		world = await startWithFee();
		await sold(world, { fee: '5.00', alignedTo: 1, at: '2026-10-16T09:00:00Z' }, settings);
		expect(world.charges()).toEqual(settings === byMarketplace ? ['92.90@2026-10-16', '2.58@2026-10-16'] : []);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['95.48', '185.00']);
	});

	it('stays as it is by a change of seats that carries no line of it', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const change = { kind: 'change', subscriptionId, quantity: 13, at: '2026-11-01T09:00:00Z' } as const;
		const order = await later(settings, change);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '239.00']);
	});

	it.each([
		{ rule: 'leaves it where the price is equal', fee: undefined, next: '185.00', adjustments: 2 },
		{ rule: 'moves it where the price is another', fee: '6.00', next: '186.00', adjustments: 3 },
	])('a renewal $rule', async ({ fee, next, adjustments }) => {
		world = await startWithFee({ now: '2025-09-20T08:00:00Z', contracts: [contract({ startDate: '2025-01-01' })] });
		const { subscriptionId } = await sold(world, { fee: '5.00', at: '2025-10-01T09:00:00Z' }, settings);
		const order = await later(settings, {
			kind: 'renewal',
			subscriptionId,
			...(fee === undefined ? {} : { fee }),
			at: '2026-10-01T09:00:00Z',
		});
		expect((await world.taskOf(order)).attention?.message).toBeUndefined();
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.adjustments()).toHaveLength(adjustments);
		expect(billedIn(world, '2026-09', '2026-10')).toEqual(['185.00', next]);
	});

	// 180.00 x 27/31 = 156.77, 5.00 x 27/31 = 4.35.
	it('ends with a cancellation, which gives back what it refunds', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const order = await later(settings, {
			kind: 'cancellation',
			subscriptionId,
			refund: true,
			at: '2026-10-05T09:00:00Z',
		});
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.charges()).toEqual(['-156.77@2026-10-05', '-4.35@2026-10-05']);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['23.88', '0.00']);
	});

	it('ends with a cancellation without lines', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const order = await later(settings, { kind: 'cancellation', subscriptionId, at: '2026-10-05T09:00:00Z' });
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '0.00']);
	});

	it('A13: is billed by the contract already where a Billing order carries it, which brings its price', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '18.00' }] as const;
		const order = await later(settings, {
			kind: 'usage',
			subscriptionId,
			lines,
			fee: '5.50',
			at: '2026-11-01T09:00:00Z',
		});
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.charges()).toEqual([]);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '185.50']);
	});

	it('is nothing that the sweep finds gone', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		await later(settings, { kind: 'change', subscriptionId, quantity: 13, at: '2026-10-06T09:00:00Z' });
		for (const day of ['07', '12', '20']) {
			world.setNow(`2026-10-${day}T09:00:00Z`);
			const { offered } = await world.run({ ...settings, check: { sweep: 'everyCheck' } });
			expect(offered).toEqual([]);
		}
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
	});
});
