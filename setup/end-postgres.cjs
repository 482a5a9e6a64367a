'use strict';

const { once } = require('node:events');
const startPostgres = require('./start-postgres.cjs');

/** After the tests: ends their PostgreSQL and waits until its folder is gone. */
module.exports = async function endPostgres() {
	const { server } = startPostgres;
	if (!server || server.exitCode !== null) return;
	// Without it nothing keeps the test runner until it has said by its exit code whether tests failed.
	server.ref();
	const ended = once(server, 'exit');
	server.stdin?.end();
	await ended;
};
