import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder, type Installed } from './installed';

const run = promisify(execFile);

/**
 * Installs our packed package where n8n looks for community packages in the given user folder.
 *
 * npm runs once for each tgz; later user folders get a copy of what it made.
 *
 * @throws Error when npm fails, or when a second n8n-workflow would come to lie beside n8n's own.
 */
export async function installPackage(userFolder: string, installed: Installed, packageTgz: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const made = await installedOnce(installed, packageTgz);
	const mark = join(nodesFolder, basename(made));
	if (await exists(mark)) return;
	await rm(nodesFolder, { recursive: true, force: true });
	await cp(made, nodesFolder, { recursive: true });
	await writeFile(mark, '');
}

async function installedOnce(installed: Installed, packageTgz: string): Promise<string> {
	const hash = createHash('sha256')
		.update(await readFile(packageTgz))
		.digest('hex')
		.slice(0, 12);
	const folder = join(projectFolder, 'build', `installed-${hash}`);
	if (await exists(folder)) return folder;
	const making = `${folder}.${randomUUID()}`;
	await mkdir(making, { recursive: true });
	await writeFile(join(making, 'package.json'), `${JSON.stringify({ private: true })}\n`);
	await npmInstall(making, installed, packageTgz);
	await refuseSecondWorkflowLibrary(making);
	await moveInto(making, folder);
	return folder;
}

async function npmInstall(folder: string, installed: Installed, packageTgz: string): Promise<void> {
	const env = { ...process.env, PATH: [dirname(installed.nodeBinary), process.env['PATH'] ?? ''].join(delimiter) };
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--omit=dev', packageTgz];
	const running = run('npm', args, { cwd: folder, env });
	const endWithUs = (): void => void running.child.kill('SIGKILL');
	process.once('exit', endWithUs);
	await running.finally(() => process.off('exit', endWithUs));
}

/** A second copy has error classes of its own, which n8n does not know. */
async function refuseSecondWorkflowLibrary(folder: string): Promise<void> {
	const entries = await readdir(join(folder, 'node_modules'), { recursive: true });
	const copies = entries.filter((entry) => /(^|[\\/])n8n-(workflow|core)$/.test(entry));
	if (copies.length > 0) throw new Error(`The package brings its own ${copies.join(', ')}; make it an optional peer.`);
}

/** Another process may have been faster; its result is as good. */
async function moveInto(making: string, folder: string): Promise<void> {
	try {
		await rename(making, folder);
	} catch (error) {
		if (!(await exists(folder))) throw error;
		await rm(making, { recursive: true });
	}
}

async function exists(path: string): Promise<boolean> {
	try {
		await stat(path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
		throw error;
	}
}
