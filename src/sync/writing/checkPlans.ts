import { isEqual, partition, uniq } from 'lodash';
import { taskEntry } from '../../domain/answers/taskEntry';
import { type Attention, attentionOf } from '../../domain/attention';
import { fittingContract } from '../../domain/contract/fittingContract';
import type { TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { type ApprovedPlan, type ContractWork, contractWork } from '../../domain/plan/contractWork';
import type { ContractPlan } from '../../domain/plan/plan';
import { missesSecond, secondNeeded, whyTwo, withTwo } from '../../domain/plan/twoApprovers';
import { automatic, type SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import { approvedPlans, type ApprovedPlans, insteadOf, movedSettings } from '../planning/approvedPlans';
import type { BatchFacts } from '../planning/batchFacts';
import { fingerprintOf, planBatch, type Planned } from '../planning/planBatch';
import { secondApproverAbove } from '../reading/secondApproverAbove';
import type { Refused } from './refusedTasks';
import { overLimit, type RunUse } from './runLimits';
import type { SyncOptions, SyncPorts } from './syncOptions';

/** The charges of a plan but those for days that take no change. */
function ofOrder({ charges }: ContractPlan): ContractPlan['charges'] {
	return charges.filter((charge) => !charge.isOfWrite);
}

/**
 * Whether a plan that waits for nobody differs from the one that it was built with only in the days of its changes and in
 * what is charged for days that take none. What a person has approved is written on the days that were shown. A plan that
 * another version of the planner made is another plan. Source: rule Q7.
 */
function isSameButForDays(task: SyncTask, built: ContractPlan | undefined, plan: ContractPlan): boolean {
	if (task.approval?.by !== automatic || plan.approvalNeeded.length > 0) return false;
	if (!built || built.fingerprint !== task.approval.fingerprint || built.fingerprint !== fingerprintOf(built))
		return false;
	return isEqual(built.foreign, plan.foreign) && isEqual(ofOrder(built), ofOrder(plan));
}

/** Why an approved task is not written as it was approved; undefined where it is. Source: rule Q2 and the approval rule. */
function movedSince(task: SyncTask, { built, approved }: Before, plan: ContractPlan): Attention | undefined {
	const isApproved = task.approval?.fingerprint === plan.fingerprint || isSameButForDays(task, built, plan);
	if (isApproved && plan.questions.length === 0) return undefined;
	const moved = movedSettings(approved, plan.settings);
	return attentionOf(
		'approval',
		`What was approved (${task.approval?.fingerprint ?? 'nothing'}) has moved since${moved}`,
		`${moved === '' ? ': look' : '. Look'} at the new plan, then approve ${taskEntry(task.id, plan.fingerprint)}.`,
	);
}

/** Why a plan is not written that two people approve and have not, whoever else has; undefined where it is. Source: rule W9. */
function withoutSecond(task: SyncTask, plan: ContractPlan, above: string): Attention | undefined {
	const missing = missesSecond(task, plan, above);
	if (!missing) return undefined;
	const what =
		missing.first === undefined
			? `Waits for approval because ${whyTwo(plan, above) ?? ''}.`
			: secondNeeded(`${missing.first} has`, plan, above);
	return attentionOf('approval', what, ` Look at the plan, then approve ${taskEntry(task.id, plan.fingerprint)}.`);
}

function waitsForOthers(plan: Pick<ContractPlan, 'predecessors'>, own: ReadonlySet<TaskId>): Attention | undefined {
	const missing = plan.predecessors.find((id) => !own.has(id));
	return missing && attentionOf('approval', `Task ${missing} is written before this one`, '; approve it too.');
}

/** The plan that a task was built with last, and the one that a person approved, where that is another. */
interface Before {
	readonly built: ContractPlan | undefined;
	readonly approved: ContractPlan | undefined;
}

/** What may be written, and what may not. */
export interface Checked {
	readonly approved: readonly ApprovedPlan[];
	readonly refused: readonly Refused[];
	readonly works: readonly ContractWork[];
	/** Of the run's limits, these works included. */
	readonly used: RunUse;
}

/** The plans that the tasks were built with, by task. */
type StoredPlans = Readonly<Record<string, ContractPlan>>;

async function storedPlans(tasks: readonly SyncTask[], batch: BatchFacts, ports: SyncPorts): Promise<StoredPlans> {
	const ids = uniq([...tasks, ...batch.chain].map((task) => task.id));
	return keyBy(await ports.store.plans(batch.connection.id, ids), 'taskId');
}

function withoutPlan(task: SyncTask): Refused {
	const attention = attentionOf(
		'approval',
		`Task ${task.id} has no plan yet`,
		'; let Build Contract Services plan it.',
	);
	return { task, attention };
}

/** What a plan counts on and is not written: without it a task can not be judged. */
function unwritten(plan: ContractPlan | undefined, { chain }: BatchFacts): Pick<ContractPlan, 'predecessors'> {
	return { predecessors: plan?.predecessors.filter((id) => chain.some((task) => task.id === id)) ?? [] };
}

/** What the tasks were planned and approved as, and above which amount two people approve. */
interface Known {
	readonly stored: StoredPlans;
	readonly approved: ApprovedPlans;
	readonly above: string;
}

/** Of tasks that were planned again those whose plan is not the approved one, or counts on a task that is not among them. */
function staleTasks(
	planned: readonly Planned[],
	{ stored, approved, above }: Known,
	batch: BatchFacts,
): readonly Refused[] {
	const own = new Set(planned.map(({ task }) => task.id));
	return planned.flatMap((one): Refused[] => {
		const before = stored[one.task.id];
		if (one.kind === 'attention') {
			const waits = waitsForOthers(unwritten(before, batch), own);
			return [{ task: one.task, attention: waits ?? one.attention }];
		}
		// A plan that was made without a task before it is none to show: the one that counts on it stays.
		const waits = waitsForOthers(one.plan, own);
		if (waits) return [{ task: one.task, attention: waits }];
		const was = { built: before, approved: approved[one.task.id] };
		const moved = movedSince(one.task, was, one.plan);
		if (moved)
			return [{ task: one.task, attention: moved, plan: withTwo(insteadOf(was.approved ?? before, one.plan), above) }];
		const second = withoutSecond(one.task, one.plan, above);
		return second ? [{ task: one.task, attention: second, plan: withTwo(one.plan, above) }] : [];
	});
}

/** Plans the tasks again from what Autotask holds now, and keeps those whose plan is the approved one. */
export async function checkPlans(
	tasks: readonly SyncTask[],
	batch: BatchFacts,
	options: SyncOptions & { readonly used: RunUse },
	ports: SyncPorts,
): Promise<Checked> {
	const stored = await storedPlans(tasks, batch, ports);
	const approved = await approvedPlans(batch.connection.id, tasks, ports.store);
	const above = await secondApproverAbove(batch.connection.id, ports.store);
	const asBuilt = (task: SyncTask) => {
		const plan = stored[task.id];
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return { settings: plan.settings, catalogueCosts: plan.catalogueCosts };
	};
	const written = new Set(tasks.map((task) => task.id));
	const others = Object.values(stored).filter(({ taskId }) => !written.has(taskId));
	const idle = new Set(others.filter(({ changes }) => changes.length === 0).map(({ taskId }) => taskId));
	const [known, unplanned] = partition(tasks, (task) => stored[task.id] !== undefined);
	let candidates: readonly SyncTask[] = oldestFirst(known);
	const refused: Refused[] = unplanned.map(withoutPlan);
	for (;;) {
		const { planned, ledger } = planBatch(candidates, batch, asBuilt, idle);
		const plans = planned.flatMap((one): ApprovedPlan[] => (one.kind === 'planned' ? [one] : []));
		const stale = staleTasks(planned, { stored, approved, above }, batch);
		const { over, used } = overLimit(plans, options, options.used);
		const out = stale.length > 0 ? stale : over;
		refused.push(...out);
		if (out.length === 0) {
			const made = keyBy(ledger.newContracts ?? [], 'id');
			const works = contractWork(plans, ledger, (id) => batch.facts.contract(id) ?? fittingContract(made[id]));
			return { approved: plans, refused, works, used };
		}
		const gone = new Set(out.map(({ task }) => task.id));
		candidates = candidates.filter((task) => !gone.has(task.id));
	}
}
