import { runIn } from '../../store/postgresServer';

/** An empty database of the test run's PostgreSQL, and its owner. */
export interface OwnedDatabase {
	readonly database: string;
	readonly user: string;
	readonly password: string;
}

/** Makes the database and its owner, by the statements that the README gives. */
export async function makeDatabase({ database, user, password }: OwnedDatabase): Promise<void> {
	await runIn('postgres', `create role ${user} login password '${password}'`);
	await runIn('postgres', `create database ${database} owner ${user}`);
}

/** Lets the database live so much later than its server: who asks there for the time has this function's answer. */
export async function setDatabaseClock(database: string, aheadMs: number): Promise<void> {
	await runIn(
		database,
		`create or replace function public.clock_timestamp() returns timestamptz language sql volatile as
			'select pg_catalog.clock_timestamp() + ${aheadMs} * interval ''1 millisecond''';
		alter database ${database} set search_path = public, pg_catalog`,
	);
}

/** Where one of the texts lies in a table of the database, as `database.table: text`. */
export async function tracesInDatabase(texts: readonly string[], database: string): Promise<readonly string[]> {
	const listing = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
		where schemaname not in ('pg_catalog', 'information_schema')`;
	const wanted = texts.map((text) => `('${text.replaceAll("'", "''")}')`).join(', ');
	const searches = (await runIn(database, listing)).map(
		({ name }) => `select '${String(name)}' as name, text from (values ${wanted}) as wanted (text)
			where exists (select from ${String(name)} as one where strpos(one::text, wanted.text) > 0)`,
	);
	const rows = await runIn(database, searches.join(' union all '));
	return rows.map(({ name, text }) => `${database} ${String(name)}: ${String(text)}`);
}
