import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianPackages } from './debian.mjs';

/** Where Debian keeps each release of the server. */
const debianFolder = '/usr/lib/postgresql';

/**
 * The folder with `initdb` and `postgres`, the newest release of Debian's before what is in PATH.
 *
 * @returns {string | undefined} undefined where PostgreSQL is not installed
 */
export function postgresFolder() {
	const releases = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number).filter(Number.isInteger) : [];
	const ofDebian = releases.sort((a, b) => b - a).map((release) => join(debianFolder, String(release), 'bin'));
	const candidates = [...ofDebian, ...(process.env.PATH ?? '').split(delimiter)];
	return candidates.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** Installs PostgreSQL where it is missing. */
export async function ensurePostgres() {
	if (postgresFolder() !== undefined) return;
	await debianPackages('PostgreSQL for the tests of the store', [{ name: 'postgresql', command: 'initdb' }]);
}
