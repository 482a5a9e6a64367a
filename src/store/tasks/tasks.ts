import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { mapValues, sortBy, uniqBy } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import { type SyncTask, type TaskState, taskStates } from '../../domain/task/task';
import type { TaskFilter } from '../../ports/store/tasks';
import { inParts, parts } from '../schema/rows';
import type { Schema } from '../schema/schema';
import { rowOfTask, taskOfRow } from './taskRow';
import { addSubscriptions, tasksTouching } from './taskSubscriptions';

/** Adds the tasks whose id is new and returns those; of two with one id the first counts. */
export async function addTasks(database: Kysely<Schema>, tasks: readonly SyncTask[]): Promise<readonly SyncTask[]> {
	const added = new Set<string>();
	for (const some of parts(uniqBy(tasks, identity))) {
		const query = database.insertInto('tasks').values(some.map(rowOfTask));
		const rows = await query
			.onConflict((conflict) => conflict.columns(['connectionId', 'id']).doNothing())
			.returning(['connectionId', 'id'])
			.execute();
		for (const row of rows) added.add(identity(row));
	}
	const fresh = uniqBy(tasks, identity).filter((task) => added.has(identity(task)));
	await addSubscriptions(database, fresh);
	return fresh;
}

function identity(task: { readonly connectionId: ConnectionId; readonly id: TaskId }): string {
	return JSON.stringify([task.connectionId, task.id]);
}

/** Oldest first: by the day they count from, then creation, then id. */
export async function readTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	filter: TaskFilter = {},
): Promise<readonly SyncTask[]> {
	const { subscriptionIds, limit, offset = 0 } = filter;
	if (limit === 0) return [];
	if (subscriptionIds) {
		const ids = await tasksTouching(database, connectionId, subscriptionIds);
		const found = await inParts(
			ids,
			async (some) => await matching(database, connectionId, filter).where('id', 'in', some).execute(),
		);
		return sortBy(found, ['effectiveAt', 'createdAt', 'id'])
			.slice(offset, limit === undefined ? undefined : offset + limit)
			.map(taskOfRow);
	}
	const ordered = matching(database, connectionId, filter).orderBy('effectiveAt').orderBy('createdAt').orderBy('id');
	if (limit === undefined && offset === 0) return (await ordered.execute()).map(taskOfRow);
	return (
		await ordered
			.limit(limit ?? Number.MAX_SAFE_INTEGER)
			.offset(offset)
			.execute()
	).map(taskOfRow);
}

function matching(database: Kysely<Schema>, connectionId: ConnectionId, filter: TaskFilter) {
	return database
		.selectFrom('tasks')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.where((eb) => eb.and(conditions(eb, filter)));
}

function conditions(
	eb: ExpressionBuilder<Schema, 'tasks'>,
	{ states, reasons, customerId, orderNumber }: TaskFilter,
): Expression<SqlBool>[] {
	return [
		...(states ? [eb('state', 'in', states)] : []),
		...(reasons ? [eb('reason', 'in', reasons)] : []),
		...(customerId === undefined ? [] : [eb('customerId', '=', customerId)]),
		...(orderNumber === undefined ? [] : [eb('orderNumber', '=', orderNumber)]),
	];
}

export async function readTask(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: TaskId,
): Promise<SyncTask | undefined> {
	const row = await database
		.selectFrom('tasks')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.where('id', '=', id)
		.executeTakeFirst();
	return row && taskOfRow(row);
}

/** Of all connections, oldest first; unknown ids are left out. */
export async function readTasksById(database: Kysely<Schema>, ids: readonly TaskId[]): Promise<readonly SyncTask[]> {
	const rows = await inParts(
		ids,
		async (some) => await database.selectFrom('tasks').selectAll().where('id', 'in', some).execute(),
	);
	return sortBy(rows, ['effectiveAt', 'createdAt', 'id']).map(taskOfRow);
}

/** Every state with its number of tasks, 0 included. */
export async function countTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<Readonly<Record<TaskState, number>>> {
	const rows = await database
		.selectFrom('tasks')
		.select(['state', (eb) => eb.fn.countAll<number>().as('count')])
		.where('connectionId', '=', connectionId)
		.groupBy('state')
		.execute();
	const counts = mapValues(groupBy(rows, 'state'), (some) => Number(some[0]?.count ?? 0));
	const entries = taskStates.map((state) => [state, counts[state] ?? 0] as const);
	return Object.fromEntries(entries) as Record<TaskState, number>;
}
