import { chmodSync, closeSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrationTableName } from '../schema/migrationTable';
import { StoreError } from '../schema/storeError';

/**
 * Copies an open database into a file of its own beside it, whole and checked, and returns that file's path.
 *
 * The name is `<file>.backup-<version>`, with a number behind it where that is taken. A copy that another process has
 * made meanwhile is not made again, and one that already has later tables is no copy from before: its file is thrown
 * away.
 *
 * @throws SQLite's own error, or StoreError `cannotWrite`; nothing is left behind then.
 */
export function backUp(database: DatabaseSync, file: string, version: string): string {
	const part = `${file}.backup-${version}.${process.pid}.part`;
	try {
		rmSync(part, { force: true });
		// SQLite would make it with the rights that are usual here, wider than the store's.
		closeSync(openSync(part, 'wx', 0o600));
		database.prepare('vacuum into ?').run(part);
		chmodSync(part, statSync(file).mode & 0o777);
		flush(part);
		if (lastChangeIn(part) !== version) return nameOf(file, version, 1);
		return keep(part, file, version);
	} catch (error) {
		const code = codeOf(error);
		if (code === 'ERR_SQLITE_ERROR') throw error;
		const why = `no copy of it could be kept (${String(code ?? error)})`;
		const message = `The tables of the store file ${file} were not brought up to date, since ${why}; let the user that n8n runs as write to its folder, then run again.`;
		throw new StoreError('cannotWrite', message, error);
	} finally {
		rmSync(part, { force: true, recursive: true });
	}
}

function nameOf(file: string, version: string, nth: number): string {
	return `${file}.backup-${version}${nth === 1 ? '' : `-${nth}`}`;
}

/** A link, unlike a renaming, never replaces an older copy. */
function keep(part: string, file: string, version: string): string {
	for (let nth = 1; ; nth += 1) {
		const kept = nameOf(file, version, nth);
		try {
			linkSync(part, kept);
			return kept;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
		}
	}
}

function codeOf(error: unknown): unknown {
	return error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined;
}

function lastChangeIn(copy: string): unknown {
	const opened = new DatabaseSync(copy, { readOnly: true });
	try {
		return opened.prepare(`select max(name) as name from ${migrationTableName}`).get()?.['name'];
	} finally {
		opened.close();
	}
}

function flush(path: string): void {
	const descriptor = openSync(path, 'r+');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}
