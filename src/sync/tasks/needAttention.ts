import type { Attention } from '../../domain/attention';
import type { SyncTask } from '../../domain/task/task';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';

/** One task with what it needs; saved by `needAttention`. */
export interface NeedOf {
	readonly task: SyncTask;
	readonly attention: Attention;
}

/** A task that has ended keeps its state, whatever is found about it afterwards; a failed one until it is retried. */
export function hasEnded(task: SyncTask): boolean {
	return task.state === 'synced' || task.state === 'ignored' || task.state === 'failed';
}

/** Those whose tasks have not ended, as the store knows them now: another run may have ended some meanwhile. */
async function stillOpen(needs: readonly NeedOf[], { store }: Ports): Promise<readonly NeedOf[]> {
	if (needs.length === 0) return [];
	const stored = await store.tasksById(needs.map(({ task }) => task.id));
	return needs.filter(({ task }) => {
		const now = stored.find((other) => other.id === task.id && other.connectionId === task.connectionId);
		return !hasEnded(now ?? task);
	});
}

/**
 * Puts the tasks into `attention` with their causes and logs each; tasks that have ended are left alone.
 *
 * The offer ends with it: a task that is freed later is offered again at once. Source: rule T8.
 */
export async function needAttention(needs: readonly NeedOf[], ports: Ports, action: string): Promise<void> {
	const now = ports.clock.now();
	const change = ({ attention }: NeedOf): TaskChange => ({
		state: 'attention',
		attention,
		causeCheckedAt: now,
		offeredUntil: undefined,
	});
	const open = await stillOpen(needs, ports);
	for (const connectionId of new Set(open.map(({ task }) => task.connectionId))) {
		const own = open.filter(({ task }) => task.connectionId === connectionId);
		await ports.store.changeTasks(
			connectionId,
			own.map((need) => ({ id: need.task.id, change: change(need) })),
			now,
		);
		await ports.store.log(
			own.map(({ task, attention }): ActionLogEntry => ({
				at: now,
				connectionId,
				taskId: task.id,
				action,
				message: `${attention.reason}: ${attention.message}`,
			})),
		);
	}
}
