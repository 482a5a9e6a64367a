import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianPackages } from './debian.mjs';
import { SetUpError } from './run-step.mjs';

/** The oldest release that still gets repairs from its makers' distributions and that n8n's queue library runs on. */
const oldestMajor = 6;

/**
 * The program of the Redis server in PATH.
 *
 * @returns {string | undefined} undefined where Redis is not installed
 */
export function redisServer() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path));
}

/**
 * Installs Redis where it is missing.
 *
 * @throws SetUpError where the one that is there is too old
 */
export async function ensureRedis() {
	if (redisServer() === undefined) {
		await debianPackages("Redis for the test of n8n's queue mode", [{ name: 'redis-server', command: 'redis-server' }]);
	}
	const version = execFileSync('redis-server', ['--version'], { encoding: 'utf8' });
	const major = Number(/v=(\d+)\./.exec(version)?.[1]);
	if (major >= oldestMajor) return;
	throw new SetUpError(
		`redis-server in PATH is too old: ${version.trim()}\nNext step: install Redis ${oldestMajor} or newer and repeat the command.`,
	);
}
