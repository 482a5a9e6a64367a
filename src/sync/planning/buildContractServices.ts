import type { ConnectionId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import type { ContractPlan } from '../../domain/plan/plan';
import { whyTwo } from '../../domain/plan/twoApprovers';
import { isPlanned } from '../../domain/plan/standingPlan';
import { automatic, type SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { secondApproverAbove } from '../reading/secondApproverAbove';
import { tellHiddenCosts } from '../reading/tellHiddenCosts';
import { holdSuccessors } from '../tasks/holdSuccessors';
import { hasEnded, needAttention } from '../tasks/needAttention';
import type { BuildOutcome } from '../tasks/outcomes';
import { type Before, outcomesOf, type TaskOutcome } from './approvalNeed';
import { approvedPlans } from './approvedPlans';
import type { BatchFacts } from './batchFacts';
import type { BuildPorts, BuildSettings } from './buildSettings';
import { readCatalogueCosts } from './catalogueCosts';
import { planBatch, type Planned, type PlanMaking, withPriceSource } from './planBatch';
import { readFacts } from './readFacts';
import { takeApart } from './takeApart';
import { unusableTargets } from './unusableTargets';

async function saveOutcomes(
	connectionId: ConnectionId,
	outcomes: readonly TaskOutcome[],
	ports: BuildPorts,
): Promise<void> {
	const { store, clock } = ports;
	const now = clock.now();
	const plans = outcomes.flatMap(({ outcome }) => (outcome.plan ? [outcome.plan] : []));
	if (plans.length > 0) await store.savePlans(connectionId, plans);
	const ready = outcomes.flatMap(({ task, outcome }) => {
		if (outcome.kind !== 'ready') return [];
		const approval =
			task.approval?.fingerprint === outcome.plan.fingerprint
				? task.approval
				: { fingerprint: outcome.plan.fingerprint, by: automatic, at: now };
		const change: TaskChange = {
			state: 'approved',
			attention: undefined,
			waitsFor: undefined,
			note: undefined,
			approval,
		};
		return [{ id: task.id, change }];
	});
	if (ready.length > 0) await store.changeTasks(connectionId, ready, now);
	const heldBack: TaskChange = { state: 'open', attention: undefined, offeredUntil: undefined };
	const waiting = outcomes.filter((one) => one.isHeldBack).map(({ task }) => ({ id: task.id, change: heldBack }));
	if (waiting.length > 0) await store.changeTasks(connectionId, waiting, now);
	const needs = outcomes.flatMap(({ task, outcome, isHeldBack }) =>
		outcome.kind === 'attention' && !isHeldBack ? [{ task, attention: outcome.attention }] : [],
	);
	if (needs.length > 0) await needAttention(needs, ports, 'plan');
	await holdSuccessors(connectionId, ports);
}

/** Without the tasks that another run has ended meanwhile. */
async function stillLive<Of extends { readonly task: SyncTask }>(
	outcomes: readonly Of[],
	{ store }: Ports,
): Promise<readonly Of[]> {
	const stored = keyBy(
		await store.tasksById(outcomes.map(({ task }) => task.id)),
		(task) => `${task.connectionId} ${task.id}`,
	);
	return outcomes.filter(({ task }) => !hasEnded(stored[`${task.connectionId} ${task.id}`] ?? task));
}

/** What a batch is read as, what its plans are made with, and what persons have approved of it. */
interface Making {
	readonly batch: BatchFacts;
	/** Of the tasks at hand. */
	readonly making: PlanMaking;
	/** Of any task of the chain: one that is not at hand is planned as it is shown. */
	readonly makingOf: (task: SyncTask) => PlanMaking;
	readonly before: Before;
}

/** The plans of tasks of the chain that are shown as they are, and are not planned anew. */
async function shownPlans(
	connectionId: ConnectionId,
	chain: readonly SyncTask[],
	given: readonly SyncTask[],
	{ store }: Ports,
): Promise<Readonly<Record<string, ContractPlan>>> {
	const own = new Set(given.map((task) => task.id));
	const others = chain.filter((task) => !own.has(task.id) && isPlanned(task)).map((task) => task.id);
	return others.length === 0 ? {} : keyBy(await store.plans(connectionId, others), 'taskId');
}

async function readMaking(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<Making> {
	const batch = await readFacts(connectionId, tasks, ports);
	const { timeZone, expirationIs } = batch.connection;
	if (batch.facts.hidesCosts) await tellHiddenCosts(batch.connection, true, ports);
	const costs = await readCatalogueCosts(batch, settings, ports);
	const making = { settings: { ...settings, timeZone, expirationIs }, ...costs };
	const shown = await shownPlans(connectionId, batch.chain, tasks, ports);
	const makingOf = ({ id }: SyncTask) => shown[id] ?? making;
	const approved = await approvedPlans(connectionId, tasks, ports.store);
	const settingsOf = (task: SyncTask) => withPriceSource(task, makingOf(task).settings);
	const above = await secondApproverAbove(connectionId, ports.store);
	return { batch, making, makingOf, before: { approved, settingsOf, above } };
}

/** What a task would come to if it were as it is given; nothing is stored. */
export async function tryPlan(task: SyncTask, ports: BuildPorts, settings: BuildSettings): Promise<BuildOutcome> {
	const { batch, makingOf, before } = await readMaking(task.connectionId, [task], ports, settings);
	const { planned } = planBatch(batch.chain, batch, makingOf);
	return outcomesOf(planned, before).find((one) => one.task.id === task.id)?.outcome ?? endedOutcome(task);
}

/** Without the plans whose charges could not be booked. Source: rule M2. */
async function withUsableTargets(
	planned: readonly Planned[],
	autotask: BuildPorts['autotask'],
): Promise<readonly Planned[]> {
	const plans = planned.flatMap((one) => (one.kind === 'planned' ? [one.plan] : []));
	const whyNot = await unusableTargets(plans, autotask);
	return planned.map((one) => {
		const attention = one.kind === 'planned' ? whyNot(one.task, one.plan) : undefined;
		return attention ? { kind: 'attention', task: one.task, attention } : one;
	});
}

async function buildOne(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<readonly BuildOutcome[]> {
	const { batch, making, makingOf, before } = await readMaking(connectionId, tasks, ports, settings);
	const given = keyBy(tasks, 'id');
	const whole = planBatch(batch.chain, batch, makingOf);
	const waiting = outcomesOf(whole.planned, before).flatMap(({ task, outcome, isHeldBack }) =>
		outcome.kind === 'attention' && !isHeldBack && given[task.id] !== undefined ? [{ task, ...outcome }] : [],
	);
	const isForTwo = ({ plan }: { readonly plan?: ContractPlan }) =>
		plan !== undefined && whyTwo(plan, before.above) !== undefined;
	const apart = await takeApart(
		waiting.filter((one) => !isForTwo(one)),
		batch,
		making,
		ports,
	);
	const { planned } = apart === batch ? whole : planBatch(apart.chain, apart, makingOf);
	const all = outcomesOf(await withUsableTargets(planned, ports.autotask), before);
	const own = all.filter(({ task }) => given[task.id] !== undefined);
	const live = await stillLive(own, ports);
	await saveOutcomes(connectionId, live, ports);
	return live.map(({ outcome }) => outcome);
}

/**
 * Plans the tasks and stores the plans; those that may be written are approved, the others end at their cause.
 *
 * Outcomes come in the order of the tasks; a task that has ended already is left out of the plans and reported as such.
 * Reads only: nothing is written to Autotask. Source: rules T8 and T9, and everything that `planTask` names.
 */
export async function buildContractServices(
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<readonly BuildOutcome[]> {
	const live = tasks.filter((task) => !hasEnded(task));
	const outcomes = new Map<string, BuildOutcome>();
	for (const own of Object.values(groupBy(live, 'connectionId'))) {
		const [first] = own;
		if (!first) continue;
		for (const outcome of await buildOne(first.connectionId, own, ports, settings))
			outcomes.set(outcome.taskId, outcome);
	}
	return tasks.map((task) => outcomes.get(task.id) ?? endedOutcome(task));
}

function endedOutcome(task: SyncTask): BuildOutcome {
	const state = hasEnded(task) ? task.state : 'ended by another run';
	const note = task.state === 'failed' && task.note !== undefined ? ` ${task.note}` : '';
	return {
		kind: 'attention',
		taskId: task.id,
		attention: { reason: 'approval', message: `Task ${task.id} is ${state} already; there is nothing to plan.${note}` },
	};
}
