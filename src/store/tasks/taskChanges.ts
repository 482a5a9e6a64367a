import type { Kysely } from 'kysely';
import type { ConnectionId, Instant, TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { taskStatesBefore } from '../../domain/task/taskTransitions';
import type { ChangeOfTask, TaskChange } from '../../ports/store/tasks';
import type { Schema } from '../schema/schema';
import { jsonText } from '../schema/storedJson';
import { StoreError } from '../schema/storeError';
import { changedColumns } from './taskRow';
import { replaceSubscriptions } from './taskSubscriptions';

/**
 * Changes the named fields of each task; `undefined` clears. One that is no longer as it was seen is left alone.
 *
 * @throws StoreError `notFound` for a task that is not there; `conflict` for clearing what a task cannot be without, and
 * for a state that its state now does not lead to: then nothing is changed, of no task.
 */
export async function changeTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	changes: readonly ChangeOfTask[],
	now: Instant,
): Promise<readonly TaskId[]> {
	const changed: TaskId[] = [];
	for (const { id, change, seen } of changes) {
		const update = database.updateTable('tasks').set({ ...changedColumns(change), updatedAt: now });
		const own = update.where('connectionId', '=', connectionId).where('id', '=', id);
		const fitting = change.state === undefined ? own : own.where('state', 'in', taskStatesBefore(change.state));
		const asSeen = seen
			? fitting.where('state', '=', seen.state).where('answers', '=', jsonText(seen.answers))
			: fitting;
		const { numUpdatedRows } = await asSeen.executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n && seen) continue;
		if (numUpdatedRows === 0n) throw await cannotChange(database, { connectionId, id }, change);
		if ('subscriptionIds' in change)
			await replaceSubscriptions(database, { connectionId, id, subscriptionIds: change.subscriptionIds ?? [] });
		changed.push(id);
	}
	return changed;
}

async function cannotChange(
	database: Kysely<Schema>,
	{ connectionId, id }: Pick<SyncTask, 'connectionId' | 'id'>,
	{ state }: TaskChange,
): Promise<StoreError> {
	const found = database.selectFrom('tasks').select('state').where('connectionId', '=', connectionId);
	const task = await found.where('id', '=', id).executeTakeFirst();
	const next = 'list its tasks in Sync Tasks';
	if (!task) return new StoreError('notFound', `Task ${id} of ${connectionId} is not in the store; ${next}.`);
	const message = `Task ${id} is ${task.state} by now and cannot become ${state}: another run or a person has gone on with it; ${next}.`;
	return new StoreError('conflict', message);
}
