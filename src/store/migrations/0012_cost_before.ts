import type { Kysely } from 'kysely';
import { textType } from './textType';

/** What a unit cost us before a write stands in the journal beside what it was sold for. Source: the write protocol. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('journal').addColumn('costBefore', textType(database)).execute();
}
