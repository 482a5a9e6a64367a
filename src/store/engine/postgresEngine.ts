import {
	CamelCasePlugin,
	CompiledQuery,
	HandleEmptyInListsPlugin,
	Kysely,
	PostgresDialect,
	PostgresDriver,
	replaceWithNoncontingentExpression,
	sql,
	type DatabaseConnection,
	type PostgresCursor,
	type PostgresDialectConfig,
	type PostgresPool,
	type PostgresPoolClient,
	type PostgresQueryResult,
} from 'kysely';
import { Pool, types, type PoolClient } from 'pg';
import type { Schema } from '../schema/schema';
import type { Engine } from './engine';
import { ConnectionFailure, endsConnection, explained, passing } from './postgresFailures';

/** A PostgreSQL database and who opens it. */
export interface PostgresLocation {
	readonly engine: 'postgres';
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: string;
	/** Encrypted, and only with a certificate that this process trusts. */
	readonly ssl: boolean;
}

const mostConnections = 4;
const connectTimeoutMs = 10_000;
/** An answer that takes longer is no longer expected: the server or the way to it is gone. */
const answerTimeoutMs = 15_000;

/**
 * Writers take turns, as they do on SQLite: the turn ends with the transaction. One that stalls in the middle loses
 * its session and with it the turn, so that a stopped process stops nobody else for long.
 */
const takeTurn = [
	'begin isolation level read committed',
	"set local lock_timeout = '250ms'",
	"set local idle_in_transaction_session_timeout = '10s'",
	'select pg_advisory_xact_lock(1398035027, hashtext(current_schema()))',
].join('; ');

const int8 = 20;

class TurnTakingDriver extends PostgresDriver {
	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		try {
			await connection.executeQuery(CompiledQuery.raw(takeTurn));
		} catch (error) {
			await this.rollbackTransaction(connection);
			throw error;
		}
	}

	override async commitTransaction(connection: DatabaseConnection): Promise<void> {
		try {
			await super.commitTransaction(connection);
		} catch (error) {
			throw error instanceof ConnectionFailure ? new ConnectionFailure('commit', error.cause) : error;
		}
	}

	/** A transaction ends with its connection; asking for that would hide what broke it. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		try {
			await super.rollbackTransaction(connection);
		} catch (error) {
			if (!(error instanceof ConnectionFailure)) throw error;
		}
	}
}

class TurnTakingDialect extends PostgresDialect {
	constructor(private readonly settings: PostgresDialectConfig) {
		super(settings);
	}

	override createDriver(): PostgresDriver {
		return new TurnTakingDriver(this.settings);
	}
}

type Asked<R> = Promise<PostgresQueryResult<R>> | PostgresCursor<R>;

/** A connection that tells its own loss from a refusal of the server, and is not used again after it. */
class GuardedClient implements PostgresPoolClient {
	private lostBy: unknown;

	private readonly notice = (error: unknown): void => {
		this.lostBy ??= error;
	};

	constructor(private readonly client: PoolClient) {
		client.on('error', this.notice);
	}

	query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
	query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	query<R>(asked: string | PostgresCursor<R>, parameters: readonly unknown[] = []): Asked<R> {
		if (typeof asked !== 'string') throw new RangeError('rows are not streamed');
		return this.ask<R>(asked, parameters);
	}

	release(): void {
		this.client.removeListener('error', this.notice);
		this.client.release(this.lostBy !== undefined);
	}

	private async ask<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
		if (this.lostBy !== undefined) throw new ConnectionFailure('use', this.lostBy);
		try {
			return (await this.client.query(text, [...parameters])) as unknown as PostgresQueryResult<R>;
		} catch (error) {
			if (!endsConnection(error)) throw error;
			this.notice(error);
			throw new ConnectionFailure('use', error);
		}
	}
}

/**
 * Opens a database; connects with the first statement, and shares at most four connections.
 *
 * Numbers of 64 bits are read as numbers. The password is in no error and no message.
 */
export function openPostgres(location: PostgresLocation): Engine {
	const place = `the PostgreSQL database ${location.database} on ${location.host}:${location.port}`;
	const pool = new Pool(poolSettings(location));
	// A connection that breaks while nobody uses it has left the pool by then; the next statement makes a new one.
	pool.on('error', () => undefined);
	let hasWorked = false;
	const guarded: PostgresPool = {
		connect: async () => {
			try {
				const client = new GuardedClient(await pool.connect());
				hasWorked = true;
				return client;
			} catch (error) {
				throw new ConnectionFailure('opening', error);
			}
		},
		end: async () => await pool.end(),
	};
	const dialect = new TurnTakingDialect({ pool: guarded });
	const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });
	const database = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin(), emptyLists] });
	return {
		database,
		place,
		elsewhere: 'name a database of its own in Sync Store',
		home: async () => await homeIn(database),
		backUp: async () => await Promise.resolve(undefined),
		passing: (error) => passing(error, hasWorked),
		explain: (error) => explained(error, place),
		close: async () => {
			await database.destroy();
			if (!pool.ending) await pool.end();
		},
	};
}

function poolSettings({ host, port, database, user, password, ssl }: PostgresLocation) {
	return {
		...{ host, port, database, user, ssl, max: mostConnections },
		// An empty one would be replaced by the environment's, or refused by the driver, which then leaves the connection
		// open. A blank is refused by the server, in its own words.
		password: password === '' ? ' ' : password,
		connectionTimeoutMillis: connectTimeoutMs,
		query_timeout: answerTimeoutMs,
		keepAlive: true,
		allowExitOnIdle: true,
		application_name: 'marketplace-autotask',
		types: {
			getTypeParser: (type: number, format?: 'text' | 'binary') =>
				type === int8 ? Number : (types.getTypeParser(type, format ?? 'text') as (text: string) => unknown),
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
