import type { Kysely } from 'kysely';
import { textType } from './textType';

/** An order that waits for its day is asked for once a day: when it was last. Source: rule T7. */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('rememberedOrders').addColumn('askedAt', textType(database)).execute();
}
