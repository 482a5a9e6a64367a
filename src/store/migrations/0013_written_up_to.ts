import type { Kysely } from 'kysely';
import { textType } from './textType';

/** The last day of its contract when a line was last written stands beside what it holds. Source: rule C5. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('otherUnits').addColumn('upTo', textType(database)).execute();
}
