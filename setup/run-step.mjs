import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

const progressEveryMs = 5_000;

/** A step of the set-up that did not work; its message says which one and what to do next. */
export class SetUpError extends Error {
	name = 'SetUpError';
}

/** @param {string} text */
export function say(text) {
	process.stdout.write(`[set-up] ${text}\n`);
}

/**
 * Runs one command to its end and says every few seconds that it still runs.
 *
 * @param {object} step
 * @param {string} step.title what is being done, as a person would say it
 * @param {string} step.command
 * @param {readonly string[]} step.args
 * @param {string} step.cwd
 * @param {string} step.next what to do when it fails
 * @param {readonly string[]} [step.pathFirst] folders to put in front of PATH
 * @param {Record<string, string>} [step.env]
 * @returns {Promise<string>} what it printed
 * @throws SetUpError with the end of its output
 */
export async function runStep({ title, command, args, cwd, next, pathFirst = [], env = {} }) {
	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	say(`${title} ...`);
	const path = [...pathFirst, process.env.PATH ?? ''].join(delimiter);
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env, PATH: path },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const stopChild = () => child.kill('SIGTERM');
	process.once('exit', stopChild);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	const timer = setInterval(() => say(`${title}: ${seconds()} s`), progressEveryMs);
	try {
		const end = await ended(child);
		if (end !== 'exit code 0') throw new Error(end);
	} catch (cause) {
		throw new SetUpError(`${title} failed: ${cause.message}\n${ends(output)}\nNext step: ${next}`, { cause });
	} finally {
		clearInterval(timer);
		process.removeListener('exit', stopChild);
	}
	say(`${title}: done in ${seconds()} s`);
	return output;
}

/** First and last lines: npm says the cause first, compilers last. @param {string} output */
function ends(output) {
	const lines = output.trimEnd().split('\n');
	return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 20), '...', ...lines.slice(-20)].join('\n');
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
	});
}
