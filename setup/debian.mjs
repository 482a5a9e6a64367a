import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runStep, SetUpError } from './run-step.mjs';

/**
 * Installs what is missing of the given Debian packages.
 *
 * @param {string} purpose what they are for
 * @param {readonly { readonly name: string, readonly command: string }[]} packages each with the command that shows it is there
 * @throws SetUpError where apt-get is missing or we are not root
 */
export async function debianPackages(purpose, packages) {
	const missing = packages.filter(({ command }) => !found(command)).map(({ name }) => name);
	if (missing.length === 0) return;
	const byHand = `install ${missing.join(', ')} (${purpose}) with your system's package manager and repeat the command.`;
	if (!found('apt-get') || process.getuid?.() !== 0) {
		throw new SetUpError(`${purpose}: ${missing.join(', ')} missing.\nNext step: ${byHand}`);
	}
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const aptGet = { command: 'apt-get', cwd: '/', env, next: byHand };
	await runStep({ ...aptGet, title: 'apt-get update', args: ['update', '-qq'] });
	await runStep({ ...aptGet, title: purpose, args: ['install', '-y', '-qq', '--no-install-recommends', ...missing] });
}

/** @param {string} command */
function found(command) {
	if (isAbsolute(command)) return existsSync(command);
	return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
