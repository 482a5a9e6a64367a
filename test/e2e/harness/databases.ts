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

/** Where one of the texts lies in a table of the database, as `database.table: text`. */
export async function tracesInDatabase(texts: readonly string[], database: string): Promise<readonly string[]> {
	const listing = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
		where schemaname not in ('pg_catalog', 'information_schema')`;
	const tables = (await runIn(database, listing)).map(({ name }) => String(name));
	const found = await Promise.all(tables.map((table) => tracesInTable(texts, database, table)));
	return found.flat();
}

async function tracesInTable(texts: readonly string[], database: string, table: string): Promise<readonly string[]> {
	const quoted = texts.map((text) => `('${text.replaceAll("'", "''")}')`).join(', ');
	const holds = `exists (select from ${table} as one where strpos(one::text, wanted.text) > 0)`;
	const rows = await runIn(database, `select text from (values ${quoted}) as wanted (text) where ${holds}`);
	return rows.map(({ text }) => `${database} ${table}: ${String(text)}`);
}
