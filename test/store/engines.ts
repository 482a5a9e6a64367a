import type { Clock } from '../../src/ports/clock';
import { type OpenStore, openStore } from '../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase } from './postgresServer';
import { at } from './samples';

/** Time stands still; waits are over at once and are counted. */
export function stoppedClock(): Clock & { waitedMs(): number } {
	let waited = 0;
	return {
		now: () => at('08:00'),
		random: () => 0.5,
		wait: async (millis) => {
			waited += millis;
			await Promise.resolve();
		},
		waitedMs: () => waited,
	};
}

async function openEmptyPostgres(): Promise<OpenStore> {
	const database = await emptyDatabase();
	const store = await openStore(locationOf(database), stoppedClock());
	const close = async () => {
		await store.close();
		releaseDatabase(database);
	};
	return { ...store, close };
}

/** Every engine that keeps the store; each opening is a new, empty one. */
export const engines: readonly { readonly engine: string; readonly openEmpty: () => Promise<OpenStore> }[] = [
	{ engine: 'sqlite', openEmpty: async () => await openStore({ engine: 'sqlite', file: ':memory:' }, stoppedClock()) },
	{ engine: 'postgres', openEmpty: openEmptyPostgres },
];
