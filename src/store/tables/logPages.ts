import { type Kysely, sql } from 'kysely';
import type { ConnectionId } from '../../domain/ids';
import type { LogPage, LogSearch } from '../../ports/store/actionLog';
import type { Schema } from '../schema/schema';
import { searchPattern } from '../schema/searchPattern';
import { entryOf } from './actionLog';

function searched(database: Kysely<Schema>, connectionId: ConnectionId, search: LogSearch) {
	let query = database.selectFrom('actionLog').where('actionLog.connectionId', '=', connectionId);
	if (search.taskId !== undefined) query = query.where('actionLog.taskId', '=', search.taskId);
	if (search.action !== undefined) query = query.where('actionLog.action', '=', search.action);
	if (search.customer !== undefined && search.customer !== '') {
		const pattern = searchPattern(search.customer);
		const like = (column: string) => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
		query = query.where((eb) =>
			eb(
				'actionLog.taskId',
				'in',
				eb
					.selectFrom('tasks')
					.select('tasks.id')
					.leftJoin('customers', (join) =>
						join
							.onRef('customers.connectionId', '=', 'tasks.connectionId')
							.onRef('customers.id', '=', 'tasks.customerId'),
					)
					.leftJoin('customerMappings', (join) =>
						join
							.onRef('customerMappings.connectionId', '=', 'tasks.connectionId')
							.onRef('customerMappings.customerId', '=', 'tasks.customerId'),
					)
					.where('tasks.connectionId', '=', connectionId)
					.where((inner) =>
						inner.or([
							like('tasks.customerId'),
							sql<boolean>`${sql.ref('customers.searchText')} like ${pattern} escape '\\'`,
							like('customerMappings.customerName'),
						]),
					),
			),
		);
	}
	if (search.search !== undefined && search.search !== '') {
		const pattern = searchPattern(search.search);
		const columns = ['message', 'taskId', 'by', 'correlationId'] as const;
		query = query.where((eb) =>
			eb.or(
				columns.map((column) => sql<boolean>`lower(${sql.ref(`actionLog.${column}`)}) like ${pattern} escape '\\'`),
			),
		);
	}
	return query;
}

/** One page of the action log, newest first, and how many lines fit in all. */
export async function searchLog(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	search: LogSearch,
): Promise<LogPage> {
	const query = searched(database, connectionId, search);
	const { total } = await query.select((eb) => eb.fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow();
	const rows = await query
		.selectAll('actionLog')
		.orderBy('actionLog.id', 'desc')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	return { total: Number(total), rows: rows.map(entryOf) };
}
