import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, serveUntilInputEnds } from './loopback-server.mjs';
import { postgresFolder } from './postgres.mjs';

/* A PostgreSQL of its own on a free loopback port. Superuser `postgres`, password `postgres`. */

const missing = 'PostgreSQL is not installed.\nNext step: node setup/set-up.mjs --no-n8n --no-build --postgres';

/** PostgreSQL refuses to run as root: then it runs as the user that its package has made. */
function owner() {
	if (process.getuid?.() !== 0) return {};
	const idOf = (/** @type {string} */ flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
}

function makeFolder() {
	if (postgresFolder() === undefined) throw new Error(missing);
	const { uid, gid } = owner();
	const folder = mkdtempSync(join(tmpdir(), 'store-postgres-'));
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	return folder;
}

/** @param {string} folder */
async function start(folder) {
	const binaries = postgresFolder() ?? '';
	const user = owner();
	const data = join(folder, 'data');
	const password = join(folder, 'password');
	const run = { ...user, cwd: folder, stdio: /** @type {const} */ (['pipe', 'pipe', 'pipe']) };
	execFileSync('tee', [password], { ...run, input: 'postgres\n' });
	const initial = ['--no-sync', '-E', 'UTF8', '--locale=C.UTF-8', '-U', 'postgres', '-A', 'scram-sha-256'];
	execFileSync(join(binaries, 'initdb'), ['-D', data, '--pwfile', password, ...initial], run);
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=100'];
	const unsafeAndFast = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
	const options = [...settings, ...unsafeAndFast].flatMap((setting) => ['-c', setting]);
	const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...options], {
		...user,
		cwd: folder,
		stdio: ['ignore', 'ignore', 'ignore'],
		// A Ctrl-C in the terminal ends the tests, and they end this.
		detached: true,
	});
	await untilItTakesConnections(binaries, server, port);
	return { server, port };
}

/** It listens before it does. @param {string} binaries @param {import('node:child_process').ChildProcess} server @param {number} port */
async function untilItTakesConnections(binaries, server, port) {
	const asked = ['-q', '-h', '127.0.0.1', '-p', String(port)];
	for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
		if (spawnSync(join(binaries, 'pg_isready'), asked).status === 0) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

await serveUntilInputEnds({ name: 'PostgreSQL', makeFolder, start, endBy: 'SIGQUIT' });
