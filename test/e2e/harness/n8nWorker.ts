import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, stopChild } from '../../../demo/n8n/childProcesses';
import { freePorts } from '../../../demo/n8n/freePorts';
import { readInstalled } from '../../../demo/n8n/installed';
import { n8nEnvironment, type ShiftedClock } from '../../../demo/n8n/n8nEnvironment';
import { readiness } from '../../../demo/n8n/readiness';
import { installPackage } from '../../../demo/n8n/userFolder';

/** A worker of an n8n in queue mode. */
export interface N8nWorker {
	logText(): string;
	/** Ids of the executions that it has begun, in order, by its log. */
	begun(): readonly string[];
	/** Ends it in order. */
	stop(): Promise<void>;
	/** Ends it and its children at once, as a power cut would. */
	kill(): Promise<void>;
}

export interface WorkerOptions {
	/** Its own one, as a container has; the package is installed there. */
	readonly userFolder: string;
	readonly clock: ShiftedClock;
	/** What it shares with main: database, queue, key. */
	readonly env: Readonly<Record<string, string>>;
}

/** How many executions a worker runs at once; n8n warns below 5. */
const concurrency = 5;

/** Starts `n8n worker` with our packed package and waits until it takes executions. */
export async function startWorker({ userFolder, clock, env }: WorkerOptions): Promise<N8nWorker> {
	const installed = readInstalled();
	mkdirSync(userFolder, { recursive: true });
	await installPackage(userFolder, installed, installed.packageTgz);
	const [port = 0, brokerPort = 0] = await freePorts(2);
	const health = {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
	const logFile = join(userFolder, 'n8n.log');
	const logText = (): string => readFileSync(logFile, 'utf8');
	const child = startChild({
		nodeBinary: installed.nodeBinary,
		args: [join(installed.n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n'), 'worker', `--concurrency=${concurrency}`],
		cwd: userFolder,
		env: n8nEnvironment({ installed, userFolder, port, brokerPort, clock, env: { ...env, ...health } }),
		logFile,
	});
	const kill = async (): Promise<void> => {
		child.kill('SIGKILL');
		await child.ended;
	};
	try {
		await readiness({ name: 'n8n worker', url: `http://127.0.0.1:${port}`, child, logText });
	} catch (error) {
		await kill();
		throw error;
	}
	const begun = () => [...logText().matchAll(/Worker started execution (\d+)/g)].map(([, id = '']) => id);
	return { logText, begun, stop: () => stopChild(child), kill };
}
