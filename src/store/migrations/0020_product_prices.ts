import type { Kysely } from 'kysely';
import { textType } from './textType';

/** What a product was last seen to cost, so that the mapping's list shows it beside the price of its service. */
export async function up(database: Kysely<unknown>): Promise<void> {
	for (const column of ['price', 'cost'])
		await database.schema.alterTable('products').addColumn(column, textType(database)).execute();
}
