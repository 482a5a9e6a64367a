/** Leases begin and end by the one clock of the store: that of the database server, or of the machine with the file. */
export interface LeaseStore {
	/** Takes or renews a lease for so many milliseconds from now; false while somebody else holds it. */
	takeLease(name: string, holder: string, forMs: number): Promise<boolean>;
	releaseLease(name: string, holder: string): Promise<void>;
	/** Whether the holder's lease still stands. */
	holdsLease(name: string, holder: string): Promise<boolean>;
}
