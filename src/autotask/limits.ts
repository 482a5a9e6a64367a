import { bulkhead, type BulkheadPolicy } from 'cockatiel';
import type { Bulkhead } from '../http/ask';

/** How many requests may be under way to one Autotask database; shared by everything in a process that talks to it. */
export interface AutotaskLimits {
	/** At most two at a time per endpoint. */
	read(endpoint: string): Bulkhead;
	/** At most one at a time in all, and within the two of the endpoint. */
	write(endpoint: string): Bulkhead;
}

const inFlightPerEndpoint = 2;

/**
 * Makes the limits of one Autotask database.
 *
 * Autotask allows three calls per endpoint and frees a place a little after its answer, hence two.
 */
export function createAutotaskLimits(): AutotaskLimits {
	const endpoints = new Map<string, BulkheadPolicy>();
	const writes = bulkhead(1, Number.POSITIVE_INFINITY);
	const of = (endpoint: string): BulkheadPolicy => {
		const key = endpoint.toLowerCase();
		const policy = endpoints.get(key) ?? bulkhead(inFlightPerEndpoint, Number.POSITIVE_INFINITY);
		endpoints.set(key, policy);
		return policy;
	};
	return {
		read: (endpoint) => async (attempt, signal) => await of(endpoint).execute(attempt, signal),
		write: (endpoint) => async (attempt, signal) =>
			await writes.execute(async () => await of(endpoint).execute(attempt, signal), signal),
	};
}
