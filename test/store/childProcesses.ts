import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process that was started, with its lines of output one after another. */
export interface StartedProcess {
	readonly child: ChildProcessWithoutNullStreams;
	/** @throws Error with what the process complained of where it has ended */
	readonly next: () => Promise<string>;
}

/** Processes of Node beside the test, in the project's folder; end them after each test. */
export function childProcesses(): {
	/** Resolves with the process's first line. */
	started(...args: readonly string[]): Promise<StartedProcess>;
	endAll(): void;
} {
	const children: ChildProcessWithoutNullStreams[] = [];
	return {
		async started(...args) {
			const child = spawn(process.execPath, args, { cwd: join(__dirname, '..', '..') });
			children.push(child);
			const problems: string[] = [];
			child.stderr.on('data', (data: Buffer) => problems.push(data.toString()));
			const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
			const next = async () => {
				const line = await lines.next();
				if (line.done) throw new Error(`a process ended early: ${problems.join('')}`);
				return String(line.value);
			};
			await next();
			return { child, next };
		},
		endAll() {
			for (const child of children.splice(0)) child.kill('SIGKILL');
		},
	};
}
