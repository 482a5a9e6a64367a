import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { SyncTask } from '../../../src/domain/task/task';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAll, approveAndSync, retry, sync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten at 18.00, found on 2 November; used for 7.00 in October.
describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('prices that move in Billing orders, prorated by %s', (_by, settings) => {
	it.each([
		{ unitPrice: '12.00', says: /moves from 18 to 12: by -33.33 %, more than 20 %/, approved: '120.00' },
		{ unitPrice: '14.00', says: /moves from 18 to 14: by -22.22 %, .* below its cost of 14.4/, approved: '140.00' },
		{ unitPrice: '15.00', says: undefined, approved: '150.00' },
	])('T10: to $unitPrice, usage goes on alone', async ({ unitPrice, says, approved }) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const lines = [
			{ type: 'recurring', quantity: 10, unitPrice },
			{ quantity: 7, unitPrice: '1.00' },
		] as const;
		world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		await world.run(settings);
		const waiting = (await world.tasks()).flatMap(({ attention }) => attention ?? []);
		expect(waiting.map(({ reason }) => reason)).toEqual(says ? ['approval'] : []);
		expect(waiting.map(({ message }) => message).join()).toMatch(says ?? /^$/);
		expect([world.charges(), world.adjustments().length]).toEqual([['7.00@2026-10-31'], says ? 1 : 2]);
		await approveAndSync(world, () => '', settings);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['187.00', approved]);
	});

	it('T10: with a limit of 50 waits for nobody', async () => {
		world = await startWorld();
		const far = { build: { ...settings.build, priceChangeLimit: 50 } };
		const { subscriptionId } = await sold(world, { cost: '10.00' }, far);
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '12.00' }] as const;
		world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(far);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('120.00');
	});

	async function stepped(kind: 'change' | 'bill', prices: readonly string[]): Promise<readonly ActResult[]> {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const orders = prices.map((price, at) => {
			const lines = [{ type: 'recurring', quantity: 10, unitPrice: price }] as const;
			const bill = { kind: 'usage', subscriptionId, lines, at: `2026-11-0${2 + at}T09:00:00Z` } as const;
			const change = { kind: 'change', subscriptionId, price, at: bill.at } as const;
			return world.order(kind === 'bill' ? bill : change);
		});
		await world.run(settings);
		return orders;
	}

	async function waiting(): Promise<readonly string[]> {
		return (await world.tasks()).flatMap(({ attention }) => attention?.message ?? []);
	}

	function billed(): readonly string[] {
		world.post('2026-12-31');
		return ['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price);
	}

	it.each(['change', 'bill'] as const)('T10: by two steps in one check is 18 to 25: each a %s', async (kind) => {
		const [first, second] = await stepped(kind, ['21.00', '25.00']);
		for (let checks = 0; checks < 3; checks += 1) await world.run(settings);
		expect(first && (await world.taskOf(first)).state).toBe('synced');
		expect(second && (await world.taskOf(second)).attention?.reason).toBe('approval');
		expect(await waiting()).toEqual([
			expect.stringMatching(
				/Waits for approval because the price of .* moves from 18 to 25: by 38.89 %, more than 20 %/,
			),
		]);
		expect(billed()).toEqual(['180.00', '210.00', '210.00']);
	});

	it.each(['change', 'bill'] as const)(
		'T10: by two steps is written once the second is approved: each a %s',
		async (kind) => {
			await stepped(kind, ['21.00', '25.00']);
			await approveAndSync(world, () => '', settings);
			expect(await waiting()).toEqual([]);
			expect(billed()).toEqual(['180.00', '250.00', '250.00']);
		},
	);

	it.each([
		{ rule: 'later that day waits', at: '2026-11-02T15:00:00Z', december: '210.00' },
		{ rule: 'the day after is written', at: '2026-11-03T09:00:00Z', december: '250.00' },
	])('T10: a second step that is found $rule', async ({ at, december }) => {
		const [first] = await stepped('bill', ['21.00']);
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '25.00' }] as const;
		world.order({ kind: 'usage', subscriptionId: first?.subscriptionId ?? '', lines, at });
		for (let checks = 0; checks < 3; checks += 1) await world.run(settings);
		expect(await waiting()).toEqual(
			december === '250.00' ? [] : [expect.stringContaining('moves from 18 to 25: by 38.89 %')],
		);
		expect(billed()).toEqual(['180.00', december, december]);
	});

	it('T10: a step after one that was approved counts from that', async () => {
		const [first, second] = await stepped('change', ['22.00', '25.00']);
		expect(await waiting()).toEqual([
			expect.stringContaining('moves from 18 to 22: by 22.22 %'),
			expect.stringContaining('moves from 18 to 25: by 38.89 %'),
		]);
		const isFirst = ({ id }: SyncTask) => id === `order-${first?.orderId ?? ''}`;
		const { approved } = await approveAll(world, () => '', isFirst);
		const ids = approved.map(({ task }) => task.id);
		await sync(ids, world, settings);
		await retry(`order-${second?.orderId ?? ''}`, world);
		await world.run(settings);
		await world.run(settings);
		expect(await waiting()).toEqual([]);
		expect(billed()).toEqual(['180.00', '250.00', '250.00']);
	});
});
