import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresFolder } from './postgres.mjs';

/*
 * Runs a PostgreSQL of its own on a free loopback port until its standard input ends, which it also does when
 * whoever started it is killed. Prints one line of JSON, `{"port":…}` or `{"problem":"…"}`. Superuser `postgres`,
 * password `postgres`.
 */

const missing = 'PostgreSQL is not installed.\nNext step: node setup/set-up.mjs --no-n8n --no-build --postgres';

/** PostgreSQL refuses to run as root: then it runs as the user that its package has made. */
function owner() {
	if (process.getuid?.() !== 0) return {};
	const idOf = (/** @type {string} */ flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : 0;
}

/** Whether it takes connections: it listens before it does. @param {string} binaries @param {number} port */
function answers(binaries, port) {
	const asked = spawnSync(join(binaries, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
	return asked.status === 0;
}

/** @param {string} binaries @param {string} folder @param {{ uid?: number, gid?: number }} user */
async function start(binaries, folder, user) {
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
	return { server, port };
}

/** @param {import('node:child_process').ChildProcess} server @param {string} binaries @param {number} port */
async function ready(server, binaries, port) {
	for (let tries = 0; tries < 200; tries += 1) {
		if (server.exitCode !== null) throw new Error(`PostgreSQL ended with exit code ${server.exitCode}`);
		if (answers(binaries, port)) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('PostgreSQL did not answer within 10 s');
}

async function main() {
	const binaries = postgresFolder();
	if (binaries === undefined) throw new Error(missing);
	const user = owner();
	const folder = mkdtempSync(join(tmpdir(), 'store-postgres-'));
	if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
	try {
		const { server, port } = await start(binaries, folder, user);
		const ended = once(server, 'exit');
		try {
			await ready(server, binaries, port);
			process.stdout.write(`${JSON.stringify({ port })}\n`);
			await Promise.race([once(process.stdin.resume(), 'close'), ended]);
		} finally {
			server.kill('SIGQUIT');
			if (server.exitCode === null && server.signalCode === null) await ended;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdin.destroy());
// The starter may be gone before the line is written.
process.stdout.on('error', () => process.stdin.destroy());

try {
	await main();
} catch (error) {
	process.stdout.write(`${JSON.stringify({ problem: error instanceof Error ? error.message : String(error) })}\n`);
	process.exitCode = 1;
}
