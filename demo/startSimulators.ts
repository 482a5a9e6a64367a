import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder, type Installed } from './n8n/installed';
import type { ShiftedClock } from './n8n/n8nEnvironment';
import type { SimulatorAddresses } from '../simulators/main';

export interface SimulatorOptions {
	readonly installed: Installed;
	readonly logFile: string;
	readonly clock: ShiftedClock;
}

/** Both simulated systems in a process of their own, seeded with the provider. */
export interface RunningSimulators {
	readonly addresses: SimulatorAddresses;
	stop(): Promise<void>;
}

/**
 * Starts the simulators on free ports; they end with this process, however it ends.
 *
 * @throws Error naming the log, when they end before they have said where they listen.
 */
export async function startSimulators({ installed, logFile, clock }: SimulatorOptions): Promise<RunningSimulators> {
	const main = join(projectFolder, 'simulators', 'main.ts');
	const free = ['--autotask-port', '0', '--marketplace-port', '0'];
	const child = spawn(installed.nodeBinary, ['--import', 'tsx', main, '--seed', 'provider', '--json', ...free], {
		cwd: projectFolder,
		env: { ...process.env, ...clock },
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const endWithUs = (): void => void child.kill('SIGKILL');
	process.once('exit', endWithUs);
	child.once('exit', () => process.off('exit', endWithUs));
	child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const line = await new Promise<string>((resolve, reject) => {
		createInterface(child.stdout).once('line', resolve);
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`The simulators ended with exit code ${code}; see ${logFile}.`)));
	});
	const stop = async (): Promise<void> => {
		child.stdin.end();
		await ended;
	};
	return { addresses: JSON.parse(line) as SimulatorAddresses, stop };
}
