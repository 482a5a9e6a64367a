import { statSync } from 'node:fs';
import { StoreError } from '../schema/storeError';

/** Looks at an open file before something is written to it. */
export interface Watch {
	/** @throws StoreError `cannotWrite` where the file, or the log that was noted, is no longer where it was. */
	readonly look: () => void;
	/** Notes the write-ahead log; in a transaction, since another process that closes the file last may take it away before. */
	readonly noteLog: () => void;
}

function numberOf(path: string): bigint | undefined {
	return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/**
 * Watches a file from now on: one that was moved, deleted or replaced while it was open takes every write, and nobody
 * finds it again. SQLite itself looks so only where it writes no log ahead.
 */
export function watchFile(path: string): Watch {
	const log = `${path}-wal`;
	const known = new Map([[path, numberOf(path)]]);
	return {
		look: () => {
			for (const [one, before] of known)
				if (before !== undefined && before !== numberOf(one))
					throw new StoreError(
						'cannotWrite',
						`The store file ${one} was moved, deleted or replaced while n8n had it open, so nothing more is written; stop n8n, put back the file that belongs there, then start n8n.`,
					);
		},
		noteLog: () => {
			if (known.get(log) === undefined) known.set(log, numberOf(log));
		},
	};
}

/** For what is no file. */
export const unwatched: Watch = { look: () => undefined, noteLog: () => undefined };
