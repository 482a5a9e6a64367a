import type { Instant } from '../../domain/ids';

export interface LeaseStore {
	/** Takes or renews a lease until then; false while somebody else holds it. */
	takeLease(name: string, holder: string, now: Instant, until: Instant): Promise<boolean>;
	releaseLease(name: string, holder: string): Promise<void>;
	/** Whether the holder's lease still stands at that time. */
	holdsLease(name: string, holder: string, now: Instant): Promise<boolean>;
}
