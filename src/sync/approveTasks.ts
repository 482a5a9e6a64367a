import { keyBy, omit, partition } from 'lodash';
import { answerPlan } from '../domain/answerPlan';
import type { ApprovalEntry } from '../domain/approval';
import type { ConnectionId, Instant, TaskId } from '../domain/ids';
import { withOwnUnits } from '../domain/ownAnswer';
import { contractsOf, type ContractPlan } from '../domain/plan';
import { partsOf, type Answers, type SyncTask, type Why } from '../domain/task';
import { oldestFirst } from '../domain/taskChain';
import { namedTasks, refusedEntry, whyOf, type NamedTask, type RefusedEntry } from './namedTasks';
import { offeredUntil } from './offerTasks';
import type { Ports, StorePort } from './ports';

/** An approved task with the stored plan that was approved; goes straight to Sync Contract. */
export interface ApprovedTask {
	readonly task: SyncTask;
	readonly plan: ContractPlan;
}

export interface ApproveOutcome {
	/** Oldest first. */
	readonly approved: readonly ApprovedTask[];
	readonly refused: readonly RefusedEntry[];
}

export interface ApproveRequest {
	readonly connectionId: ConnectionId;
	/** Entries as `parseApproval` reads them. */
	readonly text: string;
	/** Who approves, for the task and the log. */
	readonly by: string;
}

interface Candidate extends NamedTask {
	readonly plan: ContractPlan;
	readonly answers: Answers;
}

type Judged = { readonly candidate: Candidate } | { readonly refused: RefusedEntry };

function whyNotNow(task: SyncTask, now: Instant): Why | undefined {
	const name = `Task ${task.id}`;
	if (task.state === 'attention' && task.attention?.reason === 'approval') return undefined;
	if (task.state === 'approved') {
		return task.offeredUntil !== undefined && task.offeredUntil > now
			? { what: `${name} is approved already and is being worked on.` }
			: undefined;
	}
	if (task.attention) return whyOf(`${name} cannot be approved: ${task.attention.reason}. `, task.attention);
	if (task.state === 'open')
		return { what: `${name} has no plan to approve yet`, step: '; run the check so that one is made.' };
	if (task.state === 'syncing') return { what: `${name} is being written.` };
	const next = task.state === 'failed' ? ' Retry it to write what is missing.' : '';
	return { what: `${name} is ${task.state} and needs no approval.${next}` };
}

/** An answer that would change what the plan writes: then it has to be planned anew before it is approved. */
function whyOtherPlan(entry: ApprovalEntry, plan: ContractPlan): Why | undefined {
	const retry = (answer: string): Why => ({
		what: `The plan of task ${entry.taskId} was made otherwise`,
		step: `; retry the task with ${answer} and approve the plan that comes.`,
	});
	if (entry.contractId !== undefined && !contractsOf(plan).includes(entry.contractId))
		return retry(`contract=${entry.contractId}`);
	if (entry.otherUnits !== undefined) return retry(`others=${entry.otherUnits.units}`);
	return entry.oneTimeLines === true && plan.charges.some((charge) => !charge.selected) ? retry('onetime') : undefined;
}

function whyWrongPlan(entry: ApprovalEntry, plan: ContractPlan): Why | undefined {
	if (entry.fingerprint === undefined)
		return {
			what: `Say which plan of task ${entry.taskId} is approved`,
			step: `: ${entry.taskId}:${plan.fingerprint}.`,
		};
	if (entry.fingerprint === plan.fingerprint) return undefined;
	return {
		what: `The plan of task ${entry.taskId} has changed since: you approved ${entry.fingerprint}, the plan now is ${plan.fingerprint}.`,
		step: ` Look at it and approve ${entry.taskId}:${plan.fingerprint}.`,
	};
}

/** Whether the task is synced with the very plan that the entry names, as a list of tasks that stays in a workflow does. */
function isWritten(entry: ApprovalEntry, task: SyncTask): boolean {
	return task.state === 'synced' && entry.fingerprint !== undefined && entry.fingerprint === task.approval?.fingerprint;
}

function answeredWhy({ id }: SyncTask, { why, what }: { readonly why: string; readonly what?: string }): Why {
	const parts = partsOf({ message: `${why}.`, ...(what === undefined ? {} : { what }) });
	return { ...parts, what: `Task ${id}: ${parts.what}` };
}

function judge({ entry, task }: NamedTask, plan: ContractPlan | undefined, now: Instant): Judged {
	const refuse = (why: Why) => ({ refused: refusedEntry({ text: entry.text, taskId: task.id }, why) });
	const early = whyNotNow(task, now);
	if (isWritten(entry, task)) return { refused: { ...refuse(early ?? { what: '' }).refused, alreadySynced: true } };
	if (early !== undefined) return refuse(early);
	if (!plan) return refuse({ what: `Task ${task.id} has no stored plan; retry it so that one is made.` });
	const other = whyWrongPlan(entry, plan) ?? whyOtherPlan(entry, plan);
	if (other !== undefined) return refuse(other);
	const answers = withOwnUnits(task.answers, entry);
	const answered = answerPlan(plan, answers);
	return answered.kind === 'refused'
		? refuse(answeredWhy(task, answered))
		: { candidate: { entry, task, plan, answers } };
}

const goesBefore: readonly SyncTask['state'][] = ['synced', 'approved', 'syncing'];

async function predecessorStates(
	connectionId: ConnectionId,
	candidates: readonly Candidate[],
	store: StorePort,
): Promise<ReadonlySet<TaskId>> {
	const ids = [...new Set(candidates.flatMap(({ plan }) => plan.predecessors))];
	const tasks = ids.length === 0 ? [] : await store.tasksById(ids);
	return new Set(
		tasks
			.filter((task) => task.connectionId === connectionId && goesBefore.includes(task.state))
			.map((task) => task.id),
	);
}

/** Refuses plans that count on tasks which are neither written, nor approved, nor in the set; until nothing more falls out. */
function withPredecessors(
	candidates: readonly Candidate[],
	settled: ReadonlySet<TaskId>,
): { readonly kept: readonly Candidate[]; readonly refused: readonly RefusedEntry[] } {
	const inSet = new Set(candidates.map(({ task }) => task.id));
	const missing = ({ plan }: Candidate): readonly TaskId[] =>
		plan.predecessors.filter((id) => !settled.has(id) && !inSet.has(id));
	const fallen = candidates.filter((candidate) => missing(candidate).length > 0);
	if (fallen.length === 0) return { kept: candidates, refused: [] };
	const rest = withPredecessors(
		candidates.filter((candidate) => !fallen.includes(candidate)),
		settled,
	);
	const refused = fallen.map((candidate): RefusedEntry => ({
		text: candidate.entry.text,
		taskId: candidate.task.id,
		reason: `The plan of task ${candidate.task.id} counts on ${missing(candidate).join(', ')}, not written and not approved; approve it with this one or before it.`,
	}));
	return { kept: rest.kept, refused: [...refused, ...rest.refused] };
}

/** Tasks that somebody else has approved or changed since they were read, by what they are now. */
async function overtaken(
	connectionId: ConnectionId,
	others: readonly Candidate[],
	{ store, clock }: Ports,
): Promise<readonly RefusedEntry[]> {
	if (others.length === 0) return [];
	const tasks = await store.tasksById(others.map(({ task }) => task.id));
	return others.map(({ entry, task: read, plan }) => {
		const task = tasks.find((one) => one.connectionId === connectionId && one.id === read.id) ?? read;
		const judged = judge({ entry, task }, plan, clock.now());
		if ('refused' in judged) return judged.refused;
		return refusedEntry(
			{ text: entry.text, taskId: task.id },
			{ what: `Task ${task.id} has changed just now.`, step: ' Approve it again.' },
		);
	});
}

async function keepApproval(
	request: ApproveRequest,
	kept: readonly Candidate[],
	ports: Ports,
): Promise<ApproveOutcome> {
	if (kept.length === 0) return { approved: [], refused: [] };
	const { connectionId, by } = request;
	const at = ports.clock.now();
	const changeOf = ({ plan, answers }: Candidate) => ({
		state: 'approved' as const,
		answers,
		approval: { fingerprint: plan.fingerprint, by, at },
		offeredUntil: offeredUntil(at),
		offers: 1,
	});
	await ports.store.saveApprovedPlans(
		connectionId,
		kept.map(({ plan }) => plan),
	);
	const taken = await ports.store.takeApprovals(
		connectionId,
		kept.map((one) => ({ id: one.task.id, change: { ...changeOf(one), attention: undefined } })),
		at,
	);
	const [own, others] = partition(kept, ({ task }) => taken.includes(task.id));
	await ports.store.log(
		own.map(({ task, plan }) => ({
			at,
			connectionId,
			taskId: task.id,
			action: 'approve',
			by,
			message: `Plan ${plan.fingerprint} approved.`,
		})),
	);
	return {
		approved: own.map((one) => ({
			task: { ...omit(one.task, 'attention'), ...changeOf(one), updatedAt: at },
			plan: one.plan,
		})),
		refused: await overtaken(connectionId, others, ports),
	};
}

/**
 * Approves the named plans and hands out the stored ones.
 *
 * A plan is approved as it was shown: another fingerprint, an open question, an answer that would change it or a
 * predecessor that is neither written nor approved refuses the entry, and nothing else. Every entry gets an answer.
 */
export async function approveTasks(request: ApproveRequest, ports: Ports): Promise<ApproveOutcome> {
	const { connectionId, text } = request;
	const { named, refused } = await namedTasks(connectionId, text, ports.store);
	const plans = keyBy(
		named.length === 0
			? []
			: await ports.store.plans(
					connectionId,
					named.map(({ task }) => task.id),
				),
		'taskId',
	);
	const judged = named.map((one) => judge(one, plans[one.task.id], ports.clock.now()));
	const candidates = judged.flatMap((one) => ('candidate' in one ? [one.candidate] : []));
	const chained = withPredecessors(candidates, await predecessorStates(connectionId, candidates, ports.store));
	const { approved, refused: late } = await keepApproval(request, chained.kept, ports);
	const order = oldestFirst(approved.map(({ task }) => task)).map((task) => task.id);
	return {
		approved: [...approved].sort((a, b) => order.indexOf(a.task.id) - order.indexOf(b.task.id)),
		refused: [
			...refused,
			...judged.flatMap((one) => ('refused' in one ? [one.refused] : [])),
			...chained.refused,
			...late,
		],
	};
}
