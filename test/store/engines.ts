import type { Clock } from '../../src/ports/clock';
import { type OpenStore, openStore } from '../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase } from './postgresServer';
import { at } from './samples';

/** Time stands still until it is set; waits are over at once and are counted. */
export interface StoppedClock extends Clock {
	waitedMs(): number;
	/** To a time of the day. */
	set(time: string): void;
}

export function stoppedClock(): StoppedClock {
	let waited = 0;
	let now = at('08:00');
	return {
		now: () => now,
		set: (time) => (now = at(time)),
		byServer: () => now,
		random: () => 0.5,
		wait: async (millis) => {
			waited += millis;
			await Promise.resolve();
		},
		waitedMs: () => waited,
	};
}

async function openEmptyPostgres(clock: Clock = stoppedClock()): Promise<OpenStore> {
	const database = await emptyDatabase();
	const store = await openStore(locationOf(database), clock);
	const close = async () => {
		await store.close();
		releaseDatabase(database);
	};
	return { ...store, close };
}

async function openEmptySqlite(clock: Clock = stoppedClock()): Promise<OpenStore> {
	return await openStore({ engine: 'sqlite', file: ':memory:' }, clock);
}

/** Every engine that keeps the store; each opening is a new, empty one. */
export const engines: readonly { readonly engine: string; readonly openEmpty: typeof openEmptySqlite }[] = [
	{ engine: 'sqlite', openEmpty: openEmptySqlite },
	{ engine: 'postgres', openEmpty: openEmptyPostgres },
];
