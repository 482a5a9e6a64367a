import { taskEntry } from '../../domain/answers/taskEntry';
import type { ApprovalEntry } from '../../domain/answers/approval';
import type { Why } from '../../domain/attention';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { whyNotAdoptable } from '../../domain/plan/adoption';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import type { StorePort } from '../../ports/store/store';
import { type NamedTask, namedTasks, type RefusedEntry, refusedEntry, whyOf } from '../deciding/namedTasks';

/** Which lines a person wants to be linked as they are. */
export interface AdoptRequest {
	readonly connectionId: ConnectionId;
	/** Every line that was there before us, or those of the named tasks. */
	readonly which: 'all' | 'named';
	/** Entries as `parseApproval` reads them; for `named`. */
	readonly text: string;
	/** Whether lines that differ from their subscription are linked too, as they are. */
	readonly linkDifferent: boolean;
	/** Name recorded in the action log. */
	readonly by: string;
}

/** A task whose line may be linked as it is. */
export interface AdoptableTask {
	/** With what the person has said of its units. */
	readonly task: SyncTask;
	/** As it was shown. */
	readonly plan: ContractPlan;
	/** How the person named it; its id, where all are meant. */
	readonly text: string;
	/** Whether a person has said how many units are this subscription's: then others may be left over. */
	readonly isSaid: boolean;
}

type Judged = { readonly adoptable: AdoptableTask } | { readonly refused: RefusedEntry };

function isWaiting(task: SyncTask): boolean {
	return task.state === 'attention' && task.attention?.reason === 'approval';
}

/** A later task of a chain whose first one links the line: both are looked at together. */
function follows(task: SyncTask, plan: ContractPlan, before: ReadonlySet<TaskId>): boolean {
	const isOnLine =
		plan.changes.length > 0 &&
		plan.changes.every(({ target, leftOn, joinedOn }) => target.kind === 'existing' && !leftOn && !joinedOn);
	return task.isFirst && task.kind !== 'cancellation' && isOnLine && plan.predecessors.some((id) => before.has(id));
}

function whyNotSaid(entry: ApprovalEntry, plan: ContractPlan): Why | undefined {
	const { taskId, contractId, otherUnits, goneLine, oneTimeLines } = entry;
	if ([contractId, otherUnits, goneLine, oneTimeLines].some((said) => said !== undefined))
		return { what: `Only own= may follow ${taskId}: a line is linked as it is. Retry the task with anything else.` };
	const wanted = taskEntry(taskId, plan.fingerprint);
	if (entry.fingerprint === undefined) return { what: `Say which plan of task ${taskId} you have seen: ${wanted}.` };
	if (entry.fingerprint === plan.fingerprint) return undefined;
	return {
		what: `The plan of task ${taskId} has changed since ${entry.fingerprint}`,
		step: `; look at it and name ${wanted}.`,
	};
}

/** Why a named task is not at the point where its line can be linked. */
export function whyNotWaiting(task: SyncTask): Why | undefined {
	if (isWaiting(task)) return undefined;
	if (task.attention) return whyOf(`Task ${task.id} cannot be linked yet: ${task.attention.reason}. `, task.attention);
	return {
		what: `Task ${task.id} is ${task.state}${task.state === 'open' ? '; run the check so that it has a plan' : ''}.`,
	};
}

function judge({ entry, task }: NamedTask, plan: ContractPlan | undefined, isFollower: boolean): Judged {
	const refuse = (why: Why): Judged => ({ refused: refusedEntry({ text: entry.text, taskId: task.id }, why) });
	const early = whyNotWaiting(task);
	if (early !== undefined) return refuse(early);
	if (!plan) return refuse({ what: `Task ${task.id} has no stored plan; retry it so that one is made.` });
	const unsaid = whyNotSaid(entry, plan);
	if (unsaid) return refuse(unsaid);
	const what = isFollower ? undefined : whyNotAdoptable(task, plan);
	if (what !== undefined) return refuse({ what });
	const { ownUnits } = entry;
	const answers = { ...task.answers, ...(ownUnits === undefined ? {} : { ownUnits }) };
	const isSaid = answers.ownUnits !== undefined;
	return { adoptable: { task: { ...task, answers }, plan, text: entry.text, isSaid } };
}

async function plansOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	store: StorePort,
): Promise<Readonly<Record<string, ContractPlan>>> {
	const ids = tasks.map((task) => task.id);
	return keyBy(ids.length === 0 ? [] : await store.plans(connectionId, ids), 'taskId');
}

function followers(
	tasks: readonly SyncTask[],
	plans: Readonly<Record<string, ContractPlan>>,
): (task: SyncTask) => boolean {
	const first = tasks.filter((task) => {
		const plan = plans[task.id];
		return plan !== undefined && whyNotAdoptable(task, plan) === undefined;
	});
	const ids = new Set(first.map((task) => task.id));
	return (task) => {
		const plan = plans[task.id];
		return plan !== undefined && follows(task, plan, ids);
	};
}

async function waitingTasks({ connectionId }: AdoptRequest, store: StorePort): Promise<readonly NamedTask[]> {
	const waiting = await store.tasks(connectionId, { states: ['attention'], reasons: ['approval'] });
	const plans = await plansOf(connectionId, waiting, store);
	const isFollower = followers(waiting, plans);
	return waiting.flatMap((task): NamedTask[] => {
		const plan = plans[task.id];
		if (!plan || !(isFollower(task) || whyNotAdoptable(task, plan) === undefined)) return [];
		return [{ task, entry: { text: task.id, taskId: task.id, fingerprint: plan.fingerprint } }];
	});
}

/** The tasks whose lines are meant, with the plans that were shown; what cannot be linked as it is is refused by name. Source: rule T11. */
export async function adoptableTasks(
	request: AdoptRequest,
	store: StorePort,
): Promise<{ readonly adoptable: readonly AdoptableTask[]; readonly refused: readonly RefusedEntry[] }> {
	const { connectionId, which, text } = request;
	const { named, refused } =
		which === 'all'
			? { named: await waitingTasks(request, store), refused: [] }
			: await namedTasks(connectionId, text, store);
	const tasks = named.map(({ task }) => task);
	const plans = await plansOf(connectionId, tasks, store);
	const isFollower = followers(tasks, plans);
	const judged = named.map((one) => judge(one, plans[one.task.id], isFollower(one.task)));
	return {
		adoptable: judged.flatMap((one) => ('adoptable' in one ? [one.adoptable] : [])),
		refused: [...refused, ...judged.flatMap((one) => ('refused' in one ? [one.refused] : []))],
	};
}
