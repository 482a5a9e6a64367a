import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, stopChild } from './childProcesses';
import { freePorts } from './freePorts';
import { readInstalled, type Installed } from './installed';
import { n8nCli, type N8nCli } from './n8nCli';
import { n8nEnvironment, owner, type ShiftedClock } from './n8nEnvironment';
import { N8nRest } from './n8nRest';
import { readiness } from './readiness';
import { installPackage } from './userFolder';

export interface N8nOptions {
	/** Holds n8n's database and our package; made where it is missing, left in place at the end. */
	readonly userFolder: string;
	/** A free one where not given. */
	readonly port?: number | undefined;
	/** The packed package to install; set-up's own where not given. */
	readonly packageTgz?: string | undefined;
	readonly clock?: ShiftedClock | undefined;
	/** Added to the environment, over everything else. */
	readonly env?: Readonly<Record<string, string>> | undefined;
}

/** A user folder with our package in it: its command line works, the server can be started and started again. */
export interface PreparedN8n {
	readonly url: string;
	readonly login: { readonly email: string; readonly password: string };
	readonly userFolder: string;
	readonly cli: N8nCli;
	/** Everything the server has printed so far, over all starts. */
	logText(): string;
	/** Resolves when n8n is ready, with published workflows active. */
	start(): Promise<RunningN8n>;
}

/** A server that answers. */
export interface RunningN8n extends Omit<PreparedN8n, 'start'> {
	readonly rest: N8nRest;
	readonly pid: number;
	/** Ends n8n and its children in order; by force after 15 s. */
	stop(): Promise<void>;
	/** Ends n8n and its children at once, as a power cut would. */
	kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Installs our package into the user folder; nothing runs yet. */
export async function prepareN8n(options: N8nOptions): Promise<PreparedN8n> {
	const installed = readInstalled();
	const { userFolder } = options;
	mkdirSync(userFolder, { recursive: true });
	await installPackage(userFolder, installed, options.packageTgz ?? installed.packageTgz);
	const [freePort = 0, brokerPort = 0, cliBrokerPort = 0] = await freePorts(3);
	const port = options.port ?? freePort;
	const common = { installed, userFolder, port, clock: options.clock, env: options.env };
	const cli = n8nCli({ installed, userFolder, env: n8nEnvironment({ ...common, brokerPort: cliBrokerPort }) });
	const logFile = join(userFolder, 'n8n.log');
	const prepared = {
		url: `http://127.0.0.1:${port}`,
		login: owner,
		userFolder,
		cli,
		logText: () => readFileSync(logFile, 'utf8'),
	};
	const env = n8nEnvironment({ ...common, brokerPort });
	return { ...prepared, start: () => startServer(prepared, { installed, env, logFile }) };
}

/** Prepares and starts in one go. */
export async function startN8n(options: N8nOptions): Promise<RunningN8n> {
	const prepared = await prepareN8n(options);
	return await prepared.start();
}

interface Server {
	readonly installed: Installed;
	readonly env: Readonly<Record<string, string>>;
	readonly logFile: string;
}

async function startServer(prepared: Omit<PreparedN8n, 'start'>, server: Server): Promise<RunningN8n> {
	const { installed, env, logFile } = server;
	const child = startChild({
		nodeBinary: installed.nodeBinary,
		args: [join(installed.n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
		cwd: prepared.userFolder,
		env,
		logFile,
	});
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		child.kill(signal);
		await child.ended;
	};
	try {
		await readiness({ name: 'n8n', child, ...prepared });
		const rest = await N8nRest.login(prepared.url);
		return {
			...prepared,
			rest,
			pid: child.pid,
			stop: () => stopChild(child),
			kill: (signal = 'SIGKILL') => end(signal),
		};
	} catch (error) {
		await end('SIGKILL');
		throw error;
	}
}
