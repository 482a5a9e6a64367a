import { keyBy, partition, pick, uniqBy } from 'lodash';
import type { TaskId } from '../domain/ids';
import { compare, isNegative, minus, negate, plus, roundedAmount, zero, type Decimal } from '../domain/money';
import type { ContractPlan } from '../domain/plan';
import { attentionOf, type Attention, type SyncTask } from '../domain/task';
import { oldestFirst } from '../domain/taskChain';
import { connected } from './connected';
import { takenDays } from './contractTurn';
import { contractWork, type ApprovedPlan, type ContractWork } from './contractWork';
import { planBatch } from './planBatch';
import type { AutotaskPort, JournalEntry, Ports } from './ports';
import { fittingContract, type BatchFacts } from './readFacts';

export interface SyncOptions {
	readonly dryRun: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	/** Lines and charges that one run may write; what exceeds it waits at `approval`. Source: rule T10. */
	readonly maxLines?: number;
	/** Money of the plans that one run may write: their totals as they are shown, once and per period, signs left out. */
	readonly maxMoney?: string;
	/** Percent of Autotask's hourly requests, all integrations together, that may be used up before writing stops. */
	readonly hourlyShare?: number;
	/** How many contracts are read and written together; 100 unless said. */
	readonly contractsAtOnce?: number;
	readonly signal?: AbortSignal;
}

export type SyncPorts = Ports & { readonly autotask: AutotaskPort };

/** An approved task that is not written now, and why. */
export interface Refused {
	readonly task: SyncTask;
	readonly attention: Attention;
	readonly plan?: ContractPlan;
}

/** Why an approved task is not written as it was approved; undefined where it is. Source: rule Q2 and the approval rule. */
function movedSince(task: SyncTask, plan: ContractPlan): Attention | undefined {
	if (task.approval?.fingerprint === plan.fingerprint && plan.questions.length === 0) return undefined;
	return attentionOf(
		'approval',
		`What was approved (${task.approval?.fingerprint ?? 'nothing'}) has moved since`,
		`: look at the new plan, then approve ${task.id}:${plan.fingerprint}.`,
	);
}

/** The new plan with the one that was approved, where something moved between the two. */
function insteadOf(approved: ContractPlan | undefined, plan: ContractPlan): ContractPlan {
	if (!approved || approved.fingerprint === plan.fingerprint) return plan;
	return { ...plan, instead: pick(approved, ['fingerprint', 'lines', 'totals']) };
}

function waitsForOthers(plan: Pick<ContractPlan, 'predecessors'>, own: ReadonlySet<TaskId>): Attention | undefined {
	const missing = plan.predecessors.find((id) => !own.has(id));
	return missing && attentionOf('approval', `Task ${missing} is written before this one`, '; approve it too.');
}

function size(amount: Decimal): Decimal {
	return isNegative(amount) ? negate(amount) : amount;
}

/** What a run has used of its limits. */
export interface RunUse {
	readonly lines: number;
	readonly money: Decimal;
}

export const nothingUsed: RunUse = { lines: 0, money: zero };

function withPlan(used: RunUse, plan: ContractPlan): RunUse {
	const shares = plan.changes.reduce((sum, change) => sum + change.share.length, 0);
	const charges = plan.charges.filter((charge) => charge.selected).length;
	const money = plus(size(plan.totals.once), size(plan.totals.perPeriod));
	return { lines: used.lines + shares + charges, money: plus(used.money, money) };
}

function exceeds(used: RunUse, { maxLines, maxMoney }: SyncOptions): boolean {
	const isTooMuch = maxMoney !== undefined && compare(minus(used.money, maxMoney as Decimal), zero) > 0;
	return isTooMuch || (maxLines !== undefined && used.lines > maxLines);
}

function overLimitNeed(plan: ContractPlan, used: RunUse, { maxLines, maxMoney }: SyncOptions): Attention {
	const more = withPlan(used, plan);
	const limits = [
		...(maxLines === undefined ? [] : [`${more.lines} of ${maxLines} lines`]),
		...(maxMoney === undefined ? [] : [`${roundedAmount(more.money)} of ${maxMoney} money`]),
	].join(', ');
	return attentionOf(
		'approval',
		`With this task the run would exceed its limits (${limits})`,
		`; approve ${plan.taskId}:${plan.fingerprint} for another run.`,
	);
}

/** What exceeds the limits of a run waits at `approval`; later ones that still fit are written. Source: rule T10. */
function overLimit(
	plans: readonly ApprovedPlan[],
	options: SyncOptions,
	before: RunUse,
): { readonly over: readonly Refused[]; readonly used: RunUse } {
	let used = before;
	const over: Refused[] = [];
	for (const { task, plan } of plans) {
		const more = withPlan(used, plan);
		if (!exceeds(more, options)) {
			used = more;
			continue;
		}
		const approvalNeeded = [...plan.approvalNeeded, 'it exceeded the limits of a run'];
		over.push({ task, attention: overLimitNeed(plan, used, options), plan: { ...plan, approvalNeeded } });
	}
	return { over, used };
}

/** What may be written, and what may not. */
export interface Checked {
	readonly approved: readonly ApprovedPlan[];
	readonly refused: readonly Refused[];
	readonly works: readonly ContractWork[];
	/** Of the run's limits, these works included. */
	readonly used: RunUse;
}

/** Plans the tasks again from what Autotask holds now, and keeps those whose plan is the approved one. */
export async function checkPlans(
	tasks: readonly SyncTask[],
	batch: BatchFacts,
	options: SyncOptions & { readonly used: RunUse },
	ports: SyncPorts,
): Promise<Checked> {
	const stored = keyBy(
		await ports.store.plans(
			batch.connection.id,
			tasks.map((task) => task.id),
		),
		'taskId',
	);
	const known = tasks.filter((task) => stored[task.id] !== undefined);
	const unplanned = tasks
		.filter((task) => stored[task.id] === undefined)
		.map((task): Refused => ({
			task,
			attention: attentionOf('approval', `Task ${task.id} has no plan yet`, '; let Build Contract Services plan it.'),
		}));
	const making = (task: SyncTask) => {
		const plan = stored[task.id];
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return { settings: plan.settings, catalogueCosts: plan.catalogueCosts };
	};
	/** What a plan counts on and is not written: without it a task can not be judged. */
	const unwritten = (plan: ContractPlan | undefined) => ({
		predecessors: plan?.predecessors.filter((id) => batch.chain.some((task) => task.id === id)) ?? [],
	});
	let candidates: readonly SyncTask[] = oldestFirst(known);
	const refused: Refused[] = [...unplanned];
	for (;;) {
		const { planned, ledger } = planBatch(candidates, batch, making);
		const own = new Set(candidates.map((task) => task.id));
		const plans = planned.flatMap((one): ApprovedPlan[] => (one.kind === 'planned' ? [one] : []));
		const stale = planned.flatMap((one): Refused[] => {
			if (one.kind === 'attention') {
				const before = waitsForOthers(unwritten(stored[one.task.id]), own);
				return [{ task: one.task, attention: before ?? one.attention }];
			}
			const why = movedSince(one.task, one.plan) ?? waitsForOthers(one.plan, own);
			return why ? [{ task: one.task, attention: why, plan: insteadOf(stored[one.task.id], one.plan) }] : [];
		});
		const { over, used } = overLimit(plans, options, options.used);
		const out = stale.length > 0 ? stale : over;
		refused.push(...out);
		if (out.length === 0) {
			const planned = keyBy(ledger.newContracts ?? [], 'id');
			const works = contractWork(plans, ledger, (id) => batch.facts.contract(id) ?? fittingContract(planned[id]));
			return { approved: plans, refused, works, used };
		}
		const gone = new Set(out.map(({ task }) => task.id));
		candidates = candidates.filter((task) => !gone.has(task.id));
	}
}

/** Tasks with a write that was not answered, whose line somebody else has changed since. Source: the write protocol, step 4. */
export function disputedTasks(tasks: readonly SyncTask[], disputed: readonly JournalEntry[]): readonly Refused[] {
	return tasks.flatMap((task): Refused[] => {
		const entry = disputed.find((one) => one.taskIds.includes(task.id));
		if (!entry) return [];
		const message = `Contract service ${entry.contractServiceId ?? ''} ${entry.note ?? ''}: our change was not answered, and somebody else has changed the line. Look at it in Autotask, correct it there, then retry the task.`;
		return [{ task, attention: { reason: 'changed in Autotask', message } }];
	});
}

/** Contracts, and those that share tasks with them, with a change on a day that has one already, as far as our journal knows: their tasks ask. Source: rule Q7 (`sameDate: ask`). */
export function splitByTakenDays(
	works: readonly ContractWork[],
	journal: BatchFacts['journal'],
): { readonly free: readonly ContractWork[]; readonly taken: readonly Refused[] } {
	const takenDay = (work: ContractWork) =>
		work.lines.flatMap((line) => {
			const { target } = line.line;
			const days = target.kind === 'existing' ? takenDays(journal, target.contractServiceId) : [];
			return line.adjustments.map((write) => write.on).filter((day) => days.includes(day));
		})[0];
	const groups = connected(works, (work) => work.approved.map(({ task }) => task.id));
	const [taken, free] = partition(groups, (some) => some.some((work) => takenDay(work) !== undefined));
	const refused = taken.flatMap((some): Refused[] => {
		const work = some.find((one) => takenDay(one) !== undefined);
		const day = work && takenDay(work);
		const attention = attentionOf(
			'two changes on one date',
			`Autotask takes one change of a line a day, and ${day ?? ''} has one in ${work?.contract.name ?? ''}.`,
			' Set "Second Change on One Date" of Sync Contract to Next Day and retry the task, or enter the change by hand in Autotask.',
		);
		const tasks = uniqBy(
			some.flatMap((one) => one.approved.map(({ task }) => task)),
			'id',
		);
		return tasks.map((task) => ({ task, attention }));
	});
	return { taken: refused, free: free.flat() };
}
