import { type Kysely, sql } from 'kysely';
import type { ConnectionId } from '../../domain/ids';
import type { RecurringSum } from '../../domain/overview/revenue';
import type { BlockedGroup, BlockedTasks } from '../../ports/store/overview';
import { present } from '../schema/rows';
import type { Schema } from '../schema/schema';

/** So many of the groups with most tasks are told. */
const mostGroups = 20;

/** Tasks that wait for something else than an approval. */
function blocked(database: Kysely<Schema>, connectionId: ConnectionId) {
	return database
		.selectFrom('tasks')
		.where('tasks.connectionId', '=', connectionId)
		.where('tasks.state', '=', 'attention')
		.where('tasks.reason', '!=', 'approval');
}

/** Whether a subscription of the task has a line through us. */
const isLinked = sql<boolean>`exists (select 1 from ${sql.table('taskSubscriptions')} join ${sql.table('linkedLines')} on ${sql.ref('linkedLines.connectionId')} = ${sql.ref('taskSubscriptions.connectionId')} and ${sql.ref('linkedLines.subscriptionId')} = ${sql.ref('taskSubscriptions.subscriptionId')} where ${sql.ref('taskSubscriptions.connectionId')} = ${sql.ref('tasks.connectionId')} and ${sql.ref('taskSubscriptions.taskId')} = ${sql.ref('tasks.id')})`;

async function unbilled(database: Kysely<Schema>, connectionId: ConnectionId): Promise<readonly RecurringSum[]> {
	const rows = await database
		.selectFrom('subscriptionFigures')
		.where('subscriptionFigures.connectionId', '=', connectionId)
		.where('subscriptionFigures.subscriptionId', 'in', (eb) =>
			eb
				.selectFrom('taskSubscriptions')
				.innerJoin('tasks', (join) =>
					join
						.onRef('tasks.connectionId', '=', 'taskSubscriptions.connectionId')
						.onRef('tasks.id', '=', 'taskSubscriptions.taskId'),
				)
				.select('taskSubscriptions.subscriptionId')
				.where('tasks.connectionId', '=', connectionId)
				.where('tasks.state', '=', 'attention')
				.where('tasks.reason', '!=', 'approval'),
		)
		.where('subscriptionFigures.subscriptionId', 'not in', (eb) =>
			eb.selectFrom('linkedLines').select('linkedLines.subscriptionId').where('connectionId', '=', connectionId),
		)
		.select((eb) => ['currency', 'periodType', eb.fn.sum<number | string>('amount').as('amount')])
		.groupBy(['currency', 'periodType'])
		.orderBy('currency')
		.execute();
	return rows.map(({ amount, ...row }) => ({ ...row, amount: Number(amount) }));
}

async function byCustomer(database: Kysely<Schema>, connectionId: ConnectionId): Promise<readonly BlockedGroup[]> {
	const rows = await blocked(database, connectionId)
		.where('tasks.reason', '=', 'customer not mapped')
		.leftJoin('customers', (join) =>
			join.onRef('customers.connectionId', '=', 'tasks.connectionId').onRef('customers.id', '=', 'tasks.customerId'),
		)
		.select((eb) => ['tasks.customerId as id', 'customers.name', eb.fn.countAll<number | string>().as('tasks')])
		.groupBy(['tasks.customerId', 'customers.name'])
		.orderBy('tasks', 'desc')
		.orderBy('tasks.customerId')
		.limit(mostGroups)
		.execute();
	return rows.map(({ tasks, ...customer }) => ({
		reason: 'customer not mapped',
		tasks: Number(tasks),
		customer: present(customer),
	}));
}

async function byProduct(database: Kysely<Schema>, connectionId: ConnectionId): Promise<readonly BlockedGroup[]> {
	const rows = await blocked(database, connectionId)
		.where('tasks.reason', '=', 'product not mapped')
		.innerJoin('taskSubscriptions', (join) =>
			join
				.onRef('taskSubscriptions.connectionId', '=', 'tasks.connectionId')
				.onRef('taskSubscriptions.taskId', '=', 'tasks.id'),
		)
		.innerJoin('subscriptionFigures', (join) =>
			join
				.onRef('subscriptionFigures.connectionId', '=', 'tasks.connectionId')
				.onRef('subscriptionFigures.subscriptionId', '=', 'taskSubscriptions.subscriptionId'),
		)
		.leftJoin('productMappings', (join) =>
			join
				.onRef('productMappings.connectionId', '=', 'tasks.connectionId')
				.onRef('productMappings.productId', '=', 'subscriptionFigures.productId')
				.onRef('productMappings.periodType', '=', 'subscriptionFigures.periodType'),
		)
		.where('productMappings.productId', 'is', null)
		.leftJoin('products', (join) =>
			join
				.onRef('products.connectionId', '=', 'tasks.connectionId')
				.onRef('products.productId', '=', 'subscriptionFigures.productId')
				.on(sql<boolean>`${sql.ref('products.periodType')} = ${sql.ref('subscriptionFigures.periodType')}`),
		)
		.select([
			'subscriptionFigures.productId as id',
			'products.name',
			sql<number | string>`count(distinct ${sql.ref('tasks.id')})`.as('tasks'),
		])
		.groupBy(['subscriptionFigures.productId', 'products.name'])
		.orderBy('tasks', 'desc')
		.orderBy('subscriptionFigures.productId')
		.limit(mostGroups)
		.execute();
	return rows.map(({ tasks, ...product }) => ({
		reason: 'product not mapped',
		tasks: Number(tasks),
		product: present(product),
	}));
}

async function byReason(database: Kysely<Schema>, connectionId: ConnectionId): Promise<readonly BlockedGroup[]> {
	const rows = await blocked(database, connectionId)
		.select((eb) => ['tasks.reason', eb.fn.countAll<number | string>().as('tasks')])
		.groupBy('tasks.reason')
		.orderBy('tasks', 'desc')
		.orderBy('tasks.reason')
		.execute();
	return rows.flatMap(({ reason, tasks }) => (reason === null ? [] : [{ reason, tasks: Number(tasks) }]));
}

/** What is held up by tasks that need something else than an approval, and what would let most of it go on. */
export async function blockedTasks(database: Kysely<Schema>, connectionId: ConnectionId): Promise<BlockedTasks> {
	const reasons = await byReason(database, connectionId);
	const ofBilled = await blocked(database, connectionId)
		.where(isLinked)
		.select((eb) => eb.fn.countAll<number | string>().as('tasks'))
		.executeTakeFirstOrThrow();
	return {
		tasks: reasons.reduce((sum, { tasks }) => sum + tasks, 0),
		unbilled: await unbilled(database, connectionId),
		ofBilled: Number(ofBilled.tasks),
		groups: [
			...(await byCustomer(database, connectionId)),
			...(await byProduct(database, connectionId)),
			...reasons.filter(({ reason }) => reason !== 'customer not mapped' && reason !== 'product not mapped'),
		].toSorted((one, other) => other.tasks - one.tasks),
	};
}
