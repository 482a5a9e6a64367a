import type { ConnectionId, TaskId } from '../../../src/domain/ids';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { SyncTask } from '../../../src/domain/task/task';
import { checkChanges, type CheckOutcome } from '../../../src/sync/checking/checkChanges';
import { type ApproveOutcome, approveTasks } from '../../../src/sync/deciding/approveTasks';
import { type RetryOutcome, retryTasks } from '../../../src/sync/deciding/retryTasks';
import { resolveCustomers } from '../../../src/sync/mapping/resolveCustomers';
import { findLog, findTasks, getTask, listTasks } from '../../../src/sync/tasks/listTasks';
import { stepTo } from '../../store/steps';
import { contractId, serviceId, startSyncWorld, type SyncWorld, usualCheck } from '../syncWorld';

let world: SyncWorld;
let connectionId: ConnectionId;
let first: SyncTask;
let second: SyncTask;

async function check(): Promise<CheckOutcome> {
	return await checkChanges(world, world.inputs, usualCheck, world.options);
}

async function stored(task: SyncTask): Promise<SyncTask> {
	return (await world.tasks())[task.id] ?? task;
}

beforeEach(async () => {
	world = await startSyncWorld();
	connectionId = world.inputs.connectionId;
	const sold = world.marketplaceSide.act({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-05T10:00:00Z',
	});
	const change = world.marketplaceSide.act({
		kind: 'change',
		subscriptionId: sold.subscriptionId,
		quantity: 12,
		at: '2026-10-06T10:00:00Z',
	});
	await check();
	const tasks = await world.tasks();
	first = tasks[`order-${sold.orderId}`] as SyncTask;
	second = tasks[`order-${change.orderId}`] as SyncTask;
});

afterEach(async () => {
	await world.close();
});

function planOf(task: SyncTask, more: Partial<ContractPlan> = {}): ContractPlan {
	return {
		taskId: task.id,
		fingerprint: 'f00d',
		contractId,
		lines: [],
		changes: [],
		charges: [],
		predecessors: [],
		questions: [],
		approvalNeeded: ['x'],
		...more,
	} as unknown as ContractPlan;
}

async function waitAt(task: SyncTask, change: Partial<SyncTask>, plan?: ContractPlan): Promise<void> {
	const { store, clock } = world;
	if (change.state) await stepTo(change.state, { store, connectionId, id: task.id, now: clock.now() });
	await store.changeTasks(connectionId, [{ id: task.id, change }], clock.now());
	if (plan) await world.store.savePlans(connectionId, [plan]);
}

const atApproval = { state: 'attention', attention: { reason: 'approval', message: 'Approve it.' } } as const;

async function approve(text: string): Promise<ApproveOutcome> {
	return await approveTasks({ connectionId, text, by: 'Ann' }, world);
}

async function retry(text: string): Promise<RetryOutcome> {
	return await retryTasks({ connectionId, text, by: 'Ann' }, world);
}

describe('approveTasks', () => {
	it('hands out the stored plan of a task whose fingerprint is named, and no execution gets it besides', async () => {
		await waitAt(first, atApproval, planOf(first));
		const { approved, refused } = await approve(`${first.id}:f00d`);
		expect(refused).toEqual([]);
		expect(approved).toMatchObject([{ task: { id: first.id, state: 'approved' }, plan: { fingerprint: 'f00d' } }]);
		expect(await stored(first)).toMatchObject({
			state: 'approved',
			approval: { fingerprint: 'f00d', by: 'Ann', at: world.clock.now() },
		});
		expect((await check()).offered).toEqual([]);
		expect((await approve(`${first.id}:f00d`)).refused).toMatchObject([
			{ reason: expect.stringContaining('is being worked on') },
		]);
	});

	it.each(['', '  '])('needs the name of who approves: %p', async (by) => {
		await waitAt(first, atApproval, planOf(first));
		const text = `${first.id}:f00d`;
		const { approved, refused } = await approveTasks({ connectionId, text, by }, world);
		expect([approved, refused]).toMatchObject([[], [{ reason: expect.stringContaining('Nobody is named') }]]);
		expect((await stored(first))?.state).toBe('attention');
	});

	it('says of an entry whose very plan is written that there is nothing to do, and of another plan that there is', async () => {
		const approval = { fingerprint: 'f00d', by: 'Ann', at: world.clock.now() };
		await waitAt(first, { state: 'synced', approval }, planOf(first));
		const { refused } = await approve(`${first.id}:f00d`);
		expect(refused).toMatchObject([{ alreadySynced: true, reason: expect.stringContaining('is synced') }]);
		const other = await approve(`${first.id}:beef`);
		expect(other.refused).toMatchObject([{ reason: expect.stringContaining('is synced') }]);
		expect(other.refused[0]).not.toHaveProperty('alreadySynced');
	});

	const question = { asks: 'ownUnits', contractServiceId: 7, inForce: 15, linkedUnits: 3, suggestion: 10 };

	it.each([
		{
			rule: 'another fingerprint, showing both',
			entry: ':beef',
			plan: {},
			says: 'you approved beef, the plan now is f00d',
		},
		{ rule: 'no fingerprint', entry: '', plan: {}, says: 'Say which plan' },
		{ rule: 'a plan that asks something', entry: ':f00d', plan: { questions: [question] }, says: 'own=10' },
		{
			rule: 'an answer that the plan was not made with',
			entry: ':f00d own=4',
			plan: { questions: [question] },
			says: 'retry the task with own=4',
		},
		{ rule: 'another contract', entry: ':f00d contract=5', plan: {}, says: 'retry the task with contract=5' },
		{
			rule: 'one-time lines that were shown unticked',
			entry: ':f00d onetime',
			plan: { charges: [{ selected: false }] },
			says: 'retry the task with onetime',
		},
		{
			rule: 'a plan that counts on a task which is not approved',
			entry: ':f00d',
			plan: { predecessors: ['order-other'] },
			says: 'counts on order-other',
		},
	])('refuses $rule', async ({ entry, plan, says }) => {
		await waitAt(first, atApproval, planOf(first, plan as unknown as Partial<ContractPlan>));
		const outcome = await approve(`${first.id}${entry}`);
		expect(outcome).toMatchObject({
			approved: [],
			refused: [{ taskId: first.id, reason: expect.stringContaining(says) }],
		});
		expect((await stored(first)).state).toBe('attention');
	});

	it('takes the answer that the plan was made with, and keeps it', async () => {
		await waitAt(first, atApproval, planOf(first, { questions: [question] } as unknown as Partial<ContractPlan>));
		expect((await approve(`${first.id}:f00d own=10`)).approved).toMatchObject([
			{ task: { answers: { ownUnits: 10 } } },
		]);
		expect((await stored(first)).answers).toEqual({ ownUnits: 10 });
	});

	it('hands out a plan that two approve at the same moment to one of them', async () => {
		await waitAt(first, atApproval, planOf(first));
		const outcomes = await Promise.all([approve(`${first.id}:f00d`), approve(`${first.id}:f00d`)]);
		expect(outcomes.flatMap(({ approved }) => approved)).toHaveLength(1);
		expect(outcomes.flatMap(({ refused }) => refused)).toMatchObject([
			{ taskId: first.id, reason: expect.stringContaining('is approved already and is being worked on') },
		]);
	});

	it('approves a chain in one set, oldest first, and drops what counts on a refused one', async () => {
		await waitAt(first, atApproval, planOf(first));
		await waitAt(second, atApproval, planOf(second, { predecessors: [first.id] }));
		const broken = await approve(`${second.id}:f00d, ${first.id}:beef`);
		expect(broken).toMatchObject({ approved: [], refused: [{ taskId: first.id }, { taskId: second.id }] });
		const whole = await approve(`${second.id}:f00d\n${first.id}:f00d`);
		expect(whole.approved.map(({ task }) => task.id)).toEqual([first.id, second.id]);
	});

	it('answers every entry: unknown tasks, unreadable text, a task named twice, a task without a plan', async () => {
		await waitAt(first, atApproval, planOf(first));
		const { approved, refused } = await approve(
			`nothing:f00d, ${first.id}:f00d what, ${first.id}:f00d, ${first.id}:f00d, ${second.id}:f00d`,
		);
		expect([approved.length, refused.length]).toEqual([1, 4]);
	});
});

describe('retryTasks', () => {
	it('opens failed tasks and those that need attention, with what was said of them, and offers them at once', async () => {
		const approval = { fingerprint: 'f00d', by: 'Ann', at: world.clock.now() };
		await waitAt(first, { state: 'failed', note: 'Autotask refused', approval });
		const { retried } = await retry(`${first.id}:f00d own=3 others=2@15 contract=77 onetime`);
		const answers = { ownUnits: 3, otherUnits: { units: 2, seenInForce: 15 }, contractId: 77, oneTimeLines: true };
		expect(retried).toMatchObject([{ id: first.id, state: 'open', answers, approval }]);
		expect((await check()).offered).toMatchObject([{ task: { id: first.id } }]);
	});

	it.each([
		{ rule: 'a synced task', state: 'synced', entry: '', says: 'nothing to retry' },
		{ rule: 'an ignored task', state: 'ignored', entry: '', says: 'is ignored' },
		{
			rule: 'other units without the units that were seen',
			state: 'attention',
			entry: ' others=2',
			says: 'others=2@<units in force>',
		},
	] as const)('refuses $rule', async ({ state, entry, says }) => {
		await waitAt(first, { state });
		expect(await retry(`${first.id}${entry}`)).toMatchObject({
			retried: [],
			refused: [{ reason: expect.stringContaining(says) }],
		});
		expect((await stored(first)).state).toBe(state);
	});
});

describe('causes in Autotask', () => {
	async function noContractFits(): Promise<void> {
		world.change('Contracts', contractId, { endDate: '2026-09-30' });
		await resolveCustomers([first, second], world, { matchCompanyBy: 'companyNumber' });
		const attention = { reason: 'contract ended', message: 'It ended.' } as const;
		await waitAt(first, { state: 'attention', attention, causeCheckedAt: world.clock.now() });
		world.autotaskSide.clearRequests();
	}

	it('are looked at once per recheckHours, and free nothing while they last', async () => {
		await noContractFits();
		world.setNow('2026-10-17T08:58:00Z');
		await check();
		world.autotaskSide.clearRequests();
		world.setNow('2026-10-17T08:59:00Z');
		await check();
		expect(world.autotaskSide.requests()).toEqual([]);
		world.setNow('2026-10-17T09:00:00Z');
		expect(await check()).toMatchObject({ freed: 0, offered: [] });
		const asked = world.autotaskSide.requests().length;
		expect(asked).toBeGreaterThan(0);
		await check();
		expect(world.autotaskSide.requests()).toHaveLength(asked);
	});

	it('free the task when they are gone, and its successor with it', async () => {
		await noContractFits();
		world.change('Contracts', contractId, {});
		world.setNow('2026-10-17T09:00:00Z');
		const { freed, offered } = await check();
		expect(freed).toBe(1);
		expect(offered.map(({ task }) => task.id)).toEqual([first.id, second.id]);
	});

	it.each([
		{ rule: 'stays while Autotask holds other units', held: 12, freed: 0 },
		{ rule: 'goes when Autotask holds again what was left there', held: 10, freed: 1 },
	])('changed in Autotask $rule', async ({ held, freed }) => {
		await resolveCustomers([first, second], world, { matchCompanyBy: 'companyNumber' });
		const [line = 0] =
			world.autotaskSide.seed({ ContractServices: [{ contractID: contractId, serviceID: serviceId, units: held }] })
				.ContractServices ?? [];
		const units = [{ from: '2026-10-05', units: 10 }];
		const linked = {
			databaseId: world.inputs.databaseId,
			connectionId,
			subscriptionId: first.subscriptionIds[0],
			productId: 'PRD-1',
			contractId,
			contractServiceId: line,
			serviceId,
			units,
		};
		await world.store.settleTasks({
			connectionId,
			now: world.clock.now(),
			lines: [linked],
			otherUnits: [],
			assignments: [],
			tasks: [],
			recorded: [],
			log: [],
		} as never);
		const attention = { reason: 'changed in Autotask', message: 'It holds others.' } as const;
		await waitAt(first, { state: 'attention', attention, causeCheckedAt: world.clock.now() });
		world.setNow('2026-10-18T09:00:00Z');
		expect((await check()).freed).toBe(freed);
	});
});

describe('changes in Autotask', () => {
	it('are looked at with as many requests for two tasks as for one', async () => {
		const requestsFor = async (tasks: readonly SyncTask[], time: string): Promise<number> => {
			const attention = { reason: 'changed in Autotask', message: 'It holds others.' } as const;
			for (const task of tasks)
				await waitAt(task, { state: 'attention', attention, causeCheckedAt: world.clock.now() });
			world.setNow(time);
			world.autotaskSide.clearRequests();
			await check();
			return world.autotaskSide.requests().length;
		};
		await resolveCustomers([first, second], world, { matchCompanyBy: 'companyNumber' });
		await requestsFor([first], '2026-10-18T09:00:00Z');
		const one = await requestsFor([first], '2026-10-20T09:00:00Z');
		expect(one).toBeGreaterThan(0);
		expect(await requestsFor([first, second], '2026-10-22T09:00:00Z')).toBe(one);
	});
});

describe('listing', () => {
	it('gives tasks by state with the counts of all, one task with its plan and log, and the log', async () => {
		await waitAt(first, atApproval, planOf(first));
		expect(await listTasks(connectionId, { states: ['attention'] }, world)).toMatchObject({
			tasks: [{ id: first.id }],
			counts: { attention: 1, open: 1 },
		});
		const dossier = await getTask(connectionId, first.id, world);
		expect(dossier).toMatchObject({
			plan: { fingerprint: 'f00d' },
			subscriptions: [{ id: first.subscriptionIds[0] }],
			journal: [],
			log: [{ action: 'check' }],
		});
		expect(await getTask(connectionId, 'nothing' as TaskId, world)).toBeUndefined();
		expect(await findLog(connectionId, { offset: 0, limit: 1 }, world)).toHaveLength(1);
	});

	it('finds tasks by part of what they are called, and of more than the limit the newest', async () => {
		await waitAt(first, atApproval, planOf(first));
		const every = { offset: 0, limit: 50 };
		const named = await findTasks(connectionId, { ...every, search: first.orderNumber?.toLowerCase() ?? '' }, world);
		expect(named.map(({ id }) => id)).toEqual([first.id]);
		const waiting = await findTasks(connectionId, { ...every, reasons: ['approval'] }, world);
		expect(waiting.map(({ id }) => id)).toEqual([first.id]);
		const all = await findTasks(connectionId, every, world);
		expect(all).toHaveLength(2);
		const newest = [...all].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]?.id;
		expect((await findTasks(connectionId, { ...every, limit: 1 }, world)).map(({ id }) => id)).toEqual([newest]);
		expect(await findTasks(connectionId, { ...every, search: 'nobody' }, world)).toEqual([]);
	});
});
