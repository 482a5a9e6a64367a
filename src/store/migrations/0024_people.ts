import type { Kysely } from 'kysely';
import { textType } from './textType';

/** People with a login for the pages of a connection. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('people')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('key', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addColumn('role', text, (column) => column.notNull())
		.addColumn('salt', text, (column) => column.notNull())
		.addColumn('hash', text, (column) => column.notNull())
		.addColumn('by', text, (column) => column.notNull())
		.addColumn('at', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('people_key', ['connectionId', 'key'])
		.execute();
}
