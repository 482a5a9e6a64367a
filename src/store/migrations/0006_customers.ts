import type { Kysely } from 'kysely';
import { textType } from './textType';

/** The marketplace's customers as last seen: what the mapping's list is searched in. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('customers')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('id', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addColumn('searchText', text, (column) => column.notNull())
		.addColumn('seenAt', text, (column) => column.notNull())
		.addColumn('customer', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('customers_key', ['connectionId', 'id'])
		.execute();
	await database.schema
		.createIndex('customers_by_name')
		.on('customers')
		.columns(['connectionId', 'searchText'])
		.execute();
}
