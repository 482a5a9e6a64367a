import type { Kysely } from 'kysely';
import type { ConnectionId, Instant } from '../../domain/ids';
import type { TaskState } from '../../domain/task/task';
import type { Schema } from '../schema/schema';

const ended: readonly TaskState[] = ['synced', 'ignored'];

/** Deletes log lines that are older and belong to no unfinished task, and leases and login stops that have long run out; says how many lines. */
export async function pruneLog(database: Kysely<Schema>, connectionId: ConnectionId, before: Instant): Promise<number> {
	const unfinished = database
		.selectFrom('tasks')
		.select('tasks.id')
		.where('tasks.connectionId', '=', connectionId)
		.where('tasks.state', 'not in', ended);
	const { numDeletedRows } = await database
		.deleteFrom('actionLog')
		.where('connectionId', '=', connectionId)
		.where('at', '<', before)
		.where((eb) => eb.or([eb('taskId', 'is', null), eb('taskId', 'not in', unfinished)]))
		.executeTakeFirstOrThrow();
	await database.deleteFrom('leases').where('until', '<', before).execute();
	await database.deleteFrom('loginStops').where('until', '<', before).execute();
	return Number(numDeletedRows);
}
