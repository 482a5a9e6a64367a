import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackages } from './debian.mjs';
import { lockFolder } from './folder-lock.mjs';
import { n8nFolder, nodeBinary, nodeMajor, projectFolder } from './places.mjs';
import { runStep, say, SetUpError } from './run-step.mjs';

/**
 * Installs n8n into the cache unless it is there and its database driver loads.
 *
 * The work is done in a folder beside and renamed at the end, so an interrupted installation leaves nothing that
 * looks whole; a second installer waits for the first.
 *
 * @returns {Promise<string>} n8n's folder
 */
export async function ensureN8n() {
	const folder = n8nFolder();
	if (works(folder)) return folder;
	mkdirSync(dirname(folder), { recursive: true });
	const unlock = await lockFolder(`${folder}.lock`);
	try {
		if (works(folder)) return folder;
		await install(folder);
	} finally {
		unlock();
	}
	return folder;
}

/** @param {string} folder */
async function install(folder) {
	const making = `${folder}.making`;
	for (const old of [making, folder]) rmSync(old, { recursive: true, force: true });
	mkdirSync(making);
	for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
		cpSync(join(projectFolder, 'n8n', file), join(making, file));
	}
	await download(making);
	await compileDriver(making);
	const version = await runStep({
		title: 'first start of n8n',
		command: nodeBinary,
		args: [join(making, 'node_modules', 'n8n', 'bin', 'n8n'), '--version'],
		cwd: making,
		next: `delete ${making} and repeat the command.`,
	});
	if (!works(making))
		throw new SetUpError(`n8n's database driver does not load.\nNext step: delete ${making} and repeat.`);
	renameSync(making, folder);
	say(`n8n ${version.trim().split('\n').at(-1)} is in ${folder}`);
}

/** @param {string} making */
async function download(making) {
	await runStep({
		title: 'n8n into the cache (npm ci, about 3 GB, some minutes, only the first time)',
		command: 'npm',
		args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
		cwd: making,
		pathFirst: [dirname(nodeBinary)],
		next: 'check that the npm registry can be reached and that 4 GB are free, then repeat the command.',
	});
}

/** @param {string} making */
async function compileDriver(making) {
	await debianPackages("the compiler for n8n's database driver", [
		{ name: 'g++', command: 'g++' },
		{ name: 'make', command: 'make' },
		{ name: 'python3', command: 'python3' },
	]);
	await runStep({
		title: "n8n's database driver (npm rebuild sqlite3)",
		command: 'npm',
		args: ['rebuild', 'sqlite3', '--ignore-scripts=false'],
		cwd: making,
		pathFirst: [dirname(nodeBinary)],
		env: { JOBS: 'max', ...nodeHeaders() },
		next: 'it needs g++, make and python3; install them and repeat the command.',
	});
}

/** The headers lie in the npm package that holds the binary, so that node-gyp need not fetch them. */
function nodeHeaders() {
	const packages = [join('node', 'node_modules'), '.'].map((path) => join(projectFolder, 'node_modules', path));
	const folder = packages
		.map((path) => join(path, `node-${process.platform}-${process.arch}`))
		.find((path) => existsSync(join(path, 'include', 'node', 'node_api.h')));
	return folder === undefined ? {} : { npm_config_nodedir: folder };
}

/** @param {string} folder */
function works(folder) {
	if (!existsSync(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'))) return false;
	const probe = `require('sqlite3'); if (!process.version.startsWith('v${nodeMajor}.')) process.exit(1)`;
	return spawnSync(nodeBinary, ['-e', probe], { cwd: folder }).status === 0;
}
