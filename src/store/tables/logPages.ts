import { type Kysely, sql } from 'kysely';
import type { ConnectionId } from '../../domain/ids';
import type { FoundEntry, LogPage, LogSearch } from '../../ports/store/actionLog';
import type { ActionLogRow, Schema } from '../schema/schema';
import { searchPattern } from '../schema/searchPattern';
import { entryOf } from './actionLog';

function searched(database: Kysely<Schema>, connectionId: ConnectionId, search: LogSearch) {
	let query = database.selectFrom('actionLog').where('actionLog.connectionId', '=', connectionId);
	if (search.taskId !== undefined) query = query.where('actionLog.taskId', '=', search.taskId);
	if (search.action !== undefined) query = query.where('actionLog.action', '=', search.action);
	if (search.from !== undefined) query = query.where('actionLog.at', '>=', search.from);
	if (search.until !== undefined) query = query.where('actionLog.at', '<', search.until);
	if (search.by !== undefined && search.by !== '')
		query = query.where(sql<boolean>`lower(${sql.ref('actionLog.by')}) like ${searchPattern(search.by)} escape '\\'`);
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

function foundEntry({
	seenName,
	mappedName,
	...row
}: ActionLogRow & { readonly seenName: string | null; readonly mappedName: string | null }): FoundEntry {
	const customerName = seenName ?? mappedName;
	return { ...entryOf(row), ...(customerName === null ? {} : { customerName }) };
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
		.leftJoin('tasks', (join) =>
			join.onRef('tasks.connectionId', '=', 'actionLog.connectionId').onRef('tasks.id', '=', 'actionLog.taskId'),
		)
		.leftJoin('customers', (join) =>
			join.onRef('customers.connectionId', '=', 'tasks.connectionId').onRef('customers.id', '=', 'tasks.customerId'),
		)
		.leftJoin('customerMappings', (join) =>
			join
				.onRef('customerMappings.connectionId', '=', 'tasks.connectionId')
				.onRef('customerMappings.customerId', '=', 'tasks.customerId'),
		)
		.selectAll('actionLog')
		.select(['customers.name as seenName', 'customerMappings.customerName as mappedName'])
		.orderBy('actionLog.id', 'desc')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	return { total: Number(total), rows: rows.map(foundEntry) };
}
