import type { AttentionReason } from '../../domain/attention';
import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';

const freed: TaskChange = { state: 'open', attention: undefined, offeredUntil: undefined, causeCheckedAt: undefined };

/** Opens these tasks again, to be offered with the next check. */
export async function openAgain(tasks: readonly SyncTask[], ports: Ports): Promise<void> {
	const now = ports.clock.now();
	for (const connectionId of new Set(tasks.map((task) => task.connectionId))) {
		const own = tasks.filter((task) => task.connectionId === connectionId);
		await ports.store.changeTasks(
			connectionId,
			own.map(({ id }) => ({ id, change: freed })),
			now,
		);
	}
}

/** What the freed tasks waited for. */
export interface CauseGone {
	readonly connectionId: ConnectionId;
	readonly reason: AttentionReason;
	readonly concerns: (task: SyncTask) => boolean;
}

/** Opens the tasks that waited for this cause; returns them. Source: rule T8. */
export async function freeTasks(
	{ connectionId, reason, concerns }: CauseGone,
	ports: Ports,
): Promise<readonly SyncTask[]> {
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: [reason] });
	const free = waiting.filter((task) => concerns(task));
	if (free.length > 0) await openAgain(free, ports);
	return free;
}
