import { StoreError, type StoreErrorCode } from '../schema/storeError';

const results = {
	3: 'rights',
	5: 'busy',
	6: 'locked',
	8: 'readOnly',
	10: 'disk',
	11: 'damaged',
	13: 'full',
	14: 'cannotOpen',
	19: 'constraint',
	26: 'noDatabase',
} as const;

type Result = (typeof results)[keyof typeof results] | 'other';

/** SQLite's primary result code in a word; undefined for an error that is not SQLite's. Source: sqlite.org/rescode.html. */
function resultOf(error: unknown): Result | undefined {
	if (!(error !== null && typeof error === 'object' && 'code' in error)) return undefined;
	if (error.code !== 'ERR_SQLITE_ERROR' || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
	const words: Readonly<Record<number, Result>> = results;
	return words[error.errcode & 0xff] ?? 'other';
}

/** Why nothing was changed and the same may be tried again: another connection held a lock. */
export function passing(error: unknown): 'locked' | undefined {
	return ['busy', 'locked'].includes(resultOf(error) ?? '') ? 'locked' : undefined;
}

const notReplaced = 'an empty one would not know what has been written to Autotask';

const explanations: Readonly<
	Record<Result, { readonly code: StoreErrorCode; readonly sentence: (place: string) => string }>
> = {
	rights: {
		code: 'cannotOpen',
		sentence: (place) => `No right to use ${place}; give it to the user that n8n runs as.`,
	},
	cannotOpen: {
		code: 'cannotOpen',
		sentence: (place) =>
			`Cannot open ${place}; let the user that n8n runs as write to it and to its folder, or name another file in Sync Store.`,
	},
	readOnly: {
		code: 'cannotWrite',
		sentence: (place) => `Cannot write to ${place}; let the user that n8n runs as write to it and to its folder.`,
	},
	full: { code: 'cannotWrite', sentence: (place) => `The disk of ${place} is full; free some space, then run again.` },
	disk: {
		code: 'cannotWrite',
		sentence: (place) => `The disk of ${place} failed to read or write; check the disk, then run again.`,
	},
	damaged: {
		code: 'corrupt',
		sentence: (place) => `Damaged: ${place}; restore it from its last backup (${notReplaced}).`,
	},
	noDatabase: {
		code: 'corrupt',
		sentence: (place) =>
			`Not a database: ${place}; name the right file in Sync Store, or restore it from its last backup (${notReplaced}).`,
	},
	busy: { code: 'busy', sentence: (place) => `Another process has locked ${place}; run again when it is done.` },
	locked: { code: 'busy', sentence: (place) => `Another process has locked ${place}; run again when it is done.` },
	constraint: {
		code: 'conflict',
		sentence: (place) => `The change contradicts what ${place} holds; nothing was changed.`,
	},
	other: { code: 'failed', sentence: (place) => `A statement failed on ${place}; nothing was changed.` },
};

/** SQLite's error in our words; undefined for an error of somebody else. */
export function explained(error: unknown, place: string): StoreError | undefined {
	const result = resultOf(error);
	if (result === undefined) return undefined;
	return new StoreError(explanations[result].code, explanations[result].sentence(place), error);
}
