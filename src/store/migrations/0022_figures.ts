import type { Kysely } from 'kysely';
import { textType } from './textType';

/** What plans and subscriptions come to, in hundredths, so that a database can sum it; filled as they are saved. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('planFigures')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('taskId', text, (column) => column.notNull())
		.addColumn('nth', 'integer', (column) => column.notNull())
		.addColumn('kind', text, (column) => column.notNull())
		.addColumn('currency', text, (column) => column.notNull())
		.addColumn('periodType', text)
		.addColumn('line', text)
		.addColumn('from', text)
		.addColumn('units', 'bigint')
		.addColumn('before', 'bigint', (column) => column.notNull())
		.addColumn('after', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('plan_figures_key', ['connectionId', 'taskId', 'nth'])
		.execute();
	await database.schema
		.createTable('subscriptionFigures')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('subscriptionId', text, (column) => column.notNull())
		.addColumn('productId', text, (column) => column.notNull())
		.addColumn('periodType', text, (column) => column.notNull())
		.addColumn('currency', text, (column) => column.notNull())
		.addColumn('amount', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('subscription_figures_key', ['connectionId', 'subscriptionId', 'productId'])
		.execute();
	await database.schema.alterTable('connections').addColumn('nextCheckAt', text).execute();
}
