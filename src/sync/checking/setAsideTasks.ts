import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { tasksOfConnection } from '../tasks/tasksOfConnection';

/** How often a task is handed out in vain unless the setting says otherwise. */
export const usualSetAsideAfter = 5;

function noteOf(task: SyncTask): string {
	const last = task.note === undefined ? 'No error was left behind: its executions ended in the middle' : task.note;
	return `Handed on ${task.offers} times and never ended, so it is set aside. Last: ${last.replace(/\.$/, '')}. Settle the cause, then retry the task.`;
}

/**
 * Ends the tasks that were handed out so often without coming to an end, as failed, with the last error that they left.
 *
 * They hold back the later ones of their subscriptions and nothing else; a write of theirs without an outcome is judged
 * before the next one to its contract. Returns them as they then are. Source: rule F1.
 */
export async function setAsideTasks(
	connectionId: ConnectionId,
	ports: Ports,
	setAsideAfter: number = usualSetAsideAfter,
): Promise<readonly SyncTask[]> {
	const now = ports.clock.now();
	const live = await ports.store.tasks(connectionId, { states: ['open', 'approved', 'syncing'] });
	const hopeless = live.filter(
		({ offers = 0, offeredUntil }) => offers >= setAsideAfter && offeredUntil !== undefined && offeredUntil <= now,
	);
	if (hopeless.length === 0) return [];
	const change = (task: SyncTask): TaskChange => ({ state: 'failed', note: noteOf(task), offeredUntil: undefined });
	await ports.store.changeTasks(
		connectionId,
		hopeless.map((task) => ({ id: task.id, change: change(task) })),
		now,
	);
	await ports.store.log(
		hopeless.map((task): ActionLogEntry => ({
			at: now,
			connectionId,
			taskId: task.id,
			action: 'fail',
			message: noteOf(task),
		})),
	);
	const ids = hopeless.map((task) => task.id);
	return await tasksOfConnection(connectionId, ids, ports);
}
