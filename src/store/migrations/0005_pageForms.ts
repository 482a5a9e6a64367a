import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Forms of the pages that were sent: each is taken once. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('pageForms')
		.addColumn('nonce', text, (column) => column.notNull())
		.addColumn('sentAt', text, (column) => column.notNull())
		.addColumn('location', text)
		.addColumn('message', text)
		.addPrimaryKeyConstraint('pageForms_key', ['nonce'])
		.execute();
}
