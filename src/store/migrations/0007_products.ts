import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Products of the subscriptions that were seen, by billing period, and the names of their service plans: what the mapping's list is searched in. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('products')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('productId', text, (column) => column.notNull())
		.addColumn('periodType', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addColumn('mpn', text, (column) => column.notNull())
		.addColumn('planId', text, (column) => column.notNull())
		.addColumn('length', text, (column) => column.notNull())
		.addColumn('searchText', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('products_key', ['connectionId', 'productId', 'periodType'])
		.execute();
	await database.schema
		.createTable('servicePlans')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('id', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('servicePlans_key', ['connectionId', 'id'])
		.execute();
}
