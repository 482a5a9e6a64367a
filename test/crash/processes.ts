import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { Job, Reply } from './crashChild';

/** Compiles a program of this folder to one file; returns its path. */
export function buildProgram(name: string, folder: string): string {
	const outfile = join(folder, `${name}.cjs`);
	const entryPoints = [join(__dirname, `${name}.ts`)];
	buildSync({ entryPoints, bundle: true, platform: 'node', outfile, logLevel: 'error' });
	return outfile;
}

/** A process that takes one line of JSON at a time and answers each by one. */
export class Talker {
	private readonly child: ChildProcess;
	private answer: (line: string) => void = () => undefined;
	private ended: string | undefined;

	constructor(program: string, cacheFolder: string) {
		this.child = spawn(process.execPath, [program], {
			env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: cacheFolder },
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		if (!this.child.stdout) throw new RangeError('the process has no output');
		createInterface(this.child.stdout).on('line', (line) => this.answer(line));
		this.child.once('exit', (code, signal) => {
			this.ended = signal ?? `exit ${code}`;
			this.answer(this.ended);
		});
		// What a killed process no longer reads is lost.
		this.child.stdin?.on('error', () => undefined);
	}

	/** Resolves with the answer, or with the signal or exit code that ended the process without one. */
	async ask(question: unknown): Promise<string> {
		const answered = this.next();
		this.child.stdin?.write(`${JSON.stringify(question)}\n`);
		return await answered;
	}

	/** The next line, or how the process ended. */
	async next(): Promise<string> {
		if (this.ended !== undefined) return this.ended;
		return await new Promise<string>((resolve) => {
			this.answer = resolve;
		});
	}

	/** Lets a stopped process go on; resolves with its next line. */
	async goOn(): Promise<string> {
		const answered = this.next();
		this.child.kill('SIGCONT');
		return await answered;
	}

	async close(): Promise<void> {
		if (this.ended !== undefined) return;
		this.child.stdin?.end();
		await once(this.child, 'exit');
	}
}

/** Runs jobs in processes: one stays for runs that end, and for each that is killed the next is started already. */
export class Processes {
	private victim: Talker;
	private readonly survivor: Talker;

	constructor(
		private readonly program: string,
		private readonly folder: string,
	) {
		this.victim = new Talker(program, folder);
		this.survivor = new Talker(program, folder);
	}

	/**
	 * Runs a job that is to be killed.
	 *
	 * @throws RangeError where the process was not killed
	 */
	async kill(job: Job): Promise<void> {
		const own = this.victim;
		this.victim = new Talker(this.program, this.folder);
		const ended = await own.ask(job);
		await own.close();
		if (ended !== 'SIGKILL')
			throw new RangeError(`the process was not killed at ${JSON.stringify(job.dies)}: ${ended}`);
	}

	async run(job: Job): Promise<Reply> {
		return JSON.parse(await this.survivor.ask(job)) as Reply;
	}

	async close(): Promise<void> {
		await Promise.all([this.victim.close(), this.survivor.close()]);
	}
}
