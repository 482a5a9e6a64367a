import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Installed } from './installed';

const run = promisify(execFile);
const commandTimeoutMs = 120_000;

/** A credential as n8n's own import takes it; `data` is encrypted by n8n. */
export interface CredentialToImport {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** n8n's command line on one user folder; works whether or not the server runs. */
export interface N8nCli {
	/** Runs any command and gives what it printed. @throws Error with n8n's own message. */
	run(args: readonly string[]): Promise<string>;
	importCredentials(credentials: readonly CredentialToImport[]): Promise<void>;
	/** Imports one workflow file as it is, with credentials bound by name. @returns the workflow's id. */
	importWorkflow(file: string): Promise<string>;
	/** Imports several workflow files by one command; their names must differ. @returns their ids, in the same order. */
	importWorkflows(files: readonly string[]): Promise<readonly string[]>;
	/** Takes effect at n8n's next start. */
	publishWorkflow(workflowId: string): Promise<void>;
}

export interface CliOptions {
	readonly installed: Installed;
	readonly userFolder: string;
	readonly env: Readonly<Record<string, string>>;
}

export function n8nCli(options: CliOptions): N8nCli {
	const command = (args: readonly string[]): Promise<string> => runCommand(options, args);
	return {
		run: command,
		async importCredentials(credentials) {
			const file = join(options.userFolder, `credentials-${randomUUID()}.json`);
			await writeFile(file, JSON.stringify(credentials), { mode: 0o600 });
			try {
				await command(['import:credentials', `--input=${file}`]);
			} finally {
				await rm(file);
			}
		},
		async importWorkflow(file) {
			await command(['import:workflow', `--input=${file}`]);
			return await idIn(file);
		},
		async importWorkflows(files) {
			const folder = await mkdtemp(join(options.userFolder, 'workflows-'));
			try {
				await Promise.all(files.map((file) => cp(file, join(folder, basename(file)))));
				await command(['import:workflow', '--separate', `--input=${folder}`]);
			} finally {
				await rm(folder, { recursive: true });
			}
			return await Promise.all(files.map(idIn));
		},
		async publishWorkflow(workflowId) {
			await command(['publish:workflow', `--id=${workflowId}`]);
		},
	};
}

async function runCommand({ installed, env, userFolder }: CliOptions, args: readonly string[]): Promise<string> {
	const n8n = join(installed.n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n');
	const options = { cwd: userFolder, env: { ...env }, timeout: commandTimeoutMs, maxBuffer: 256 * 1024 * 1024 };
	const running = run(installed.nodeBinary, [n8n, ...args], options);
	const endWithUs = (): void => void running.child.kill('SIGKILL');
	process.once('exit', endWithUs);
	try {
		return (await running).stdout;
	} catch (cause) {
		const { stdout, stderr } = cause as { readonly stdout?: string; readonly stderr?: string };
		throw new Error(`n8n ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause });
	} finally {
		process.off('exit', endWithUs);
	}
}

/** n8n keeps the file's id, and refuses a file without one. */
async function idIn(file: string): Promise<string> {
	const { id } = JSON.parse(await readFile(file, 'utf8')) as { readonly id: string };
	return id;
}
