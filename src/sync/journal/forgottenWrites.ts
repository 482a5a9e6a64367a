import type { DatabaseId } from '../../domain/ids';
import type { AutotaskPort, KeyedWrite } from '../../ports/autotask/autotask';
import type { JournalEntry } from '../../ports/store/journal';
import type { Ports } from '../../ports/store/ports';
import { keyPrefix } from './keys';

function describedWrite({ kind, key, contractId }: KeyedWrite): string {
	return `${kind === 'charge' ? 'charge' : 'contract service'} ${key} of contract ${contractId}`;
}

function entryOf(
	databaseId: DatabaseId,
	write: KeyedWrite,
	{ store, clock }: Ports,
): Omit<JournalEntry, 'id' | 'connectionId'> {
	const now = clock.now();
	return {
		databaseId,
		taskIds: [],
		contractId: write.contractId,
		kind: write.kind,
		state: 'recorded',
		key: write.key,
		on: write.on,
		autotaskId: write.id,
		note: `Found in Autotask; the store ${store.storeId} did not know it.`,
		intendedAt: now,
		settledAt: now,
		...(write.amount === undefined ? {} : { amount: write.amount }),
	};
}

/**
 * Looks whether Autotask holds anything under this store's keys that the store does not know: then it is an older copy of
 * itself, put back, or another n8n works with a copy of it. Stops every connection to that database, and says why.
 *
 * Two requests. Only what is newer than the newest known write is looked at, so that nothing comes back as a rule. What
 * is found is taken into the journal, hence told once. Undefined where all is known. Source: rule F5.
 */
export async function forgottenWrites(ports: Ports & { readonly autotask: AutotaskPort }): Promise<string | undefined> {
	const { autotask, store, clock } = ports;
	const { databaseId } = autotask;
	const newest = await store.newestCreations(databaseId);
	const found = await autotask.writesUnder(keyPrefix(store.storeId), newest);
	if (found.length === 0) return undefined;
	const known = await store.knownKeys(
		databaseId,
		found.map((write) => write.key),
	);
	const forgotten = found.filter((write) => !known.has(write.key));
	if (forgotten.length === 0) return undefined;
	const own = (await store.connections()).filter((connection) => connection.databaseId === databaseId);
	const [first] = own;
	if (!first) return undefined;
	const message = `Autotask holds what this store wrote and does not know: ${forgotten.slice(0, 5).map(describedWrite).join(', ')}${forgotten.length > 5 ? ` and ${forgotten.length - 5} more` : ''}. The store is an older copy of itself, or another n8n works with a copy of it. Everything is stopped: end the other one, look at these contracts, then start the connection in Sync Tasks.`;
	const now = clock.now();
	for (const connection of own) {
		await store.changeConnection(connection.id, { stoppedAt: connection.stoppedAt ?? now });
		await store.log([{ at: now, connectionId: connection.id, action: 'stop', message }]);
	}
	await store.adopt(forgotten.map((write) => ({ ...entryOf(databaseId, write, ports), connectionId: first.id })));
	return message;
}
