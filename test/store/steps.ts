import type { ConnectionId, Instant, TaskId } from '../../src/domain/ids';
import type { TaskState } from '../../src/domain/task/task';
import type { StorePort } from '../../src/ports/store/store';

/** The way of a fresh task, or of one that needs attention, to each state. */
const ways: Readonly<Record<TaskState, readonly TaskState[]>> = {
	open: ['open'],
	attention: ['attention'],
	approved: ['approved'],
	syncing: ['approved', 'syncing'],
	synced: ['approved', 'syncing', 'synced'],
	failed: ['approved', 'syncing', 'failed'],
	ignored: ['ignored'],
};

/** Brings a task that nothing has been written for into a state, step by step. */
export async function stepTo(
	state: TaskState,
	{ store, connectionId, id, now }: { store: StorePort; connectionId: ConnectionId; id: TaskId; now: Instant },
): Promise<void> {
	for (const step of ways[state]) await store.changeTasks(connectionId, [{ id, change: { state: step } }], now);
}
