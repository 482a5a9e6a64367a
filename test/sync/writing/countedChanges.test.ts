import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** Ten of a term that ends on 1 October 2026, and a Change to 13 that is under way since the day before. */
async function changing(settings: RunSettings): Promise<ActResult> {
	const contracts = [contract({ startDate: '2025-01-01' })];
	world = await startWorld({ now: '2025-09-20T08:00:00Z', contracts });
	const { subscriptionId } = await sold(world, { at: '2025-10-01T09:00:00Z' }, settings);
	const difference = settings.build?.changeQuantity === 'difference';
	return world.order({
		kind: 'change',
		subscriptionId,
		quantity: 13,
		states: difference ? 'difference' : 'total',
		amounts: 'none',
		status: 'processing',
		at: '2026-09-30T09:00:00Z',
	});
}

/** A renewal that counts it. */
async function renewedMeanwhile(settings: RunSettings): Promise<Record<'change' | 'renewal', ActResult>> {
	const change = await changing(settings);
	const { subscriptionId } = change;
	const renewal = world.order({ kind: 'renewal', subscriptionId, counts: 13, at: '2026-10-01T00:10:00Z' });
	await world.run(settings);
	return { change, renewal };
}

/** A Billing order of October that counts it, at 18.00 unless said otherwise, with usage of 7.00 in September. */
async function billedMeanwhile(
	of: { readonly names?: number; readonly charges: number; readonly unitPrice?: string },
	settings: RunSettings,
): Promise<Record<'change' | 'bill', ActResult>> {
	const change = await changing(settings);
	const { subscriptionId } = change;
	const lines = [
		{ type: 'recurring', quantity: of.charges, unitPrice: of.unitPrice ?? '18.00' },
		{ quantity: 7, unitPrice: '1.00' },
	] as const;
	const counts = of.names === undefined ? {} : { counts: of.names };
	const bill = world.order({ kind: 'usage', subscriptionId, ...counts, lines, at: '2026-10-01T00:10:00Z' });
	await world.run(settings);
	await world.run(settings);
	return { change, bill };
}

/** The order's line is one of ten, whatever the order names. */
function chargesForTen({ orderId }: ActResult): void {
	const order = world.marketplaceSide.state().orders.find(({ id }) => id === orderId);
	const details = order?.details.map((line) => ({
		...line,
		quantity: 10,
		extendedPrice: { currency: 'GBP', amount: '180.00' },
	}));
	if (order && details) world.marketplaceSide.seed({ orders: [{ ...order, details }] });
}

async function ends({ orderId }: ActResult, status: 'completed' | 'cancelled', settings: RunSettings): Promise<void> {
	world.order({ kind: 'settle', orderId, status, at: '2026-10-03T09:00:00Z' });
	await world.run(settings);
	await world.run(settings);
}

function october(): readonly string[] {
	world.post('2026-12-31');
	return ['2026-09', '2026-10', '2026-11'].map((month) => world.billed(month).price);
}

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
	['Autotask, changes naming the difference', { build: { ...byAutotask.build, changeQuantity: 'difference' } }],
] as const)('Q8: a renewal that counts a Change under way, prorated by %s', (_by, settings) => {
	it('is not written before the Change has ended', async () => {
		const { renewal } = await renewedMeanwhile(settings);
		await world.run(settings);
		expect((await world.taskOf(renewal)).attention?.message).toMatch(/names 13, .*holds 10.* continues automatically/);
		expect(world.adjustments()).toEqual(['+10@2025-10-01']);
	});

	it.each([
		['completed', '234.00'],
		['cancelled', '180.00'],
	] as const)('goes on by itself once that is %s: October %s', async (status, billed) => {
		const { change } = await renewedMeanwhile(settings);
		await ends(change, status, settings);
		const states = (await world.tasks()).map(({ state }) => state);
		expect(states.filter((state) => state !== 'synced')).toEqual(status === 'completed' ? [] : ['ignored']);
		expect(october()).toEqual(['180.00', billed, billed]);
	});

	it('may charge for fewer seats than it names: +3, October 234.00', async () => {
		const { change } = await renewedMeanwhile(settings);
		await ends(change, 'cancelled', settings);
		const { subscriptionId } = change;
		const at = '2027-10-01T00:10:00Z';
		const risen = world.order({ kind: 'renewal', subscriptionId, quantity: 13, at });
		chargesForTen(risen);
		await world.run(settings);
		expect((await world.taskOf(risen)).state).toBe('synced');
		expect(world.adjustments()).toEqual(['+10@2025-10-01', '+3@2027-10-01']);
		world.post('2027-12-31');
		expect(['2027-09', '2027-10'].map((month) => world.billed(month).price)).toEqual(['180.00', '234.00']);
	});
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
	['Autotask, quantities read by themselves', { build: { ...byAutotask.build, changeQuantity: 'automatic' } }],
] as const)('Q8: a Billing order that counts a Change under way, prorated by %s', (_by, settings) => {
	it.each([
		{ rule: 'naming and charging 13', names: 13, charges: 13 },
		{ rule: 'naming 13 and charging ten', names: 13, charges: 10 },
		{ rule: 'naming ten and charging 13', charges: 13 },
		{ rule: 'at another price', names: 13, charges: 13, unitPrice: '20.00' },
	])('waits until the Change has ended, its usage does not: $rule', async (of) => {
		await billedMeanwhile(of, settings);
		const waiting = (await world.tasks()).flatMap(({ state, attention }) => (state === 'attention' ? [attention] : []));
		expect(waiting.map((attention) => attention?.reason)).toEqual(['order not understood']);
		expect(waiting[0]?.message).toMatch(/names 13, .*holds 10.* continues automatically/);
		expect([world.adjustments(), world.charges()]).toEqual([['+10@2025-10-01'], ['7.00@2026-09-30']]);
	});

	it.each([
		{ status: 'completed', unitPrice: '18.00', bills: ['187.00', '234.00', '234.00'] },
		{ status: 'cancelled', unitPrice: '18.00', bills: ['187.00', '180.00', '180.00'] },
		{ status: 'cancelled', unitPrice: '20.00', bills: ['187.00', '200.00', '200.00'] },
	] as const)('goes on by itself once that is $status: at $unitPrice', async ({ status, unitPrice, bills }) => {
		const { change } = await billedMeanwhile({ names: 13, charges: 13, unitPrice }, settings);
		await ends(change, status, settings);
		const states = (await world.tasks()).map(({ state }) => state);
		expect(states.filter((state) => state !== 'synced')).toEqual(status === 'completed' ? [] : ['ignored']);
		expect(october()).toEqual(bills);
	});

	it('does not wait where it names the ten that are there, charging fewer', async () => {
		await billedMeanwhile({ names: 10, charges: 4, unitPrice: '20.00' }, settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(october()).toEqual(['187.00', '200.00', '200.00']);
	});
});
