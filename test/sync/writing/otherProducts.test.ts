import type { ChangesAct } from '../../../simulators/marketplace/actKinds';
import type { SyncTask } from '../../../src/domain/task/task';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten at 18.00 and two of another product at 12.50; on 11 October ten become six, and the order names nothing else.
describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('Q8: a fall whose lines are of a product that the order does not name, prorated by %s', (_by, settings) => {
	async function fallWith(other: Omit<ChangesAct['items'][number], 'productId'>): Promise<SyncTask> {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const two = { productId: 'PRD-B', quantity: 2 };
		world.order({ kind: 'changes', subscriptionId, items: [two], at: '2026-10-01T10:00:00Z' });
		await world.run(settings);
		const items = [
			{ productId: 'PRD-1', quantity: 6, amounts: 'none' },
			{ productId: 'PRD-B', isUnnamed: true, ...other },
		] as const;
		const fall = world.order({ kind: 'changes', subscriptionId, items, at: '2026-10-11T10:00:00Z' });
		await world.run(settings);
		return await world.taskOf(fall);
	}

	function billed(): readonly string[] {
		world.post('2026-12-31');
		return ['2026-10', '2026-11'].map((month) => world.billed(month).price);
	}

	it.each([
		{ rule: 'they charge for the two that are there', other: { amounts: 'wholePeriod' } },
		{ rule: 'there are none', other: { amounts: 'none' } },
	] as const)('goes on where $rule', async ({ other }) => {
		expect((await fallWith(other)).state).toBe('synced');
		expect([world.adjustments(), world.charges()]).toEqual([['+10@2026-10-01', '+2@2026-10-01', '-4@2026-11-01'], []]);
		expect(billed()).toEqual(['205.00', '133.00']);
	});

	it.each([
		{ rule: 'another price', other: { price: '13.00', amounts: 'wholePeriod' } },
		{ rule: 'more of it', other: { quantity: 3 } },
	] as const)('asks where they are of $rule, and writes nothing', async ({ other }) => {
		expect((await fallWith(other)).attention).toMatchObject({
			reason: 'order not understood',
			message: expect.stringMatching(/has recurring amounts for product PRD-B, but no quantity of it/),
		});
		expect(billed()).toEqual(['205.00', '205.00']);
	});
});
