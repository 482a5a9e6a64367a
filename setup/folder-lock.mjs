import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './run-step.mjs';

const lookAgainMs = 2_000;

/**
 * Takes a lock that two set-ups on one machine share; waits while its holder lives.
 *
 * @param {string} path the folder that is the lock
 * @returns {Promise<() => void>} gives it back
 */
export async function lockFolder(path) {
	let said = false;
	while (!tryLock(path)) {
		if (!said) say(`another set-up is installing n8n; waiting for it (lock: ${path})`);
		said = true;
		await delay(lookAgainMs);
	}
	const unlock = () => rmSync(path, { recursive: true, force: true });
	process.once('exit', unlock);
	return () => {
		process.removeListener('exit', unlock);
		unlock();
	};
}

/** @param {string} path */
function tryLock(path) {
	try {
		mkdirSync(path);
		writeFileSync(join(path, 'pid'), String(process.pid));
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
		if (!holderLives(path)) rmSync(path, { recursive: true, force: true });
		return false;
	}
}

/** A lock without a readable holder counts as held: its holder may be about to write its number. @param {string} path */
function holderLives(path) {
	try {
		process.kill(Number(readFileSync(join(path, 'pid'), 'utf8') || process.pid), 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
	}
}
