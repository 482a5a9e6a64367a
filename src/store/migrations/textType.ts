import { PostgresAdapter, sql, type Kysely, type RawBuilder } from 'kysely';

/** The type of a text column: compared byte by byte on every engine, whatever language the database was made for. */
export function textType<Made>(database: Kysely<Made>): 'text' | RawBuilder<string> {
	return database.getExecutor().adapter instanceof PostgresAdapter ? sql<string>`text collate "C"` : 'text';
}
