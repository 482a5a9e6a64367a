export type StoreErrorCode =
	/** The file or its folder is missing, is not a file, or may not be opened; no connection to the server. */
	| 'cannotOpen'
	/** It opens, and nothing can be written: rights, a read-only disk, a full disk. */
	| 'cannotWrite'
	/** A later version of the package has changed its tables. */
	| 'newerSchema'
	/** It is not a database, or a damaged one. */
	| 'corrupt'
	/** It is a database of another program. */
	| 'foreign'
	/** Somebody else went on writing for longer than we wait. */
	| 'busy'
	/** The connection was lost and did not come back; nothing was changed. */
	| 'unreachable'
	/** The connection was lost during the commit: the change is stored, or it is not. */
	| 'outcomeUnknown'
	/** The change contradicts what is stored, such as a second creation with the same key. */
	| 'conflict'
	/** What is to be changed is not there. */
	| 'notFound'
	/** The database refused in a way that has no word here; the cause tells. */
	| 'failed';

/** The store could not do what it was asked; the message names the file or database and the next step. */
export class StoreError extends Error {
	override readonly name = 'StoreError';

	constructor(
		readonly code: StoreErrorCode,
		message: string,
		cause?: unknown,
	) {
		super(message, cause === undefined ? undefined : { cause });
	}
}

/** The place holds tables, and not ours. `elsewhere`: what to do. */
export function foreignDatabase(place: string, elsewhere: string): StoreError {
	return new StoreError('foreign', `Another program's database: ${place}; ${elsewhere}.`);
}
