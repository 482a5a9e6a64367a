import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Subscriptions and products that are never billed, each with its reason. Source: rule T7. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('exclusions')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('kind', text, (column) => column.notNull())
		.addColumn('id', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addColumn('reason', text, (column) => column.notNull())
		.addColumn('by', text, (column) => column.notNull())
		.addColumn('at', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('exclusions_key', ['connectionId', 'kind', 'id'])
		.execute();
}
