import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a PostgreSQL for this process, as the test runner has one; the function ends it. */
export async function startOwnPostgres(): Promise<() => Promise<void>> {
	const script = join(__dirname, '../../setup/postgres-server.mjs');
	const server = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
	const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
	process.env['STORE_POSTGRES'] = line;
	return async () => {
		const ended = once(server, 'exit');
		server.stdin.end();
		await ended;
	};
}
