import { type Kysely, PostgresAdapter } from 'kysely';

/** PostgreSQL kept units in 32 bits, and a write of more ended the run of all tasks; SQLite has no such bound. */
export async function up(database: Kysely<unknown>): Promise<void> {
	if (!(database.getExecutor().adapter instanceof PostgresAdapter)) return;
	for (const column of ['unitsBefore', 'unitDelta', 'unitsAfter'])
		await database.schema
			.alterTable('journal')
			.alterColumn(column, (units) => units.setDataType('bigint'))
			.execute();
	await database.schema
		.alterTable('otherUnits')
		.alterColumn('units', (units) => units.setDataType('bigint'))
		.execute();
}
