import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** What set-up makes and nobody commits: the packed package and the list of what was found where. */
export const buildFolder = join(projectFolder, 'build');

/** The release of Node that n8n and our package run on, whatever Node typed the command. */
export const nodeMajor = 24;

/** Node for npm scripts, n8n and tests; there once set-up has run. */
export const nodeBinary = join(projectFolder, 'node_modules', '.bin', 'node');

/** Where Debian's package puts Chromium. */
export const chromiumBinary = '/usr/bin/chromium';

/**
 * The folder that holds n8n: it outlives checkouts, and its name changes with each change of n8n's lockfile.
 *
 * @returns {string}
 */
export function n8nFolder() {
	const cache = process.env.N8N_CACHE_DIR || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const lock = readFileSync(join(projectFolder, 'n8n', 'package-lock.json'));
	const version = JSON.parse(lock.toString('utf8')).packages['node_modules/n8n'].version;
	const name = `n8n-${version}-${hashOf([lock])}-node${nodeMajor}`;
	return join(cache, 'n8n-nodes-marketplace-autotask', name);
}

/**
 * Twelve hexadecimal digits that stand for the given contents, in their order.
 *
 * @param {readonly (string | Buffer)[]} contents
 * @returns {string}
 */
export function hashOf(contents) {
	const hash = createHash('sha256');
	for (const content of contents) hash.update(content).update('\0');
	return hash.digest('hex').slice(0, 12);
}

/**
 * All files below the named files and folders of the project, sorted; what is missing is left out.
 *
 * @param {readonly string[]} names
 * @returns {string[]} absolute paths
 */
export function filesUnder(names) {
	return names.flatMap((name) => {
		const path = join(projectFolder, name);
		if (!existsSync(path)) return [];
		const entries = readdirOrUndefined(path);
		if (!entries) return [path];
		return entries.sort().flatMap((entry) => filesUnder([join(name, entry)]));
	});
}

/** @param {string} path @returns {string[] | undefined} */
function readdirOrUndefined(path) {
	try {
		return readdirSync(path);
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return undefined;
		throw error;
	}
}
