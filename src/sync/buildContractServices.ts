import { groupBy, keyBy, uniq } from 'lodash';
import { assumedAnswers } from '../domain/answerPlan';
import type { ConnectionId } from '../domain/ids';
import type { Money } from '../domain/money';
import type { ContractPlan, PlanSettings } from '../domain/plan';
import { attentionOf, type Attention, type SyncTask } from '../domain/task';
import { holdSuccessors } from './holdSuccessors';
import { hasEnded, needAttention } from './needAttention';
import type { BuildOutcome } from './outcomes';
import { planBatch, type Planned } from './planBatch';
import type { AutotaskPort, MarketplacePort, Ports, TaskChange } from './ports';
import { readFacts, type BatchFacts } from './readFacts';
import { takeApart } from './takeApart';

/** Settings of the node; time zone and meaning of the expiration date are the connection's. */
export type BuildSettings = Omit<PlanSettings, 'timeZone' | 'expirationIs'>;

export type BuildPorts = Ports & { readonly autotask: AutotaskPort; readonly marketplace: MarketplacePort };

function hasUnknownCost(
	batch: BatchFacts,
	settings: BuildSettings,
): readonly { readonly productId: string; readonly mpn: string }[] {
	const isMarketplaces = [settings, ...batch.chain.map((task) => task.answers)].some(
		({ priceSource }) => priceSource === 'marketplace',
	);
	if (!isMarketplaces || settings.costSource === 'none') return [];
	const products = batch.subscriptions.flatMap((subscription) => subscription.products);
	const wanted = products.filter((product) => settings.costSource === 'catalogue' || product.unitCost === undefined);
	return wanted.flatMap((product) =>
		product.mpn === undefined ? [] : [{ productId: product.productId, mpn: product.mpn }],
	);
}

/** Catalogue costs of the products whose cost has to come from there. Source: rule A4. */
async function readCatalogueCosts(
	batch: BatchFacts,
	settings: BuildSettings,
	ports: BuildPorts,
): Promise<Readonly<Record<string, Money>>> {
	const wanted = hasUnknownCost(batch, settings);
	if (wanted.length === 0) return {};
	const catalogue = await ports.marketplace.catalogue(uniq(wanted.map((product) => product.mpn)));
	return Object.fromEntries(
		catalogue.flatMap((product) => {
			const recurring = product.costs.find((cost) => cost.type === 'recurring');
			return recurring ? [[product.id as string, recurring.cost]] : [];
		}),
	);
}

function isApproved(task: SyncTask, plan: ContractPlan): boolean {
	return task.approval?.fingerprint === plan.fingerprint && plan.questions.length === 0;
}

/** Why a planned task waits for a person; undefined where it may be written. */
function approvalNeed(task: SyncTask, plan: ContractPlan): Attention | undefined {
	if (isApproved(task, plan) || plan.approvalNeeded.length === 0) return undefined;
	const moved =
		task.approval && task.approval.fingerprint !== plan.fingerprint ? 'What was approved has moved since. ' : '';
	const own = assumedAnswers(plan);
	const said = own === '' ? '' : ` ${own}`;
	return attentionOf(
		'approval',
		`${moved}Waits for approval because ${plan.approvalNeeded.join('; ')}.`,
		` Look at the plan, then approve ${task.id}:${plan.fingerprint}${said}.`,
	);
}

interface TaskOutcome {
	readonly task: SyncTask;
	readonly outcome: BuildOutcome;
	/** It was not planned: an earlier task of its subscription needs attention. It stays open and goes on by itself. */
	readonly isHeldBack: boolean;
}

/** A task never goes before the earlier ones of its chain: it waits with them. Source: rule T9. */
function outcomesOf(planned: readonly Planned[]): readonly TaskOutcome[] {
	const unready = new Set<string>();
	return planned.map((one) => {
		const outcome = outcomeOf(one, unready);
		if (outcome.kind === 'attention') unready.add(one.task.id);
		return { task: one.task, outcome, isHeldBack: one.kind === 'attention' && one.waitsFor !== undefined };
	});
}

function outcomeOf(planned: Planned, unready: ReadonlySet<string>): BuildOutcome {
	const { task } = planned;
	if (planned.kind === 'attention') return { kind: 'attention', taskId: task.id, attention: planned.attention };
	const before = planned.plan.predecessors.find((id) => unready.has(id));
	const waits =
		before &&
		attentionOf(
			'approval',
			`Waits for task ${before}, which is written before it.`,
			` Approve both together, ${task.id}:${planned.plan.fingerprint} for this one.`,
		);
	const attention = approvalNeed(task, planned.plan) ?? waits;
	if (attention === undefined) return { kind: 'ready', taskId: task.id, plan: planned.plan };
	return { kind: 'attention', taskId: task.id, attention, plan: planned.plan };
}

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
				: { fingerprint: outcome.plan.fingerprint, by: 'automatic', at: now };
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

/** What a batch is read as, and what its plans are made with. */
async function readMaking(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: BuildSettings,
) {
	const batch = await readFacts(connectionId, tasks, ports);
	const { timeZone, expirationIs } = batch.connection;
	const catalogueCosts = await readCatalogueCosts(batch, settings, ports);
	return { batch, making: { settings: { ...settings, timeZone, expirationIs }, catalogueCosts } };
}

/** What a task would come to if it were as it is given; nothing is stored. */
export async function tryPlan(task: SyncTask, ports: BuildPorts, settings: BuildSettings): Promise<BuildOutcome> {
	const { batch, making } = await readMaking(task.connectionId, [task], ports, settings);
	const { planned } = planBatch(batch.chain, batch, () => making);
	return outcomesOf(planned).find((one) => one.task.id === task.id)?.outcome ?? endedOutcome(task);
}

async function buildOne(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<readonly BuildOutcome[]> {
	const { batch, making } = await readMaking(connectionId, tasks, ports, settings);
	const given = keyBy(tasks, 'id');
	const whole = planBatch(batch.chain, batch, () => making);
	const waiting = outcomesOf(whole.planned).flatMap(({ task, outcome, isHeldBack }) =>
		outcome.kind === 'attention' && !isHeldBack && given[task.id] !== undefined ? [{ task, ...outcome }] : [],
	);
	const apart = await takeApart(waiting, batch, making, ports);
	const { planned } = apart === batch ? whole : planBatch(apart.chain, apart, () => making);
	const all = outcomesOf(planned);
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
