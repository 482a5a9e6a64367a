import type { ConnectionId } from '../../domain/ids';
import { leaseMs } from '../../ports/store/leaseMs';
import type { ImportPorts } from './wantedImport';

const waitMs = 500;
const mostWaits = 40;

function leaseOf(connectionId: ConnectionId): string {
	return `import all ${connectionId}`;
}

/** Runs alone among the runs of the connection; undefined where somebody else works on it for 20 seconds. */
export async function importAlone<Result>(
	connectionId: ConnectionId,
	{ store, clock }: ImportPorts,
	work: (renew: () => Promise<boolean>) => Promise<Result>,
): Promise<Result | undefined> {
	const holder = `${store.storeId}-${clock.random()}-${clock.random()}`;
	const take = async () => await store.takeLease(leaseOf(connectionId), holder, leaseMs.import);
	for (let waits = 0; !(await take()); waits += 1) {
		if (waits === mostWaits) return undefined;
		await clock.wait(waitMs);
	}
	try {
		return await work(take);
	} finally {
		await store.releaseLease(leaseOf(connectionId), holder);
	}
}
