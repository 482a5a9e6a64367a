import { byAutotask, byMarketplace, stepAfter, type StepFigures } from '../fixtureBilled';
import { retry, type RunSettings } from '../fixtureRun';
import { editByHand, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const rise = { kind: 'change', quantity: 13, at: '2026-10-16T09:00:00Z' } as const;

describe('the worked cases of what Autotask holds already, billed', () => {
	it.each<{ rule: string; settings: RunSettings; writes: number } & StepFigures>([
		{
			rule: 'case 24: a rise whose answer was lost is not written again, by Autotask',
			settings: byAutotask,
			writes: 1,
			adjustments: ['+3@2026-10-16'],
			charges: [],
			billed: ['207.87', '234.00'],
		},
		{
			rule: 'case 24: a rise whose answer was lost is not written again, by the marketplace',
			settings: byMarketplace,
			writes: 2,
			adjustments: ['+3@2026-11-01'],
			charges: ['27.87@2026-10-16'],
			billed: ['207.87', '234.00'],
		},
	])('$rule', async ({ settings, writes, adjustments, charges, billed }) => {
		world = await startWorld();
		const sale = await sold(world, {}, settings);
		const before = world.writeRequests();
		const lost = { kind: 'loseAnswerAfterEffect' } as const;
		world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', nth: 1, action: lost });
		const order = world.order({ ...rise, subscriptionId: sale.subscriptionId });
		await world.run(settings);
		expect((await world.taskOf(order)).state).not.toBe('synced');
		world.setNow('2026-10-16T09:40:00Z');
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.writeRequests() - before).toBe(writes);
		expect(stepAfter(world, 1)).toEqual({ adjustments, charges, billed });
	});

	it.each<{ rule: string; settings: RunSettings; at?: string; words: string } & StepFigures>([
		{
			rule: "case 25: a person says that Autotask's two extra units count for the rise, by Autotask",
			settings: byAutotask,
			words: 'others=0@12',
			adjustments: ['+1@2026-10-16'],
			charges: [],
			billed: ['224.13', '234.00'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units count for the rise, by the marketplace",
			settings: byMarketplace,
			at: '2026-11-01T09:00:00Z',
			words: 'others=0@12',
			adjustments: ['+1@2026-11-01'],
			charges: [],
			billed: ['214.84', '234.00'],
		},
		{
			rule: 'case 25: within a period the extra two go and all three are charged by the marketplace, the bill is the same',
			settings: byMarketplace,
			words: 'others=0@12',
			adjustments: ['-2@2026-10-16', '+3@2026-11-01'],
			charges: ['27.87@2026-10-16'],
			billed: ['224.13', '234.00'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units are somebody else's, by Autotask",
			settings: byAutotask,
			words: 'others=2@12',
			adjustments: ['+3@2026-10-16'],
			charges: [],
			billed: ['242.71', '270.00'],
		},
		{
			rule: "case 25: a person says that Autotask's two extra units are somebody else's, by the marketplace",
			settings: byMarketplace,
			words: 'others=2@12',
			adjustments: ['+3@2026-11-01'],
			charges: ['27.87@2026-10-16'],
			billed: ['242.71', '270.00'],
		},
	])('$rule', async ({ settings, at = rise.at, words, adjustments, charges, billed }) => {
		world = await startWorld();
		const sale = await sold(world, {}, settings);
		await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-02' });
		const order = world.order({ ...rise, at, subscriptionId: sale.subscriptionId });
		const before = world.writeRequests();
		await world.run(settings);
		const task = await world.taskOf(order);
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'changed in Autotask' } });
		expect(world.writeRequests()).toBe(before);
		await retry(`${task.id} ${words}`, world);
		await world.run(settings);
		expect(stepAfter(world, 2)).toEqual({ adjustments, charges, billed });
	});
});
