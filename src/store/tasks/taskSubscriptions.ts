import type { Kysely } from 'kysely';
import type { ConnectionId, SubscriptionId, TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { inParts, parts } from '../schema/rows';
import type { Schema } from '../schema/schema';

/** A task with the subscriptions that it touches. */
type Touching = Pick<SyncTask, 'connectionId' | 'id' | 'subscriptionIds'>;

/** Makes the tasks findable by their subscriptions. */
export async function addSubscriptions(database: Kysely<Schema>, tasks: readonly Touching[]): Promise<void> {
	const rows = tasks.flatMap(({ connectionId, id, subscriptionIds }) =>
		subscriptionIds.map((subscriptionId) => ({ connectionId, taskId: id, subscriptionId })),
	);
	for (const some of parts(rows)) {
		await database
			.insertInto('taskSubscriptions')
			.values(some)
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
}

/** Makes the task findable by these subscriptions and no others. */
export async function replaceSubscriptions(database: Kysely<Schema>, task: Touching): Promise<void> {
	await database
		.deleteFrom('taskSubscriptions')
		.where('connectionId', '=', task.connectionId)
		.where('taskId', '=', task.id)
		.execute();
	await addSubscriptions(database, [task]);
}

/** Tasks that touch one of the subscriptions. */
export async function tasksTouching(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly SubscriptionId[],
): Promise<readonly TaskId[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('taskSubscriptions')
			.select('taskId')
			.where('connectionId', '=', connectionId)
			.where('subscriptionId', 'in', some)
			.execute(),
	);
	return rows.map((row) => row.taskId);
}
