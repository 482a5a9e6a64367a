import { closeSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../schema/storeError';

/** Names of customers and what they pay are in it, and the key of the pages' forms: for the user that n8n runs as alone. */
const ownersAlone = 0o600;

const inWords: Readonly<Record<string, string>> = {
	EACCES: 'the user that n8n runs as may not use its folder',
	ELOOP: 'its links lead in a circle',
	ENAMETOOLONG: 'its name is too long',
	ENOENT: 'a link leads to a folder that does not exist',
	EPERM: 'the user that n8n runs as may not make it',
	EROFS: 'its disk is read-only',
	ERR_INVALID_ARG_VALUE: 'its name holds a sign that no name may hold',
};

function cannotOpen(path: string, error: unknown): StoreError {
	const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : String(error);
	const why = inWords[code] ?? code;
	const shown = path.replaceAll('\0', '\\0');
	const message = `Cannot open the store file ${shown}: ${why}; let the user that n8n runs as write to it and to its folder, or name another file in Sync Store.`;
	return new StoreError('cannotOpen', message, error);
}

function statsOf(path: string, file: string): Stats | undefined {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch (error) {
		throw cannotOpen(file, error);
	}
}

/**
 * Looks whether a store file can be at the path, and makes an empty one there where none is.
 *
 * A file that is there keeps its rights; SQLite gives those of the file to what it writes beside it.
 *
 * @throws StoreError `cannotOpen` that names the file and the next step.
 */
export function prepareFile(path: string): void {
	const folder = dirname(path);
	if (statsOf(folder, path)?.isDirectory() !== true) {
		throw new StoreError(
			'cannotOpen',
			`The folder ${folder} of the store file does not exist; make it, or name another file in Sync Store.`,
		);
	}
	const there = statsOf(path, path);
	if (there?.isDirectory() === true)
		throw new StoreError('cannotOpen', `${path} is a folder, not a store file; name a file in Sync Store.`);
	if (there) return;
	try {
		closeSync(openSync(path, 'a', ownersAlone));
	} catch (error) {
		throw cannotOpen(path, error);
	}
}
