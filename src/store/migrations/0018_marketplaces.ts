import type { Kysely } from 'kysely';
import { textType } from './textType';

/** Which marketplace a connection reads, and which one a person was asked about: a wrong credential is found out. Source: rule F10. */
export async function up(database: Kysely<unknown>): Promise<void> {
	const columns = ['marketplace', 'askedMarketplace'] as const;
	for (const column of columns)
		await database.schema.alterTable('connections').addColumn(column, textType(database)).execute();
}
