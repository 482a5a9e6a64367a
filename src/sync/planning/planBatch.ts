import { compact, omit } from 'lodash';
import type { Attention } from '../../domain/attention';
import type { TaskId } from '../../domain/ids';
import type { Ledger } from '../../domain/line/ledger';
import type { Money } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';
import { type PlanOutcome, planTask } from '../../domain/planning/planTask';
import type { PlanSettings } from '../../domain/settings';
import type { SyncTask } from '../../domain/task/task';
import { digest } from '../journal/digest';
import { type BatchFacts, withSettings } from './batchFacts';
import { unreadCause, unreadContract, unreadCost } from './unreadCause';
import { createdBefore, goneApproval, hiddenBeside, vanishedCause } from './vanishedLines';

/** A task with its plan, or with why there is none. */
export type Planned =
	| { readonly kind: 'planned'; readonly task: SyncTask; readonly plan: ContractPlan }
	| { readonly kind: 'attention'; readonly task: SyncTask; readonly attention: Attention; readonly waitsFor?: TaskId };

/** The settings and catalogue costs that a task is planned with. */
export interface PlanMaking {
	readonly settings: PlanSettings;
	readonly catalogueCosts: Readonly<Record<string, Money>>;
	/** Why the catalogue does not tell what products cost, by product. */
	readonly unreadCosts?: ReadonlyMap<string, string>;
}

/** The plans of a chain, and the ledger once all of them are written. */
export interface PlannedBatch {
	readonly planned: readonly Planned[];
	readonly ledger: Ledger;
}

/** How the planner plans: one more where the same facts lead to another plan, so that what was approved before is asked again. */
const plannerVersion = 7;

/**
 * The fingerprint of a plan: of its foreign state and of what the task makes of it, so that our own writes do not change
 * it, of its charges, and of the changes that go to another day. A person's answer changes it as far as it changes the rows.
 */
export function fingerprintOf(plan: Pick<ContractPlan, 'foreign' | 'charges' | 'changes'>): string {
	const charges = plan.charges.map(({ kind, target, on, amount, cost, selected }) => [
		kind,
		target ?? null,
		on,
		amount,
		cost,
		selected,
	]);
	const moved = plan.changes.flatMap(({ lacks }) => (lacks ? [lacks] : []));
	return digest([plannerVersion, plan.foreign, moved, ...charges]);
}

/** Whether two plans were made from the same, whatever the task makes of it: so a line is linked as it is held. Source: rule T11. */
export function isMadeFromSame(one: ContractPlan, other: ContractPlan): boolean {
	const without = ({ foreign, charges }: ContractPlan) => ({
		foreign: { ...foreign, meant: '' },
		charges,
		changes: [],
	});
	return fingerprintOf(without(one)) === fingerprintOf(without(other));
}

/** Billing orders neither hold back nor wait. */
function heldBackBy(task: SyncTask, failed: ReadonlyMap<string, SyncTask>): SyncTask | undefined {
	if (task.kind === 'billing') return undefined;
	return task.subscriptionIds.map((id) => failed.get(id)).find((holder) => holder !== undefined);
}

/** Why a plan counts on what Autotask did not show, or not as it can be read. Charges alone need no line. */
function unplannable(task: SyncTask, plan: ContractPlan, batch: BatchFacts): Attention | undefined {
	return (
		unreadContract(task, plan, batch) ??
		(plan.changes.length === 0 ? undefined : vanishedCause(task, batch.vanished)) ??
		createdBefore(task, plan, batch)
	);
}

/** The settings with the price source that a person chose for the task alone. Source: rule W4. */
export function withPriceSource({ answers }: SyncTask, settings: PlanSettings): PlanSettings {
	return { ...settings, priceSource: answers.priceSource ?? settings.priceSource };
}

/** Nothing counts on tasks that change no line: they hold nothing back. Source: rule T9. */
function withoutIdle(plan: ContractPlan, idle: ReadonlySet<TaskId>): ContractPlan {
	return { ...plan, predecessors: plan.predecessors.filter((id) => !idle.has(id)) };
}

/** The plan of one task; none where something that it counts on could not be read. */
function plannedOn(
	task: SyncTask,
	{ batch, unreadCosts }: { readonly batch: BatchFacts; readonly unreadCosts: PlanMaking['unreadCosts'] | undefined },
	facts: ReturnType<typeof withSettings>,
	ledger: Ledger,
): PlanOutcome {
	const billed = batch.billed(task);
	if (typeof billed === 'string') return { kind: 'attention', reason: 'order not understood', message: billed };
	const unread = unreadCause(task, batch) ?? unreadCost(task, unreadCosts, batch);
	if (unread) return { kind: 'attention', ...unread };
	const outcome = planTask(billed, facts, ledger);
	const why = outcome.kind === 'planned' ? unplannable(task, outcome.plan, batch) : vanishedCause(task, batch.vanished);
	if (why) return { kind: 'attention', ...why };
	if (outcome.kind !== 'planned') return outcome;
	const { plan } = outcome;
	const further = compact([goneApproval(task, batch.vanished), hiddenBeside(task, plan, batch.hidden)]);
	return { ...outcome, plan: { ...plan, approvalNeeded: [...plan.approvalNeeded, ...further] } };
}

/**
 * Plans tasks of one connection as a chain, each on the state that its predecessors leave.
 *
 * Tasks come oldest first. One that cannot be planned holds back the later ones of its subscriptions, and nothing else.
 * `idleBefore`: earlier tasks that are not among them and change no line.
 * Source: rule T9.
 */
export function planBatch(
	tasks: readonly SyncTask[],
	batch: BatchFacts,
	making: (task: SyncTask) => PlanMaking,
	idleBefore: ReadonlySet<TaskId> = new Set(),
): PlannedBatch {
	let ledger: Ledger = batch.ledger;
	const failed = new Map<string, SyncTask>();
	const unplanned = new Set<TaskId>();
	const idle = new Set(idleBefore);
	const waiting = (task: SyncTask, holder: TaskId): Planned => {
		unplanned.add(task.id);
		const message = `Waits for task ${holder} of the same subscription, which needs attention first.`;
		return { kind: 'attention', task, attention: { reason: 'approval', message }, waitsFor: holder };
	};
	const planned = tasks.map((task): Planned => {
		const holder = heldBackBy(task, failed);
		if (holder) return waiting(task, holder.id);
		const { settings: usual, catalogueCosts, unreadCosts } = making(task);
		const settings = withPriceSource(task, usual);
		const outcome = plannedOn(task, { batch, unreadCosts }, withSettings(batch, settings, catalogueCosts), ledger);
		if (outcome.kind === 'attention') {
			unplanned.add(task.id);
			if (task.kind !== 'billing') for (const id of task.subscriptionIds) failed.set(id, task);
			return { kind: 'attention', task, attention: omit(outcome, ['kind']) };
		}
		const plan = withoutIdle(outcome.plan, idle);
		if (plan.changes.length === 0) idle.add(task.id);
		const before = plan.predecessors.find((id) => unplanned.has(id));
		if (before !== undefined && task.kind !== 'billing') return waiting(task, before);
		if (before === undefined) ledger = outcome.ledger;
		else unplanned.add(task.id);
		return { kind: 'planned', task, plan: { ...plan, fingerprint: fingerprintOf(plan) } };
	});
	return { planned, ledger };
}
