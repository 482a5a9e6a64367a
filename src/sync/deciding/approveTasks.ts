import { omit, partition } from 'lodash';
import type { ConnectionId, Instant } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { loggedMoney } from '../../domain/plan/loggedMoney';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { Ports } from '../../ports/store/ports';
import { secondApproverAbove } from '../reading/secondApproverAbove';
import type { TaskChange } from '../../ports/store/tasks';
import { offeredUntil } from '../tasks/offerTasks';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { settledBefore, withPredecessors } from './approvedChain';
import { type Candidate, judge } from './judgeApproval';
import { allowedTasks, type NamedTask, namedTasks, type RefusedEntry, refusedEntry } from './namedTasks';
import { type Approver, byPeople, keepFirst, othersWord } from './twoPeople';

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

/** Tasks that somebody else has approved or changed since they were read, by what they are now. */
async function overtaken(
	connectionId: ConnectionId,
	others: readonly Candidate[],
	{ store, clock }: Ports,
): Promise<readonly RefusedEntry[]> {
	const ids = others.map(({ task }) => task.id);
	const tasks = await tasksOfConnection(connectionId, ids, { store });
	return others.map(({ entry, task: read, plan }) => {
		const task = tasks.find((one) => one.id === read.id) ?? read;
		const judged = judge({ entry, task }, plan, clock.now());
		if ('refused' in judged) return judged.refused;
		return refusedEntry(
			{ text: entry.text, taskId: task.id },
			{ what: `Task ${task.id} has changed just now.`, step: ' Approve it again.' },
		);
	});
}

function approvedText(one: Candidate, by: string): string {
	const other = othersWord(one, by);
	const second = other ? `; ${other.by} had approved it before` : '';
	return `Plan ${one.plan.fingerprint} approved${second}.`;
}

function approvedTask(
	{ task }: Candidate,
	{ firstApproval, ...change }: Pick<SyncTask, 'state' | 'answers' | 'approval'> & Pick<TaskChange, 'firstApproval'>,
	at: Instant,
): SyncTask {
	const other = firstApproval === undefined ? {} : { firstApproval };
	return { ...omit(task, ['attention', 'firstApproval']), ...change, ...other, updatedAt: at };
}

async function keepApproval(
	request: ApproveRequest,
	kept: readonly Candidate[],
	ports: Ports,
): Promise<ApproveOutcome> {
	if (kept.length === 0) return { approved: [], refused: [] };
	const { connectionId, by } = request;
	const at = ports.clock.now();
	const approvedChange = (one: Candidate) => ({
		state: 'approved' as const,
		answers: one.answers,
		approval: { fingerprint: one.plan.fingerprint, by, at },
		firstApproval: othersWord(one, by),
		offeredUntil: offeredUntil(at),
		offers: 1,
	});
	const taken = await ports.store.takeApprovals(
		connectionId,
		kept.map((one) => ({
			id: one.task.id,
			change: { ...approvedChange(one), attention: undefined },
			seen: one.task,
			plan: one.plan,
		})),
		at,
	);
	const [own, others] = partition(kept, ({ task }) => taken.includes(task.id));
	await ports.store.log(
		own.map((one) => ({
			at,
			connectionId,
			taskId: one.task.id,
			action: 'approve',
			by,
			message: approvedText(one, by),
			details: loggedMoney(one.plan),
		})),
	);
	return {
		approved: own.map((one) => ({
			task: approvedTask(one, approvedChange(one), at),
			plan: one.plan,
		})),
		refused: await overtaken(connectionId, others, ports),
	};
}

function whyNobody({ task }: NamedTask, by: string): string | undefined {
	if (by.trim() !== '') return undefined;
	return `Nobody is named as approving task ${task.id}; enter a name, or log in to the page with a user.`;
}

/** What may be approved of what is named, as it is shown. */
async function judgedTasks(
	{ connectionId, text, by }: ApproveRequest,
	{ store, clock }: Ports,
): Promise<{ readonly candidates: readonly Candidate[]; readonly refused: readonly RefusedEntry[] }> {
	const found = await namedTasks(connectionId, text, store);
	const { allowed: named, refused } = allowedTasks(found, (one) => whyNobody(one, by));
	const ids = named.map(({ task }) => task.id);
	const plans = keyBy(ids.length === 0 ? [] : await store.plans(connectionId, ids), 'taskId');
	const judged = named.map((one) => judge(one, plans[one.task.id], clock.now()));
	return {
		candidates: judged.flatMap((one) => ('candidate' in one ? [one.candidate] : [])),
		refused: [...refused, ...judged.flatMap((one) => ('refused' in one ? [one.refused] : []))],
	};
}

/**
 * Approves the named plans and hands out the stored ones.
 *
 * A plan is approved as it was shown: another fingerprint, an open question, an answer that would change it or a
 * predecessor that is neither written nor approved refuses the entry, and nothing else. Every entry gets an answer. Where
 * two people approve a plan, the first one's word is kept and answered among `refused`. Source: rule W9.
 */
export async function approveTasks(request: ApproveRequest, ports: Ports): Promise<ApproveOutcome> {
	const { connectionId } = request;
	const { candidates, refused } = await judgedTasks(request, ports);
	const approver: Approver = {
		connectionId,
		by: request.by,
		above: await secondApproverAbove(connectionId, ports.store),
	};
	const people = byPeople(candidates, approver);
	const settled = await settledBefore(connectionId, candidates, ports.store);
	const chained = withPredecessors(people.enough, settled);
	const whole = withPredecessors([...chained.kept, ...people.first], settled);
	const isFirst = (one: Candidate) => people.first.includes(one);
	const { approved, refused: late } = await keepApproval(request, chained.kept, ports);
	const first = await keepFirst(whole.kept.filter(isFirst), approver, ports);
	const order = oldestFirst(approved.map(({ task }) => task)).map((task) => task.id);
	return {
		approved: [...approved].sort((a, b) => order.indexOf(a.task.id) - order.indexOf(b.task.id)),
		refused: [
			...refused,
			...people.refused,
			...chained.refused,
			...whole.refused,
			...late,
			...first.kept,
			...(await overtaken(connectionId, first.others, ports)),
		],
	};
}
