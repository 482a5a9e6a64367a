import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './installed';

/** A Node program that leads a process group of its own, so that its children end with it. */
export interface Child {
	readonly pid: number;
	/** Resolves when the program has ended, with the exit code or the signal's name. */
	readonly ended: Promise<number | string>;
	readonly hasEnded: () => boolean;
	/** Signals the whole group; a group that is gone already is no error. */
	readonly kill: (signal: NodeJS.Signals) => void;
}

export interface ChildOptions {
	readonly nodeBinary: string;
	/** The script and its arguments. */
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	/** Receives all output, appended. */
	readonly logFile: string;
}

const stopTimeoutMs = 15_000;
const endWithStarter = join(projectFolder, 'setup', 'end-with-starter.cjs');

/** Starts a Node program whose whole group ends when this process ends, even by SIGKILL. */
export function startChild({ nodeBinary, args, cwd, env, logFile }: ChildOptions): Child {
	const log = openSync(logFile, 'a');
	const options = `${env['NODE_OPTIONS'] ?? ''} --require="${endWithStarter}"`.trim();
	const child = spawn(nodeBinary, [...args], {
		cwd,
		env: { ...env, NODE_OPTIONS: options, END_WITH_STARTER: '1' },
		detached: true,
		stdio: ['ignore', log, log, 'pipe'],
	});
	closeSync(log);
	const { pid } = child;
	if (pid === undefined) throw new Error(`${nodeBinary} could not be started.`);
	const endWithUs = (): void => killGroup(pid, 'SIGKILL');
	process.once('exit', endWithUs);
	let over = false;
	const ended = new Promise<number | string>((resolve) => {
		child.once('exit', (code, signal) => {
			over = true;
			process.off('exit', endWithUs);
			killGroup(pid, 'SIGKILL');
			resolve(signal ?? code ?? 'unknown');
		});
	});
	return { pid, ended, hasEnded: () => over, kill: (signal) => killGroup(pid, signal) };
}

/** Ends a child and its group in order; by force after 15 s. */
export async function stopChild(child: Child): Promise<void> {
	child.kill('SIGTERM');
	const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
	await child.ended;
	clearTimeout(force);
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
