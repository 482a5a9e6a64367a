import type { Kysely } from 'kysely';
import type { Clock } from '../../ports/clock';
import type { Schema } from '../schema/schema';
import { StoreError } from '../schema/storeError';
import type { Engine } from './engine';

const firstWaitMs = 5;
const longestWaitMs = 250;
/** All waits for one piece of work together. */
const patienceMs = 5_000;

/** Work on the database that waits its turn; work may run more than once and must touch nothing else. */
export interface Access {
	/** Work that changes nothing. */
	read<Result>(work: (database: Kysely<Schema>) => Promise<Result>): Promise<Result>;
	/** Work in one transaction. */
	write<Result>(work: (transaction: Kysely<Schema>) => Promise<Result>): Promise<Result>;
	/** Waits for the work that has begun; what is asked for afterwards is refused. */
	close(): Promise<void>;
}

/**
 * Access to an engine's database that waits without blocking while another process writes or the connection is lost.
 *
 * @throws StoreError for whatever the engine refuses; `busy` or `unreachable` after five seconds of waiting;
 * `outcomeUnknown`, without a second try, where the connection was lost during a commit.
 */
export function accessTo(engine: Engine, clock: Clock): Access {
	const { database } = engine;
	const running = new Set<Promise<unknown>>();
	let isClosed = false;
	const run = async <Result>(attempt: () => Promise<Result>) =>
		await untilFree(engine, clock, async () => {
			if (isClosed) throw new StoreError('cannotOpen', `Already closed: ${engine.place}; open it again.`);
			const work = attempt();
			running.add(work);
			try {
				return await work;
			} finally {
				running.delete(work);
			}
		});
	return {
		read: async (work) => await run(async () => await work(database)),
		write: async (work) => await run(async () => await database.transaction().execute(work)),
		close: async () => {
			if (isClosed) return;
			isClosed = true;
			await Promise.allSettled(running);
			await engine.close();
		},
	};
}

async function untilFree<Result>(engine: Engine, clock: Clock, attempt: () => Promise<Result>): Promise<Result> {
	let waitedMs = 0;
	for (let tries = 0; ; tries += 1) {
		try {
			return await attempt();
		} catch (error) {
			const passing = engine.passing(error);
			if (passing === 'locked' && waitedMs >= patienceMs) throw stillBusy(engine, error);
			if (passing === undefined || waitedMs >= patienceMs) throw engine.explain(error) ?? error;
			const waitMs = Math.min(firstWaitMs * 2 ** tries, longestWaitMs) * (0.5 + clock.random() / 2);
			await clock.wait(waitMs);
			waitedMs += waitMs;
		}
	}
}

function stillBusy(engine: Engine, cause: unknown): StoreError {
	const message = `Another process has kept ${engine.place} locked for ${patienceMs / 1000} seconds; end what is copying or editing it, then run again.`;
	return new StoreError('busy', message, cause);
}
