import { plusMillis } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';

/** A task handed to an execution, with its first subscription as last seen. */
export interface OfferedTask {
	readonly task: SyncTask;
	readonly subscription?: SeenSubscription;
}

const offerMs = 30 * 60 * 1000;

/** Until when a task that is handed out now stays with its execution. */
export function offeredUntil(now: SyncTask['createdAt']): SyncTask['createdAt'] {
	return plusMillis(now, offerMs);
}

/** Adds the first subscription of each task as last seen; keeps the order. */
export async function withSubscriptions(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: Pick<Ports, 'store'>,
): Promise<readonly OfferedTask[]> {
	const ids = tasks.flatMap((task) => task.subscriptionIds.slice(0, 1));
	const seen = keyBy(ids.length === 0 ? [] : await ports.store.subscriptionsById(connectionId, ids), 'id');
	return tasks.map((task) => {
		const subscription = seen[task.subscriptionIds[0] ?? ''];
		return subscription ? { task, subscription } : { task };
	});
}

/** Takes at most a batch of the tasks that may go on; nobody else gets them for half an hour. */
export async function offerTasks(
	connectionId: ConnectionId,
	batchSize: number,
	ports: Ports,
): Promise<readonly OfferedTask[]> {
	const now = ports.clock.now();
	const tasks = await ports.store.offerTasks(connectionId, { limit: batchSize, now, until: offeredUntil(now) });
	return await withSubscriptions(connectionId, tasks, ports);
}
