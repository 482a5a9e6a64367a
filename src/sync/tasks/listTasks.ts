import type { ConnectionId, TaskId } from '../../domain/ids';
import type { Exclusion } from '../../domain/order/exclusion';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { type ContractPlan, contractsOf } from '../../domain/plan/plan';
import { exclusionsOf } from '../../domain/task/excludedTask';
import type { SyncTask, TaskState } from '../../domain/task/task';
import type { ActionLogEntry, FoundEntry, LogSearch } from '../../ports/store/actionLog';
import type { JournalEntry } from '../../ports/store/journal';
import type { StorePort } from '../../ports/store/store';
import type { TaskFilter, TaskSearch } from '../../ports/store/tasks';
import { tasksOfConnection } from './tasksOfConnection';

type ReadPorts = { readonly store: StorePort };

export interface TaskList {
	readonly tasks: readonly SyncTask[];
	/** Of all tasks of the connection, whatever the filter. */
	readonly counts: Readonly<Record<TaskState, number>>;
}

/** Tasks of the connection that the filter names, with the number of tasks in each state. */
export async function listTasks(
	connectionId: ConnectionId,
	filter: TaskFilter,
	{ store }: ReadPorts,
): Promise<TaskList> {
	return { tasks: await store.tasks(connectionId, filter), counts: await store.countTasks(connectionId) };
}

/** Tasks that are searched for as the task board does, oldest first; of more than the limit the newest. */
export async function findTasks(
	connectionId: ConnectionId,
	search: TaskSearch,
	{ store }: ReadPorts,
): Promise<readonly SyncTask[]> {
	const { rows } = await store.taskPage(connectionId, search);
	const ids = rows.map(({ id }) => id);
	return await tasksOfConnection(connectionId, ids, { store });
}

/** One task with everything that is known of it. */
export interface TaskDossier {
	readonly task: SyncTask;
	readonly subscriptions: readonly SeenSubscription[];
	/** What of it is never billed. Source: rule T7. */
	readonly exclusions: readonly Exclusion[];
	readonly plan?: ContractPlan;
	/** Writes made for the task, oldest first. */
	readonly journal: readonly JournalEntry[];
	/** Newest first. */
	readonly log: readonly ActionLogEntry[];
}

async function journalOf(
	task: SyncTask,
	plan: ContractPlan | undefined,
	store: StorePort,
): Promise<readonly JournalEntry[]> {
	const connection = await store.connection(task.connectionId);
	if (!connection) return [];
	const assigned =
		task.subscriptionIds.length === 0 ? [] : await store.assignments(task.connectionId, task.subscriptionIds);
	const contracts = [...new Set([...(plan ? contractsOf(plan) : []), ...assigned.map((one) => one.contractId)])];
	const entries = contracts.length === 0 ? [] : await store.journal(connection.databaseId, contracts);
	return entries.filter((entry) => entry.connectionId === task.connectionId && entry.taskIds.includes(task.id));
}

/** A task with its subscriptions, plan, writes and log; undefined where the connection has none of that id. */
export async function getTask(
	connectionId: ConnectionId,
	id: TaskId,
	{ store }: ReadPorts,
): Promise<TaskDossier | undefined> {
	const task = await store.task(connectionId, id);
	if (!task) return undefined;
	const [plan] = await store.plans(connectionId, [id]);
	const { subscriptionIds } = task;
	const subscriptions =
		subscriptionIds.length === 0 ? [] : await store.subscriptionsById(connectionId, subscriptionIds);
	const seen = (one: string) => subscriptions.find((subscription) => subscription.id === one);
	return {
		task,
		subscriptions,
		exclusions: exclusionsOf(task, await store.exclusions(connectionId), seen),
		...(plan ? { plan } : {}),
		journal: await journalOf(task, plan, store),
		log: await store.readLog(connectionId, { taskId: id }),
	};
}

/** What was done and is searched for as the log's page does, newest first. */
export async function findLog(
	connectionId: ConnectionId,
	search: LogSearch,
	{ store }: ReadPorts,
): Promise<readonly FoundEntry[]> {
	return (await store.logPage(connectionId, search)).rows;
}
