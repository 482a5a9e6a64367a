import { type Kysely, sql } from 'kysely';
import { isEmpty } from 'lodash';
import type { ConnectionId, CustomerId, Instant } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { Customer } from '../../domain/order/order';
import type { CustomerPage, CustomerSearch, MappedCount } from '../../ports/store/seen';
import { parts } from '../schema/rows';
import type { Schema } from '../schema/schema';
import { searchPattern } from '../schema/searchPattern';
import { jsonText, readJson } from '../schema/storedJson';
import { readCustomerMappings } from './mappings';

/** PostgreSQL takes no more than 2,700 bytes of what rows are found by: of what is longer the beginning is searched in. */
function searchTextOf({ name, id, externalId = '' }: Customer): string {
	return [name.slice(0, 300), id, externalId.slice(0, 200)].join(' ').toLocaleLowerCase('en');
}

/** Keeps the newest sight of each. */
export async function saveCustomers(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	customers: readonly Customer[],
	seenAt: Instant,
): Promise<void> {
	const rows = customers.map((customer) => ({
		connectionId,
		id: customer.id,
		name: customer.name,
		searchText: searchTextOf(customer),
		seenAt,
		customer: jsonText(customer),
	}));
	for (const some of parts(rows)) {
		await database
			.insertInto('customers')
			.values([...some])
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'id']).doUpdateSet((eb) => ({
					name: eb.ref('excluded.name'),
					searchText: eb.ref('excluded.searchText'),
					seenAt: eb.ref('excluded.seenAt'),
					customer: eb.ref('excluded.customer'),
				})),
			)
			.execute();
	}
}

function searched(database: Kysely<Schema>, connectionId: ConnectionId, { search, onlyUnmapped }: CustomerSearch) {
	let query = database.selectFrom('customers').where('customers.connectionId', '=', connectionId);
	if (search !== undefined && !isEmpty(search))
		query = query.where(sql<boolean>`${sql.ref('customers.searchText')} like ${searchPattern(search)} escape '\\'`);
	if (onlyUnmapped === true)
		query = query.where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom('customerMappings')
						.select('customerMappings.customerId')
						.whereRef('customerMappings.connectionId', '=', 'customers.connectionId')
						.whereRef('customerMappings.customerId', '=', 'customers.id'),
				),
			),
		);
	return query;
}

/** External ids of all customers that were seen. */
export async function seenExternalIds(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<ReadonlySet<string>> {
	const rows = await database
		.selectFrom('customers')
		.select('customer')
		.where('connectionId', '=', connectionId)
		.execute();
	return new Set(rows.flatMap((row) => readJson(row.customer).externalId ?? []));
}

/** Customers that were seen under one of the names, by that name in small letters. */
export async function customersNamed(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	names: readonly string[],
): Promise<ReadonlyMap<string, CustomerId>> {
	const wanted = new Set(names.map((name) => name.toLocaleLowerCase('en')));
	if (wanted.size === 0) return new Map();
	const rows = await database
		.selectFrom('customers')
		.select(['id', 'name'])
		.where('connectionId', '=', connectionId)
		.execute();
	const named = rows.map(({ id, name }) => [name.trim().toLocaleLowerCase('en'), id] as const);
	return new Map(named.filter(([name]) => wanted.has(name)));
}

async function countOf(query: ReturnType<typeof searched>): Promise<number> {
	const { total } = await query.select((eb) => eb.fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow();
	return Number(total);
}

/** How many were seen, and how many of them are mapped. */
export async function countCustomers(database: Kysely<Schema>, connectionId: ConnectionId): Promise<MappedCount> {
	const all = { offset: 0, limit: 0 };
	const total = await countOf(searched(database, connectionId, all));
	const unmapped = await countOf(searched(database, connectionId, { ...all, onlyUnmapped: true }));
	return { mapped: total - unmapped, total };
}

/** One page of customers by name, each with its mapping and the tasks that wait for one; and how many there are in all. */
export async function searchCustomers(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	search: CustomerSearch,
): Promise<CustomerPage> {
	const query = searched(database, connectionId, search);
	const total = await countOf(query);
	const rows = await query
		.select(['customers.id', 'customers.customer', 'customers.seenAt'])
		.orderBy('customers.searchText')
		.orderBy('customers.id')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	const ids = rows.map((row) => row.id);
	const mappings = keyBy(ids.length === 0 ? [] : await readCustomerMappings(database, connectionId, ids), 'customerId');
	const waiting = await waitingTasks(database, connectionId, ids);
	return {
		total,
		rows: rows.map((row) => {
			const mapping = mappings[row.id];
			return {
				customer: readJson(row.customer),
				seenAt: row.seenAt,
				waitingTasks: waiting.get(row.id) ?? 0,
				...(mapping ? { mapping } : {}),
			};
		}),
	};
}

async function waitingTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, number>> {
	if (ids.length === 0) return new Map();
	const rows = await database
		.selectFrom('tasks')
		.select(['customerId', (eb) => eb.fn.countAll<number | string>().as('count')])
		.where('connectionId', '=', connectionId)
		.where('state', '=', 'attention')
		.where('reason', '=', 'customer not mapped')
		.where('customerId', 'in', ids)
		.groupBy('customerId')
		.execute();
	return new Map(rows.map((row) => [row.customerId, Number(row.count)]));
}
