import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { retryTasks } from '../../../src/sync/deciding/retryTasks';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { writeTaskNow } from '../../../src/sync/writing/writeTaskNow';
import { buildSettings, connection, syncOptions } from '../fixtureClients';
import { check, plan, sync } from '../fixtureRun';
import { startWorld, type World } from '../fixtureWorld';

const { connectionId } = connection;
const byHand = { check: { processAutomatically: false } };

let world: World;
let order: ActResult;

const above = async (amount: string) =>
	await changeSettings({ connectionId, values: { secondApproverAbove: amount }, by: 'Cid' }, world);

/** Ten of 18.00: 180.00 a month from the first of the next period on. */
beforeEach(async () => {
	world = await startWorld();
	order = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
});

afterEach(async () => {
	await world.close();
});

const task = async () => await world.taskOf(order);
const planNow = async () => (await world.store.plans(connectionId, [(await task()).id]))[0];
const approve = async (by: string) =>
	await approveTasks({ connectionId, text: `${(await task()).id}:${(await planNow())?.fingerprint ?? ''}`, by }, world);
const written = () => world.adjustments();

describe('a plan above the amount for one person', () => {
	it('is kept by the first, and written once another person approves it', async () => {
		await above('179.99');
		await world.run(byHand);
		const { fingerprint } = (await planNow()) ?? {};
		expect(await approve('Ann')).toMatchObject({
			approved: [],
			refused: [
				{ isFirstOfTwo: true, reason: expect.stringContaining('You have approved this plan. A second person') },
			],
		});
		expect(await task()).toMatchObject({
			state: 'attention',
			attention: {
				reason: 'approval',
				message: expect.stringMatching(
					/^Ann has approved this plan\. A second person has to approve it too, because it changes 180\.00 \w* ?and the limit for one person is 179\.99/,
				),
			},
			firstApproval: { fingerprint, by: 'Ann', at: world.clock.now() },
		});
		await world.run(byHand);
		expect(written()).toEqual([]);
		const { approved, refused } = await approve('Ben');
		expect(refused).toEqual([]);
		expect(approved).toMatchObject([{ task: { approval: { by: 'Ben' }, firstApproval: { by: 'Ann' } } }]);
		await sync([(await task()).id], world);
		expect(written()).toEqual(['+10@2026-10-01']);
		const log = await world.store.readLog(connectionId, { taskId: (await task()).id });
		const said = log.filter(({ action }) => action === 'approve').map(({ by, message }) => [by, message]);
		expect(said.toSorted().toReversed()).toEqual([
			['Ben', `Plan ${fingerprint ?? ''} approved; Ann had approved it before.`],
			['Ann', `Plan ${fingerprint ?? ''} approved by the first of two people; nothing is written before the second.`],
		]);
	});

	it.each(['Ann', ' ann', 'ANN'])('is refused where the same person approves it again as %p', async (again) => {
		await above('179.99');
		await world.run(byHand);
		await approve('Ann');
		const { approved, refused } = await approve(again);
		expect(approved).toEqual([]);
		expect(refused).toMatchObject([{ reason: expect.stringContaining('A second person has to approve it too') }]);
		expect(refused[0]).not.toHaveProperty('isFirstOfTwo');
		expect(await task()).toMatchObject({ state: 'attention', firstApproval: { by: 'Ann' } });
	});

	it('needs both again once it has moved', async () => {
		await above('179.99');
		await world.run(byHand);
		await approve('Ann');
		await world.store.changeTasks(
			connectionId,
			[{ id: (await task()).id, change: { firstApproval: { fingerprint: 'beef', by: 'Ann', at: world.clock.now() } } }],
			world.clock.now(),
		);
		expect((await approve('Ben')).refused).toMatchObject([{ isFirstOfTwo: true }]);
		expect((await approve('Ann')).approved).toHaveLength(1);
	});

	it('waits for the second after it was planned again', async () => {
		await above('179.99');
		await world.run(byHand);
		await approve('Ann');
		await retryTasks({ connectionId, text: (await task()).id, by: 'Ann' }, world);
		await plan([(await task()).id], world, { build: buildSettings });
		expect((await task()).attention?.message).toContain('Ann has approved this plan');
		expect((await approve('Ben')).approved).toHaveLength(1);
	});

	it.each([
		{ rule: 'at the amount', amount: '180.00', lines: ['+10@2026-10-01'] },
		{ rule: 'above it', amount: '179.99', lines: [] },
	])('is written automatically $rule: $lines', async ({ amount, lines }) => {
		await above(amount);
		await world.run();
		expect(written()).toEqual(lines);
		if (lines.length > 0) return;
		expect((await task()).attention?.message).toContain('two people approve it');
		await world.run();
		expect(written()).toEqual([]);
	});

	it('waits though it was approved by one person, or by nobody, before the amount was set', async () => {
		const ids = await check(world);
		await plan(ids, world);
		expect(await task()).toMatchObject({ state: 'approved', approval: { by: 'automatic' } });
		await above('179.99');
		await sync(ids, world);
		expect(written()).toEqual([]);
		expect((await task()).attention?.message).toContain('two people approve it');
		expect((await approve('Ann')).refused).toMatchObject([{ isFirstOfTwo: true }]);
		await above('');
		await approve('Ann');
		await above('179.99');
		await sync(ids, world);
		expect(written()).toEqual([]);
		expect((await task()).attention?.message).toContain('Ann has approved this plan');
		expect((await approve('Ben')).approved).toMatchObject([{ task: { firstApproval: { by: 'Ann' } } }]);
		await sync(ids, world);
		expect(written()).toEqual(['+10@2026-10-01']);
	});

	it('keeps the first of two people who approve it at the same moment, and the other one approves it next', async () => {
		await above('179.99');
		await world.run(byHand);
		const { store } = world;
		const takeApprovals: typeof store.takeApprovals = async (...given) => {
			expect((await approve('Ann')).refused).toMatchObject([{ isFirstOfTwo: true }]);
			return await store.takeApprovals(...given);
		};
		const text = `${(await task()).id}:${(await planNow())?.fingerprint ?? ''}`;
		const late = await approveTasks(
			{ connectionId, text, by: 'Ben' },
			{ ...world, store: { ...store, takeApprovals } },
		);
		expect(late).toMatchObject({
			approved: [],
			refused: [{ reason: expect.stringContaining('has changed just now') }],
		});
		expect((await task()).firstApproval?.by).toBe('Ann');
		expect((await approve('Ben')).approved).toHaveLength(1);
	});

	it('takes the words of two people for a chain, each in one go', async () => {
		world.order({ kind: 'change', subscriptionId: order.subscriptionId, quantity: 30, at: '2026-10-16T09:00:00Z' });
		world.setNow('2026-10-17T08:00:00Z');
		await above('100');
		await world.run(byHand);
		const plans = await world.store.plans(
			connectionId,
			(await world.tasks()).map(({ id }) => id),
		);
		const text = plans.map(({ taskId, fingerprint }) => `${taskId}:${fingerprint}`).join('\n');
		const ann = await approveTasks({ connectionId, text, by: 'Ann' }, world);
		expect(ann.refused.map(({ isFirstOfTwo }) => isFirstOfTwo)).toEqual([true, true]);
		const ben = await approveTasks({ connectionId, text, by: 'Ben' }, world);
		expect([ben.approved.length, ben.refused]).toEqual([2, []]);
	});

	it('is written from its own page by the second person alone', async () => {
		await above('179.99');
		await world.run(byHand);
		const { id: taskId } = await task();
		const { fingerprint = '' } = (await planNow()) ?? {};
		const write = async (by: string) =>
			await writeTaskNow({ connectionId, taskId, fingerprint, by }, world, syncOptions);
		expect(await write('Ann')).toMatchObject({ kind: 'waitsForSecond' });
		expect(await write('Ann')).toMatchObject({ kind: 'notWritten' });
		expect(written()).toEqual([]);
		expect(await write('Ben')).toMatchObject({ kind: 'written' });
		expect(written()).toEqual(['+10@2026-10-01']);
	});
});
