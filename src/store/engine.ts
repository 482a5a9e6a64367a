import type { Kysely } from 'kysely';
import type { Schema } from './schema';
import type { StoreError } from './storeError';

/** What a database has to supply to hold the store; one file each. */
export interface Engine {
	/** Its transactions take the right to write when they begin, or wait for it row by row. */
	readonly database: Kysely<Schema>;
	/** How messages call it: the file or the database. */
	readonly place: string;
	/** Whether somebody else held a lock; nothing was changed then, and the same work may be tried again. */
	isBusy(error: unknown): boolean;
	/** The engine's own error in our words; undefined for an error that is not the engine's. */
	explain(error: unknown): StoreError | undefined;
	/** Gives the database back, also where it never answered. */
	close(): Promise<void>;
}
