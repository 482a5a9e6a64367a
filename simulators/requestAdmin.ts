import type { FaultPlan, Faults, HeldRequest, ReleaseHow } from './faults';
import type { LoggedRequest, RequestLog } from './requestLog';

/** What can be done to the requests of either simulator from outside its API. */
export interface RequestAdmin {
	/** The requests received, oldest first. */
	requests(): readonly LoggedRequest[];
	clearRequests(): void;
	addFault(plan: FaultPlan): void;
	clearFaults(): void;
	held(): readonly HeldRequest[];
	waitForHeld(timeoutMs?: number): Promise<readonly HeldRequest[]>;
	release(id?: number, how?: ReleaseHow): number;
}

/** What becomes of a simulator's requests, and where they are written down. */
export interface RequestParts {
	readonly faults: Faults;
	readonly log: RequestLog;
}

export function requestAdmin({ faults, log }: RequestParts): RequestAdmin {
	return {
		requests: () => structuredClone(log.entries),
		clearRequests: () => log.clear(),
		addFault: (plan) => faults.add(plan),
		clearFaults: () => faults.clear(),
		held: () => faults.held(),
		waitForHeld: (timeoutMs) => faults.waitForHeld(timeoutMs),
		release: (id, how) => faults.release(id, how),
	};
}

/** No fault is planned any more, what is held is dropped, and nothing is written down. */
export function forgetRequests({ faults, log }: RequestParts): void {
	faults.clear();
	faults.release(undefined, 'drop');
	log.clear();
}
