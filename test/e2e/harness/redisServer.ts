import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder, readInstalled } from '../../../demo/n8n/installed';

/** A Redis of its own on loopback; it ends with the test runner, however that ends. */
export interface RedisServer {
	readonly port: number;
	end(): Promise<void>;
}

/**
 * Starts a Redis that keeps in `dataFolder` all that is ever written to it.
 *
 * @throws Error that says how to install Redis where it is missing
 */
export async function startRedis(dataFolder: string): Promise<RedisServer> {
	const server = spawn(readInstalled().nodeBinary, [join(projectFolder, 'setup', 'redis-server.mjs')], {
		env: { PATH: process.env['PATH'], REDIS_DATA: dataFolder },
		stdio: ['pipe', 'pipe', 'inherit'],
		detached: true,
	});
	const ended = once(server, 'exit');
	const line = await new Promise<string>((resolve) => {
		createInterface(server.stdout).once('line', resolve);
		server.once('exit', () => resolve('{}'));
	});
	const { port, problem = 'Redis ended at once' } = JSON.parse(line) as { port?: number; problem?: string };
	if (port === undefined) throw new Error(problem);
	return {
		port,
		end: async () => {
			server.stdin.end();
			await ended;
		},
	};
}
