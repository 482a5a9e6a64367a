import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';

/**
 * A server on the loopback address that lives as long as whoever started it.
 *
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} server
 * @property {number} port
 */

/** @returns {Promise<number>} a port that nobody listens on now */
export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : 0;
}

/** Whether somebody listens there. @param {number} port @returns {Promise<boolean>} */
function answers(port) {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
		socket.once('error', () => resolve(false));
	});
}

/** @param {string} name @param {Started} started */
async function ready(name, { server, port }) {
	for (let tries = 0; tries < 200; tries += 1) {
		if (server.exitCode !== null) throw new Error(`${name} ended with exit code ${server.exitCode}`);
		if (await answers(port)) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`${name} did not answer within 10 s`);
}

/**
 * Runs the server until standard input ends, which it also does when whoever started this is killed.
 *
 * Prints one line of JSON, `{"port":…}` or `{"problem":"…"}`, and removes the folder at the end.
 *
 * @param {object} what
 * @param {string} what.name as a person would say it
 * @param {() => string} what.makeFolder makes the folder that the server lives in
 * @param {(folder: string) => Promise<Started>} what.start
 * @param {NodeJS.Signals} what.endBy the signal that ends the server quickly
 */
export async function serveUntilInputEnds(what) {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdin.destroy());
	// The starter may be gone before the line is written.
	process.stdout.on('error', () => process.stdin.destroy());
	try {
		await serve(what);
	} catch (error) {
		process.stdout.write(`${JSON.stringify({ problem: error instanceof Error ? error.message : String(error) })}\n`);
		process.exitCode = 1;
	}
}

/** @param {Parameters<typeof serveUntilInputEnds>[0]} what */
async function serve({ name, makeFolder, start, endBy }) {
	const folder = makeFolder();
	try {
		const started = await start(folder);
		const ended = once(started.server, 'exit');
		try {
			await ready(name, started);
			process.stdout.write(`${JSON.stringify({ port: started.port })}\n`);
			await Promise.race([once(process.stdin.resume(), 'close'), ended]);
		} finally {
			started.server.kill(endBy);
			if (started.server.exitCode === null && started.server.signalCode === null) await ended;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
