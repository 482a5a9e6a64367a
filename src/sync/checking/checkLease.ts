import { millisOf } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import { leaseMs } from '../../ports/store/leaseMs';
import type { CheckOptions, CheckPorts } from './checkRun';

const usableShare = 0.8;

function leaseName(id: ConnectionId): string {
	return `check/${id}`;
}

/** Takes the lease of the connection's checks, or renews it for its holder. */
export async function holdLease(ports: CheckPorts, id: ConnectionId, holder: string): Promise<boolean> {
	return await ports.store.takeLease(leaseName(id), holder, leaseMs.check);
}

export async function releaseLease({ store }: CheckPorts, id: ConnectionId, holder: string): Promise<void> {
	await store.releaseLease(leaseName(id), holder);
}

/** Says before each group of requests whether the check may go on; renews the lease as it does. */
export function goingOn(
	ports: CheckPorts,
	id: ConnectionId,
	holder: string,
	options: CheckOptions,
): () => Promise<boolean> {
	const startedMs = millisOf(ports.clock.now());
	return async () => {
		if (options.signal?.aborted === true) return false;
		const usedMs = millisOf(ports.clock.now()) - startedMs;
		if (options.budgetMs !== undefined && usedMs > options.budgetMs * usableShare) return false;
		return await holdLease(ports, id, holder);
	};
}
