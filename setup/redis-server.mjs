import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, serveUntilInputEnds } from './loopback-server.mjs';
import { redisServer } from './redis.mjs';

/*
 * A Redis of its own on a free loopback port. With REDIS_DATA set it keeps there, in one file, all that was ever
 * written to it, and that folder stays.
 */

const missing = 'Redis is not installed.\nNext step: node setup/set-up.mjs --no-n8n --no-build --redis';

function makeFolder() {
	if (redisServer() === undefined) throw new Error(missing);
	return mkdtempSync(join(tmpdir(), 'queue-redis-'));
}

/** @param {string} folder */
async function start(folder) {
	const port = await freePort();
	const { REDIS_DATA: data = join(folder, 'data') } = process.env;
	mkdirSync(data, { recursive: true });
	const network = ['--bind', '127.0.0.1', '--port', String(port), '--protected-mode', 'yes'];
	const keeping = ['--dir', data, '--save', '', '--appendonly', 'yes', '--appendfsync', 'no'];
	const whole = ['--auto-aof-rewrite-percentage', '0', '--aof-use-rdb-preamble', 'no'];
	const server = spawn(redisServer() ?? '', [...network, ...keeping, ...whole], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'ignore'],
		// A Ctrl-C in the terminal ends the tests, and they end this.
		detached: true,
	});
	return { server, port };
}

await serveUntilInputEnds({ name: 'Redis', makeFolder, start, endBy: 'SIGTERM' });
