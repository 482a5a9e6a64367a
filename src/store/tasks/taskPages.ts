import { type Kysely, sql } from 'kysely';
import type { ConnectionId } from '../../domain/ids';
import type { TaskPage, TaskSearch, TaskSummary } from '../../ports/store/tasks';
import { flag, present } from '../schema/rows';
import type { Schema } from '../schema/schema';
import { searchPattern } from '../schema/searchPattern';
import { readJson } from '../schema/storedJson';
import { attentionOfRow } from './taskRow';

/** All filters but state and reason: what the numbers of each state and reason are counted over. */
function searched(database: Kysely<Schema>, connectionId: ConnectionId, { search, kinds, ...more }: TaskSearch) {
	let query = database.selectFrom('tasks').where('tasks.connectionId', '=', connectionId);
	if (kinds) query = query.where('tasks.kind', 'in', kinds);
	if (more.customerId !== undefined) query = query.where('tasks.customerId', '=', more.customerId);
	if (more.isFirst !== undefined) query = query.where('tasks.isFirst', '=', flag(more.isFirst));
	if (search === undefined || search === '') return query;
	const pattern = searchPattern(search);
	const like = (column: string) => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
	return query.where((eb) =>
		eb.or([
			like('tasks.orderNumber'),
			like('tasks.id'),
			like('tasks.customerId'),
			eb(
				'tasks.customerId',
				'in',
				eb
					.selectFrom('customers')
					.select('customers.id')
					.where('customers.connectionId', '=', connectionId)
					.where(sql<boolean>`${sql.ref('customers.searchText')} like ${pattern} escape '\\'`),
			),
			eb(
				'tasks.customerId',
				'in',
				eb
					.selectFrom('customerMappings')
					.select('customerMappings.customerId')
					.where('customerMappings.connectionId', '=', connectionId)
					.where(like('customerMappings.customerName')),
			),
			eb(
				'tasks.id',
				'in',
				eb
					.selectFrom('taskSubscriptions')
					.select('taskSubscriptions.taskId')
					.where('taskSubscriptions.connectionId', '=', connectionId)
					.where(like('taskSubscriptions.subscriptionId')),
			),
		]),
	);
}

function narrowed(database: Kysely<Schema>, connectionId: ConnectionId, search: TaskSearch) {
	let query = searched(database, connectionId, search);
	if (search.states) query = query.where('tasks.state', 'in', search.states);
	if (search.reasons) query = query.where('tasks.reason', 'in', search.reasons);
	if (search.ids) query = query.where('tasks.id', 'in', search.ids);
	return query;
}

async function summaries(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	search: TaskSearch,
): Promise<readonly TaskSummary[]> {
	const rows = await narrowed(database, connectionId, search)
		.leftJoin('customers', (join) =>
			join.onRef('customers.connectionId', '=', 'tasks.connectionId').onRef('customers.id', '=', 'tasks.customerId'),
		)
		.leftJoin('customerMappings', (join) =>
			join
				.onRef('customerMappings.connectionId', '=', 'tasks.connectionId')
				.onRef('customerMappings.customerId', '=', 'tasks.customerId'),
		)
		.select([
			'tasks.id',
			'tasks.kind',
			'tasks.orderNumber',
			'tasks.orderType',
			'tasks.customerId',
			'tasks.subscriptionIds',
			'tasks.state',
			'tasks.reason',
			'tasks.message',
			'tasks.waitsFor',
			'tasks.note',
			'tasks.firstApproval',
			'tasks.createdAt',
			'customers.name as seenName',
			'customerMappings.customerName as mappedName',
		])
		.orderBy('tasks.createdAt', 'desc')
		.orderBy('tasks.id', 'desc')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	return rows.map(({ subscriptionIds, reason, message, firstApproval, seenName, mappedName, ...row }) => {
		const customerName = seenName ?? mappedName;
		return {
			...present(row),
			subscriptionIds: readJson(subscriptionIds),
			...attentionOfRow({ reason, message }),
			...(firstApproval === null ? {} : { firstApproval: readJson(firstApproval) }),
			...(customerName === null ? {} : { customerName }),
		};
	});
}

/**
 * One page of tasks, newest first, and how many there are in all.
 *
 * The numbers of each state and reason leave the filters of state and reason aside, so that they say what choosing another
 * one would show.
 */
export async function searchTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	search: TaskSearch,
): Promise<TaskPage> {
	const { total } = await narrowed(database, connectionId, search)
		.select((eb) => eb.fn.countAll<number | string>().as('total'))
		.executeTakeFirstOrThrow();
	const counts = await searched(database, connectionId, search)
		.select(['tasks.state', 'tasks.reason', (eb) => eb.fn.countAll<number | string>().as('count')])
		.groupBy(['tasks.state', 'tasks.reason'])
		.execute();
	return {
		total: Number(total),
		counts: counts.map(({ state, reason, count }) => ({
			state,
			...(reason === null ? {} : { reason }),
			count: Number(count),
		})),
		rows: await summaries(database, connectionId, search),
	};
}
