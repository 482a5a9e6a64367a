import type { Kysely } from 'kysely';
import { textType } from './textType';

/** What a first of two people has approved of a task. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('tasks').addColumn('firstApproval', textType(database)).execute();
}
