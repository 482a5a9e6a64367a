import { omit, partition } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { loggedMoney } from '../../domain/plan/loggedMoney';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import { offeredUntil } from '../tasks/offerTasks';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { type Candidate, judge } from './judgeApproval';
import { allowedTasks, type NamedTask, namedTasks, type RefusedEntry, refusedEntry } from './namedTasks';

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

const goesBefore: readonly SyncTask['state'][] = ['synced', 'approved', 'syncing'];

async function predecessorStates(
	connectionId: ConnectionId,
	candidates: readonly Candidate[],
	store: StorePort,
): Promise<ReadonlySet<TaskId>> {
	const ids = [...new Set(candidates.flatMap(({ plan }) => plan.predecessors))];
	const tasks = await tasksOfConnection(connectionId, ids, { store });
	return new Set(tasks.filter((task) => goesBefore.includes(task.state)).map((task) => task.id));
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

async function keepApproval(
	request: ApproveRequest,
	kept: readonly Candidate[],
	ports: Ports,
): Promise<ApproveOutcome> {
	if (kept.length === 0) return { approved: [], refused: [] };
	const { connectionId, by } = request;
	const at = ports.clock.now();
	const approvedChange = ({ plan, answers }: Candidate) => ({
		state: 'approved' as const,
		answers,
		approval: { fingerprint: plan.fingerprint, by, at },
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
		own.map(({ task, plan }) => ({
			at,
			connectionId,
			taskId: task.id,
			action: 'approve',
			by,
			message: `Plan ${plan.fingerprint} approved.`,
			details: loggedMoney(plan),
		})),
	);
	return {
		approved: own.map((one) => ({
			task: { ...omit(one.task, 'attention'), ...approvedChange(one), updatedAt: at },
			plan: one.plan,
		})),
		refused: await overtaken(connectionId, others, ports),
	};
}

function whyNobody({ task }: NamedTask, by: string): string | undefined {
	if (by.trim() !== '') return undefined;
	return `Nobody is named as approving task ${task.id}; enter a name, or log in to the page with a user.`;
}

/**
 * Approves the named plans and hands out the stored ones.
 *
 * A plan is approved as it was shown: another fingerprint, an open question, an answer that would change it or a
 * predecessor that is neither written nor approved refuses the entry, and nothing else. Every entry gets an answer.
 */
export async function approveTasks(request: ApproveRequest, ports: Ports): Promise<ApproveOutcome> {
	const { connectionId, text } = request;
	const found = await namedTasks(connectionId, text, ports.store);
	const { allowed: named, refused } = allowedTasks(found, (one) => whyNobody(one, request.by));
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
