import { sql, type Kysely } from 'kysely';

/** One creation of a contract with a key may be under way or there; a refused one may be tried again. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema
		.createIndex('journal_contract_creations')
		.unique()
		.on('journal')
		.columns(['databaseId', 'key'])
		.where(sql.ref('kind'), '=', 'contract')
		.where(sql.ref('state'), 'in', ['open', 'done', 'recorded'])
		.execute();
}
