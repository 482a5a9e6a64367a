import type { Kysely } from 'kysely';
import { textType } from './textType';

/** The plan of each task as it was approved last: what was approved stays to be seen where the plan has moved since. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('approvedPlans')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('taskId', text, (column) => column.notNull())
		.addColumn('plan', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('approvedPlans_key', ['connectionId', 'taskId'])
		.execute();
}
