import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../../demo/n8n/installed';
import { shiftedClock, type ShiftedClock } from '../../../demo/n8n/n8nEnvironment';
import { prepareN8n, type PreparedN8n, type RunningN8n } from '../../../demo/n8n/startN8n';
import { fillHome } from './migratedHome';
import { type StoredNode, withOption } from './workflows';

/** Where end-to-end tests leave screenshots and the user folders of runs that failed; git ignores it. */
export const outputFolder = join(projectFolder, 'test-output');

/** A template of the package, as a user gets it. */
export function templateFile(name: string): string {
	return join(projectFolder, 'workflows', `${name}.json`);
}

/** A template whose trigger has a time zone of its own, as a person chooses it in the editor; others are as they are. */
export function templateInZone(name: string, timeZone = 'Europe/London'): string {
	const { nodes, ...rest } = JSON.parse(readFileSync(templateFile(name), 'utf8')) as { readonly nodes: StoredNode[] };
	const inZone = nodes.map((node) =>
		node.type.endsWith('.resellerMarketplaceTrigger') ? withOption(node, { timeZone }) : node,
	);
	const file = join(mkdtempSync(join(tmpdir(), 'template-')), `${name}.json`);
	writeFileSync(file, JSON.stringify({ ...rest, nodes: inZone }));
	return file;
}

export interface TestN8nOptions {
	/** Prefix of the user folder; the test file's subject. */
	readonly name: string;
	/** The instant (ISO) at which everything starts; give the same clock to the simulators. */
	readonly now: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** One n8n of a test file: a fresh user folder, a date, and an orderly end. */
export interface TestN8n {
	readonly clock: ShiftedClock;
	readonly prepared: PreparedN8n;
	/** Starts the server, or starts it again after a stop or kill. */
	start(): Promise<RunningN8n>;
	/** Starts the server again after a stop or kill, at another instant (ISO); the simulators do not follow. */
	startAt(now: string): Promise<RunningN8n>;
	/** Ends the server if it runs and removes the user folder; for afterAll. */
	end(): Promise<void>;
}

/** Prepares a real n8n with our packed package; nothing runs yet, so import and publish by `prepared.cli` first. */
export async function testN8n({ name, now, env }: TestN8nOptions): Promise<TestN8n> {
	mkdirSync(outputFolder, { recursive: true });
	const userFolder = mkdtempSync(join(outputFolder, `${name}-`));
	if (env?.['DB_TYPE'] === undefined) await fillHome(userFolder);
	const clock = shiftedClock(now);
	const prepared = await prepareN8n({ userFolder, clock, env });
	let running: RunningN8n | undefined;
	return {
		clock,
		prepared,
		async start() {
			running = await prepared.start();
			return running;
		},
		async startAt(later) {
			const again = await prepareN8n({ userFolder, clock: shiftedClock(later), env });
			running = await again.start();
			return running;
		},
		async end() {
			await running?.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}
