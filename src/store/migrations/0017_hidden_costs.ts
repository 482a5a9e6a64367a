import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Since when Autotask is known to hide costs from its API user, so that it is said once. Source: rule A5. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('connections').addColumn('costsHiddenSince', textType(database)).execute();
}
