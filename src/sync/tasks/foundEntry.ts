import type { SyncTask } from '../../domain/task/task';
import type { ActionLogEntry } from '../../ports/store/actionLog';

/** The log line of a task that a check found. */
export function foundEntry(task: SyncTask, now: ActionLogEntry['at']): ActionLogEntry {
	const what =
		task.orderNumber === undefined
			? `Subscription ${task.subscriptionIds.join(', ')}`
			: `Order ${task.orderNumber} (${task.kind})`;
	const why = task.note ?? task.attention?.message;
	const id = task.order?.correlationId;
	return {
		at: now,
		connectionId: task.connectionId,
		taskId: task.id,
		action: 'check',
		message: `${what} found: ${task.state}${why === undefined ? '' : `. ${why}`}`,
		...(id === undefined ? {} : { correlationId: id }),
	};
}
