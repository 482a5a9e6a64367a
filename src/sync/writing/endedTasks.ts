import type { Attention } from '../../domain/attention';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { BatchFacts } from '../planning/batchFacts';
import type { TaskResult } from '../proving/taskResults';
import { needAttention } from '../tasks/needAttention';
import type { SyncResult } from '../tasks/outcomes';
import type { Refused } from './refusedTasks';
import type { SyncPorts } from './syncOptions';

export function result(state: SyncResult['state'], message: string, attention?: Attention): TaskResult {
	return { state, message, lines: [], missing: [], ...(attention ? { attention } : {}) };
}

export async function keepRefused(
	refused: readonly Refused[],
	batch: BatchFacts,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const plans = refused.flatMap(({ plan }) => (plan ? [plan] : []));
	if (plans.length > 0) await ports.store.savePlans(batch.connection.id, plans);
	await needAttention(refused, ports, 'sync');
	return new Map(refused.map(({ task, attention }) => [task.id, result('waiting', attention.message, attention)]));
}

/** Gives the tasks back for the next check; what another run says of a task that it works on stays. */
export async function later(
	tasks: readonly SyncTask[],
	connectionId: ConnectionId,
	why: string,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const waiting = tasks.filter((task) => task.state === 'approved');
	if (waiting.length > 0)
		await ports.store.changeTasks(
			connectionId,
			waiting.map((task) => ({ id: task.id, change: { offeredUntil: undefined } })),
			ports.clock.now(),
		);
	return new Map(tasks.map((task) => [task.id, result('waiting', why)]));
}

export async function fail(
	tasks: readonly SyncTask[],
	why: string,
	{ store, clock }: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const [first] = tasks;
	const change = { state: 'failed', note: why, attention: undefined, offeredUntil: undefined } as const;
	if (first)
		await store.changeTasks(
			first.connectionId,
			tasks.map(({ id }) => ({ id, change })),
			clock.now(),
		);
	return new Map(tasks.map((task) => [task.id, result('failed', why)]));
}

/** What is said of a task that is not to be written; undefined for one that is. */
export function endedResult(task: SyncTask): TaskResult | undefined {
	const why = refusesState(task);
	return why === undefined ? undefined : result(task.state === 'synced' ? 'synced' : 'waiting', why);
}

function refusesState(task: SyncTask): string | undefined {
	if (task.state === 'synced') return `Task ${task.id} is synced already.`;
	if (task.state === 'ignored') return `Task ${task.id} is ignored; bring it back first.`;
	if (task.state === 'failed') return `Task ${task.id} has failed; retry it first. ${task.note ?? ''}`.trimEnd();
	if (!task.approval) return `Task ${task.id} is not approved; let Build Contract Services plan it, then approve it.`;
	return undefined;
}
