'use strict';

const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/**
 * Before the tests: starts their PostgreSQL. Where that fails only the tests that need it do, and say why.
 *
 * A pipe keeps it alive, so that it ends with the test runner, however that ends.
 */
async function startPostgres() {
	const script = join(__dirname, 'postgres-server.mjs');
	const server = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
	startPostgres.server = server;
	const line = await createInterface(server.stdout)[Symbol.asyncIterator]().next();
	process.env.STORE_POSTGRES = line.done ? '{"problem":"PostgreSQL ended at once"}' : String(line.value);
	server.unref();
}

/** @type {import('node:child_process').ChildProcess | undefined} */
startPostgres.server = undefined;

module.exports = startPostgres;
