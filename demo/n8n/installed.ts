import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the checkout. */
export const projectFolder = join(__dirname, '..', '..');

/** What set-up found or made on this machine; absolute paths. */
export interface Installed {
	readonly nodeBinary: string;
	readonly n8nFolder: string;
	readonly packageTgz: string;
	readonly chromiumBinary: string;
}

/** Preloaded into a process, lets it live at the date of SHIFTED_NOW. */
export const shiftedClockFile = join(projectFolder, 'setup', 'shifted-clock.cjs');

/** @throws Error naming the command to run, where set-up has not run or has left out a part. */
export function readInstalled(): Installed {
	const found = readSetUp();
	const part = (name: keyof Installed): string => {
		const path = found[name];
		if (typeof path !== 'string')
			throw new Error(`${name} is not set up; run "node setup/set-up.mjs --chromium" first.`);
		return path;
	};
	return {
		nodeBinary: part('nodeBinary'),
		n8nFolder: part('n8nFolder'),
		get packageTgz() {
			return part('packageTgz');
		},
		chromiumBinary: part('chromiumBinary'),
	};
}

function readSetUp(): Readonly<Record<string, unknown>> {
	try {
		const parsed: unknown = JSON.parse(readFileSync(join(projectFolder, 'build', 'set-up.json'), 'utf8'));
		return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
	} catch (cause) {
		throw new Error('This machine is not set up; run "node setup/set-up.mjs --chromium" first.', { cause });
	}
}
