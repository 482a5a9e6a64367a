import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { isWorkedOn, planAgain } from '../planning/planAgain';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { ignoredFor } from './endExcluded';
import { allowedTasks, changeAsSeen, type NamedTask, namedTasks, type RefusedEntry } from './namedTasks';

export interface IgnoreRequest {
	readonly connectionId: ConnectionId;
	/** Entries as `parseApproval` reads them; only the task's id counts. */
	readonly text: string;
	readonly by: string;
	/** Why; shown with the task and in the log. */
	readonly reason: string;
}

export interface IgnoreOutcome {
	readonly ignored: readonly SyncTask[];
	readonly refused: readonly RefusedEntry[];
}

function whyNotIgnored({ task }: NamedTask, reason: string, now: SyncTask['createdAt']): string | undefined {
	const name = `Task ${task.id}`;
	if (task.state === 'synced') return `${name} is synced; what was written stays, and there is nothing to ignore.`;
	if (task.state === 'ignored') return `${name} is ignored already: ${task.note ?? 'a person decided so'}`;
	if (task.state === 'syncing') return `${name} is being written; ignore what is left of it when it has ended.`;
	if (task.state === 'approved' && isWorkedOn(task, now))
		return `${name} is approved and is being worked on; stop the connection, or wait until it has ended.`;
	return reason === '' ? `Say why ${task.id} is ignored.` : undefined;
}

function ignoredChange({ task }: NamedTask, reason: string): TaskChange {
	const before = task.state === 'failed' && task.note !== undefined ? ` Before: ${task.note}` : '';
	return ignoredFor(`${reason}${before}`);
}

/**
 * Takes the named tasks out of the sync, with the reason that a person gives; nothing is written for them.
 *
 * The later tasks of their subscriptions go on without them and are planned again. What an ignored task has written
 * before stays in Autotask. Every entry gets an answer. Source: rules T9, T10.
 */
export async function ignoreTasks(request: IgnoreRequest, ports: Ports): Promise<IgnoreOutcome> {
	const { connectionId, text, by } = request;
	const reason = request.reason.trim();
	const now = ports.clock.now();
	const found = await namedTasks(connectionId, text, ports.store);
	const { allowed, refused } = allowedTasks(found, (one) => whyNotIgnored(one, reason, now));
	const { changed, refused: late } = await changeAsSeen(
		connectionId,
		allowed,
		(one) => ignoredChange(one, reason),
		ports,
	);
	if (changed.length === 0) return { ignored: [], refused: [...refused, ...late] };
	const message = `Ignored: ${reason}`;
	await ports.store.log(
		changed.map(({ task }) => ({ at: now, connectionId, taskId: task.id, action: 'ignore', by, message })),
	);
	const tasks = changed.map(({ task }) => task);
	await planAgain(connectionId, tasks, ports);
	const ids = tasks.map((task) => task.id);
	return { ignored: await tasksOfConnection(connectionId, ids, ports), refused: [...refused, ...late] };
}
