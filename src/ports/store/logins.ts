import type { Instant } from '../../domain/ids';

export interface LoginStopStore {
	/** Until when no request may be sent with the credential of that keyed hash. */
	loginStop(credentialHash: string): Promise<Instant | undefined>;
	saveLoginStop(credentialHash: string, until: Instant): Promise<void>;
	/** A keyed hash of the text with a key that only this store has. */
	keyedHash(text: string): string;
}
