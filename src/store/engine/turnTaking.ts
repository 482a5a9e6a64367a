import { CompiledQuery, PostgresDialect, PostgresDriver, type PostgresDialectConfig, type QueryResult } from 'kysely';
import { ConnectionFailure } from './postgresFailures';
import type { ServerClock } from './serverClock';

/** Asks for the server's time; `millisIn` reads the answer. */
export const serverNow = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now';

/** Milliseconds since 1970 in an answer to `serverNow`. */
export function millisIn({ rows }: QueryResult<unknown>): number {
	const [row] = rows as readonly { readonly now: number }[];
	if (row === undefined) throw new RangeError('the server told no time');
	return row.now;
}

/**
 * Writers take turns, as they do on SQLite: the turn ends with the transaction. One that stalls in the middle loses
 * its session and with it the turn, so that a stopped process stops nobody else for long.
 */
const takeTurn = [
	'begin isolation level read committed',
	"set local lock_timeout = '250ms'",
	"set local idle_in_transaction_session_timeout = '10s'",
	'select pg_advisory_xact_lock(1398035027, hashtext(current_schema()))',
	serverNow,
].join('; ');

/** What can be rolled back: the driver does not give it a name. */
type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0];

class TurnTakingDriver extends PostgresDriver {
	constructor(
		settings: PostgresDialectConfig,
		private readonly clock: ServerClock,
	) {
		super(settings);
	}

	override async beginTransaction(connection: Connection): Promise<void> {
		try {
			await this.clock.setBy(async () => millisIn(await connection.executeQuery(CompiledQuery.raw(takeTurn))));
		} catch (error) {
			await this.rollbackTransaction(connection);
			throw error;
		}
	}

	override async commitTransaction(connection: Connection): Promise<void> {
		try {
			await super.commitTransaction(connection);
		} catch (error) {
			throw error instanceof ConnectionFailure ? new ConnectionFailure('commit', error.cause) : error;
		}
	}

	/** A transaction ends with its connection; asking for that would hide what broke it. */
	override async rollbackTransaction(connection: Connection): Promise<void> {
		try {
			await super.rollbackTransaction(connection);
		} catch (error) {
			if (!(error instanceof ConnectionFailure)) throw error;
		}
	}
}

/** PostgreSQL whose writers take turns; each turn sets the clock by the server's. */
export class TurnTakingDialect extends PostgresDialect {
	constructor(
		private readonly settings: PostgresDialectConfig,
		private readonly clock: ServerClock,
	) {
		super(settings);
	}

	override createDriver(): PostgresDriver {
		return new TurnTakingDriver(this.settings, this.clock);
	}
}
