import type { ConnectionId, TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { StorePort } from '../../ports/store/store';

/** Those of the tasks that are the connection's, as they are stored now; asks nothing for no ids. */
export async function tasksOfConnection(
	connectionId: ConnectionId,
	ids: readonly TaskId[],
	{ store }: { readonly store: Pick<StorePort, 'tasksById'> },
): Promise<readonly SyncTask[]> {
	if (ids.length === 0) return [];
	return (await store.tasksById(ids)).filter((task) => task.connectionId === connectionId);
}
