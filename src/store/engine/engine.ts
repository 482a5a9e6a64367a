import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/ids';
import type { Clock } from '../../ports/clock';
import type { Schema } from '../schema/schema';
import type { StoreError } from '../schema/storeError';

/** What a database has to supply to hold the store; one file each. */
export interface Engine {
	/** Its transactions take the right to write when they begin: one after another, in all processes. */
	readonly database: Kysely<Schema>;
	/** The present of all who share the database. */
	readonly clock: Clock;
	/** The present as the database itself says it. */
	now(database: Kysely<Schema>): Promise<Instant>;
	/** How messages call it: the file or the database. */
	readonly place: string;
	/** What speaks against the place, in a sentence or two; the store works there. */
	readonly warning?: string;
	/** What to do where the place is another program's. */
	readonly elsewhere: string;
	/** The tables that are where the store's would be, and the name of that schema where there are schemas. */
	home(): Promise<{ readonly tables: readonly string[]; readonly schema?: string }>;
	/** Why nothing was changed and the same work may be tried again; undefined where it may not. */
	passing(error: unknown): 'locked' | 'lost' | undefined;
	/** The engine's own error in our words; undefined for an error that is not the engine's. */
	explain(error: unknown): StoreError | undefined;
	/**
	 * Keeps a copy of the database as it is before its tables change, and returns the copy's file; undefined where the
	 * engine keeps none by itself. `version`: the last change of the tables that it holds.
	 */
	backUp(version: string): Promise<string | undefined>;
	/** Gives the database back, also where it never answered. */
	close(): Promise<void>;
}
