import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Companies that are to be customers of the marketplace: the run over all of them, and what became of each. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('importRuns')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('id', text, (column) => column.notNull())
		.addColumn('matchBy', text, (column) => column.notNull())
		.addColumn('language', text, (column) => column.notNull())
		.addColumn('by', text, (column) => column.notNull())
		.addColumn('startedAt', text, (column) => column.notNull())
		.addColumn('endedAt', text)
		.addPrimaryKeyConstraint('importRuns_key', ['connectionId'])
		.execute();
	await database.schema
		.createTable('imports')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('companyId', 'bigint', (column) => column.notNull())
		.addColumn('runId', text, (column) => column.notNull())
		.addColumn('companyName', text, (column) => column.notNull())
		.addColumn('externalId', text, (column) => column.notNull())
		.addColumn('state', text, (column) => column.notNull())
		.addColumn('message', text, (column) => column.notNull())
		.addColumn('customerId', text)
		.addColumn('intendedAt', text)
		.addPrimaryKeyConstraint('imports_key', ['connectionId', 'companyId'])
		.execute();
	await database.schema
		.createIndex('imports_by_run')
		.on('imports')
		.columns(['connectionId', 'runId', 'state', 'companyId'])
		.execute();
}
