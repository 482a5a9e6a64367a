import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { groupBy, mapValues, sortBy, uniqBy } from 'lodash';
import type { ConnectionId, Instant, OrderId, SubscriptionId, TaskId } from '../domain/ids';
import { type SyncTask, type TaskState, taskStates } from '../domain/task/task';
import { taskStatesBefore } from '../domain/task/taskTransitions';
import type { TaskChange, TaskFilter } from '../ports/store/tasks';
import { inParts, parts } from './rows';
import type { Schema } from './schema';
import { StoreError } from './storeError';
import { changedColumns, rowOfTask, taskOfRow } from './taskRow';

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

type Touching = Pick<SyncTask, 'connectionId' | 'id' | 'subscriptionIds'>;

async function addSubscriptions(database: Kysely<Schema>, tasks: readonly Touching[]): Promise<void> {
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

async function tasksTouching(
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

/**
 * Changes the named fields of each task; `undefined` clears.
 *
 * @throws StoreError `notFound` for a task that is not there; `conflict` for clearing what a task cannot be without, and
 * for a state that its state now does not lead to: then nothing is changed, of no task.
 */
export async function changeTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	changes: readonly { readonly id: TaskId; readonly change: TaskChange }[],
	now: Instant,
): Promise<void> {
	for (const { id, change } of changes) {
		const update = database.updateTable('tasks').set({ ...changedColumns(change), updatedAt: now });
		const own = update.where('connectionId', '=', connectionId).where('id', '=', id);
		const fitting = change.state === undefined ? own : own.where('state', 'in', taskStatesBefore(change.state));
		const { numUpdatedRows } = await fitting.executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n) throw await cannotChange(database, { connectionId, id }, change);
		if ('subscriptionIds' in change)
			await replaceSubscriptions(database, { connectionId, id, subscriptionIds: change.subscriptionIds ?? [] });
	}
}

/** Changes those of the tasks that can be approved now, in the order of their ids: two who take the same do not block each other. */
export async function takeApprovals(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	changes: readonly { readonly id: TaskId; readonly change: TaskChange }[],
	now: Instant,
): Promise<readonly TaskId[]> {
	const taken: TaskId[] = [];
	for (const { id, change } of sortBy(changes, 'id')) {
		const update = database.updateTable('tasks').set({ ...changedColumns(change), updatedAt: now });
		const { numUpdatedRows } = await update
			.where('connectionId', '=', connectionId)
			.where('id', '=', id)
			.where((eb) => canBeApproved(eb, now))
			.executeTakeFirstOrThrow();
		if (numUpdatedRows > 0n) taken.push(id);
	}
	return taken;
}

function canBeApproved(eb: ExpressionBuilder<Schema, 'tasks'>, now: Instant) {
	const isFree = eb.or([eb('offeredUntil', 'is', null), eb('offeredUntil', '<=', now)]);
	return eb.or([
		eb.and([eb('state', '=', 'attention'), eb('reason', '=', 'approval')]),
		eb.and([eb('state', '=', 'approved'), isFree]),
	]);
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

async function replaceSubscriptions(database: Kysely<Schema>, task: Touching): Promise<void> {
	await database
		.deleteFrom('taskSubscriptions')
		.where('connectionId', '=', task.connectionId)
		.where('taskId', '=', task.id)
		.execute();
	await addSubscriptions(database, [task]);
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

/** Which of these orders have a task or are remembered. */
export async function knownOrders(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly OrderId[],
): Promise<ReadonlySet<OrderId>> {
	const tasks = await inParts(ids, async (some) =>
		database
			.selectFrom('tasks')
			.select('orderId')
			.where('connectionId', '=', connectionId)
			.where('orderId', 'in', some)
			.execute(),
	);
	const remembered = await inParts(ids, async (some) =>
		database
			.selectFrom('rememberedOrders')
			.select('orderId')
			.where('connectionId', '=', connectionId)
			.where('orderId', 'in', some)
			.execute(),
	);
	return new Set([...tasks, ...remembered].flatMap((row) => (row.orderId === null ? [] : [row.orderId])));
}
