import { spawn, type ChildProcess } from 'node:child_process';
import {
	createServer,
	request as httpRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { omit } from 'lodash';

/** One way in which a request or its answer differs from the API description. */
export interface Violation {
	readonly request: string;
	/** Status of the answer. */
	readonly status: number;
	/** Where: such as request.query or response.body.data[0].id. */
	readonly at: string;
	readonly message: string;
}

/** A proxy that compares all that passes with the marketplace's API description and lets it pass. */
export interface ValidatingProxy {
	/** Base address to use instead of the upstream one. */
	readonly url: string;
	/** What has differed so far, in the order of the answers. */
	violations(): readonly Violation[];
	/** How many requests have passed. */
	passed(): number;
	close(): Promise<void>;
}

const description = join(__dirname, '../data/marketplace-simpleapi-1.15.yaml');

/**
 * Starts the proxy before an upstream base address, on loopback.
 *
 * It is the validator's own command as a child process, with a recorder in front that collects what the
 * validator notes on each answer.
 */
export async function startValidatingProxy(upstreamUrl: string): Promise<ValidatingProxy> {
	const validatorPort = await freePort();
	const validator = await startValidator(upstreamUrl, validatorPort);
	const noted: Violation[] = [];
	let passed = 0;
	const recorder = createServer((incoming, outgoing) => {
		passed += 1;
		forward(incoming, outgoing, validatorPort, noted);
	});
	const port = await listen(recorder, 0);
	return {
		url: `http://127.0.0.1:${port}`,
		violations: () => noted,
		passed: () => passed,
		close: async () => {
			recorder.closeAllConnections();
			await new Promise<void>((resolve) => recorder.close(() => resolve()));
			await ended(validator);
		},
	};
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number, noted: Violation[]): void {
	const { method = 'GET', url = '/', headers } = incoming;
	const onward = httpRequest(
		{ host: '127.0.0.1', port, method, path: url, headers, maxHeaderSize: 4 * 1024 * 1024, agent: false },
		(answer) => {
			const status = answer.statusCode ?? 0;
			const found = answer.headers['sl-violations'];
			for (const one of readViolations(typeof found === 'string' ? found : '[]')) {
				noted.push({ request: `${method} ${url}`, status, ...one });
			}
			outgoing.writeHead(status, omit(answer.headers, 'sl-violations'));
			answer.pipe(outgoing);
		},
	);
	onward.on('error', () => outgoing.destroy());
	incoming.pipe(onward);
}

function readViolations(text: string): readonly { at: string; message: string }[] {
	const parsed: unknown = JSON.parse(text);
	if (!Array.isArray(parsed)) throw new TypeError('the validator noted something that is not a list');
	return parsed.map((one: { location?: unknown[]; message?: unknown; severity?: unknown }) => ({
		at: (one.location ?? []).join('.'),
		message: String(one.message),
	}));
}

async function startValidator(upstreamUrl: string, port: number): Promise<ChildProcess> {
	const command = require.resolve('@stoplight/prism-cli/dist/index.js');
	const args = [
		command,
		'proxy',
		description,
		upstreamUrl,
		'--port',
		String(port),
		'--host',
		'127.0.0.1',
		'--errors=false',
	];
	const child = spawn(process.execPath, ['--max-http-header-size=4194304', ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const endWithParent = (): void => void child.kill('SIGTERM');
	process.once('exit', endWithParent);
	child.once('exit', () => process.removeListener('exit', endWithParent));
	let said = '';
	await new Promise<void>((resolve, reject) => {
		const hear = (chunk: Buffer): void => {
			said += chunk.toString();
			if (said.includes('Prism is listening')) resolve();
		};
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`the validator ended with ${String(code)}: ${said}`)));
	});
	return child;
}

function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.kill('SIGTERM');
	});
}

async function freePort(): Promise<number> {
	const probe = createServer();
	const port = await listen(probe, 0);
	await new Promise<void>((resolve) => probe.close(() => resolve()));
	return port;
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});
}
