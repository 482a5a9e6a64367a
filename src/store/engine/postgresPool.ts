import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { type ClientBase, Pool, types, type PoolClient } from 'pg';
import { ConnectionFailure, endsConnection } from './postgresFailures';

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
/** The server ends a statement that takes longer, and says so: what is given up here alone would go on there. */
const statementTimeoutMs = 15_000;
/** An answer that takes longer is no longer expected: the server or the way to it is gone. */
const answerTimeoutMs = 20_000;

const int8 = 20;

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
			const answer: unknown = await this.client.query(text, [...parameters]);
			// Of several statements in one text the last one's.
			return (Array.isArray(answer) ? answer.at(-1) : answer) as PostgresQueryResult<R>;
		} catch (error) {
			if (!endsConnection(error)) throw error;
			this.notice(error);
			throw new ConnectionFailure('use', error);
		}
	}
}

/** At most four connections to a database. */
export interface GuardedPool extends PostgresPool {
	/** Whether it has ever been connected. */
	hasWorked(): boolean;
	/** Gives all of them back, also those that never answered. */
	close(): Promise<void>;
}

/** Makes a pool whose connections tell their loss from a refusal; connects when it is first asked. */
export function openPool(location: PostgresLocation): GuardedPool {
	const pool = new Pool(poolSettings(location));
	// A connection that breaks while nobody uses it has left the pool by then; the next statement makes a new one.
	pool.on('error', () => undefined);
	let hasWorked = false;
	return {
		hasWorked: () => hasWorked,
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
		close: async () => {
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
		// By a statement: what stands between here and the server may refuse it as a parameter of the connection.
		onConnect: async (client: ClientBase) => void (await client.query(`set statement_timeout = ${statementTimeoutMs}`)),
		keepAlive: true,
		allowExitOnIdle: true,
		application_name: 'marketplace-autotask',
		types: {
			getTypeParser: (type: number, format?: 'text' | 'binary') =>
				type === int8 ? Number : (types.getTypeParser(type, format ?? 'text') as (text: string) => unknown),
		},
	};
}
