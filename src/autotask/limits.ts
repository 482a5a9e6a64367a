import { bulkhead, type BulkheadPolicy } from 'cockatiel';
import type { Bulkhead } from '../http/ask';
import type { Slots } from './slots';

/** How many requests may be under way to one Autotask database; shared by everything in a process that talks to it. */
export interface AutotaskLimits {
	/** At most two at a time per endpoint. */
	read(endpoint: string): Bulkhead;
	/** At most one at a time in all, and within the two of the endpoint. */
	write(endpoint: string): Bulkhead;
}

const inFlightPerEndpoint = 2;

/**
 * Waits for a turn of the bulkhead; an aborted signal ends the waiting at once, and never what has begun.
 */
async function inTurn<T>(policy: BulkheadPolicy, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await policy.execute(call);
	signal.throwIfAborted();
	let stopWaiting = (): void => undefined;
	const aborted = new Promise<never>((_, reject) => {
		const stop = (): void => reject(signal.reason as Error);
		signal.addEventListener('abort', stop, { once: true });
		stopWaiting = () => signal.removeEventListener('abort', stop);
	});
	const begun = async (): Promise<T> => {
		stopWaiting();
		return await call();
	};
	return await Promise.race([policy.execute(begun, signal), aborted]);
}

const ownProcess: Slots = { run: async (_kind, _endpoint, call) => await call() };

/**
 * Makes the limits of one Autotask database; `slots` hold between processes too.
 *
 * Autotask allows three calls per endpoint and frees a place a little after its answer, hence two.
 */
export function createAutotaskLimits(slots: Slots = ownProcess): AutotaskLimits {
	const endpoints = new Map<string, BulkheadPolicy>();
	const writes = bulkhead(1, Number.POSITIVE_INFINITY);
	const of = (endpoint: string): BulkheadPolicy => {
		const key = endpoint.toLowerCase();
		const policy = endpoints.get(key) ?? bulkhead(inFlightPerEndpoint, Number.POSITIVE_INFINITY);
		endpoints.set(key, policy);
		return policy;
	};
	const within = async <T>(
		kind: 'read' | 'write',
		endpoint: string,
		attempt: () => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> => await inTurn(of(endpoint), async () => await slots.run(kind, endpoint, attempt, signal), signal);
	return {
		read: (endpoint) => async (attempt, signal) => await within('read', endpoint, attempt, signal),
		write: (endpoint) => async (attempt, signal) =>
			await inTurn(writes, async () => await within('write', endpoint, attempt, signal), signal),
	};
}
