import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hashOf, nodeBinary, nodeMajor, projectFolder } from './places.mjs';
import { runStep } from './run-step.mjs';

const modulesFolder = join(projectFolder, 'node_modules');
const lockFile = join(projectFolder, 'package-lock.json');
const stampFile = join(modulesFolder, '.installed-from');

/** Installs the project's own dependencies when node_modules is missing or was made from another lockfile. */
export async function ensureDependencies() {
	const wanted = hashOf([readFileSync(lockFile)]);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
	if (!installedAsLocked()) {
		await runStep({
			title: "the project's dependencies (npm ci)",
			command: 'npm',
			args: ['ci', '--no-audit', '--no-fund'],
			cwd: projectFolder,
			next: 'check that the npm registry can be reached, then repeat the command.',
		});
	}
	writeFileSync(stampFile, wanted);
}

/** Puts Node 24 into node_modules/.bin, out of the npm package `node`. */
export async function ensureNode() {
	if (existsSync(nodeBinary) && majorOf(nodeBinary) === nodeMajor) return;
	await runStep({
		title: `Node ${nodeMajor} for n8n and the tests`,
		command: 'npm',
		args: ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'],
		cwd: projectFolder,
		next: 'delete node_modules and repeat the command; it needs the npm registry.',
	});
}

/** @param {string} binary @returns {number | undefined} */
function majorOf(binary) {
	const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
	const major = /^v(\d+)\./.exec(stdout ?? '')?.[1];
	return major === undefined ? undefined : Number(major);
}

/** Compares npm's own record in node_modules with the lockfile; packages for other systems are absent from the record. */
function installedAsLocked() {
	const recordFile = join(modulesFolder, '.package-lock.json');
	if (!existsSync(recordFile)) return false;
	const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
	const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
	return Object.entries(locked).every(([path, { version, optional }]) => {
		if (path === '' || (optional && !installed[path])) return true;
		return installed[path]?.version === version;
	});
}
