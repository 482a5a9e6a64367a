import type { Kysely } from 'kysely';

/** How often a task was handed out since it last came to an end. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema
		.alterTable('tasks')
		.addColumn('offers', 'integer', (column) => column.notNull().defaultTo(0))
		.execute();
}
