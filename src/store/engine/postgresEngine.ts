import {
	CamelCasePlugin,
	CompiledQuery,
	HandleEmptyInListsPlugin,
	Kysely,
	replaceWithNoncontingentExpression,
	sql,
} from 'kysely';
import type { Clock } from '../../ports/clock';
import type { Schema } from '../schema/schema';
import type { Engine } from './engine';
import { explained, passing } from './postgresFailures';
import { openPool, type PostgresLocation } from './postgresPool';
import { ServerClock } from './serverClock';
import { millisIn, serverNow, TurnTakingDialect } from './turnTaking';

/**
 * Opens a database; connects with the first statement, and shares at most four connections.
 *
 * Numbers of 64 bits are read as numbers. The password is in no error and no message. The present is the server's.
 */
export function openPostgres(location: PostgresLocation, machine: Clock): Engine {
	const place = `the PostgreSQL database ${location.database} on ${location.host}:${location.port}`;
	const pool = openPool(location);
	const clock = new ServerClock(machine);
	const dialect = new TurnTakingDialect({ pool }, clock);
	const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });
	const database = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin(), emptyLists] });
	return {
		database,
		clock,
		now: async (asked) =>
			await clock.setBy(async () => millisIn(await asked.executeQuery(CompiledQuery.raw(serverNow)))),
		place,
		elsewhere: 'name a database of its own in Sync Store',
		home: async () => await homeIn(database),
		backUp: async () => await Promise.resolve(undefined),
		passing: (error) => passing(error, pool.hasWorked()),
		explain: (error) => explained(error, place),
		close: async () => {
			await database.destroy();
			await pool.close();
		},
	};
}

async function homeIn(database: Kysely<Schema>): ReturnType<Engine['home']> {
	const { rows } = await sql<{ schema: string | null; tables: string[] }>`
		select current_schema() as schema,
			array(select tablename::text from pg_tables where schemaname = current_schema()) as tables
	`.execute(database);
	const [{ schema, tables } = { schema: null, tables: [] }] = rows;
	return { tables, ...(schema === null ? {} : { schema }) };
}
