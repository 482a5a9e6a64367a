import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readInstalled } from '../../../demo/n8n/installed';
import { prepareN8n } from '../../../demo/n8n/startN8n';

/** Lets n8n make its tables and key in a folder of its own, once for each version of it; returns that folder. */
async function migratedOnce(): Promise<string> {
	const manifest = join(readInstalled().n8nFolder, 'node_modules', 'n8n', 'package.json');
	const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
	const made = join(projectFolder, 'build', `n8n-home-${version}`);
	if (existsSync(made)) return made;
	const making = `${made}.${randomUUID()}`;
	const { cli } = await prepareN8n({ userFolder: making });
	await cli.run(['list:workflow']);
	rmSync(join(making, '.n8n', 'nodes'), { recursive: true });
	renameSync(making, made);
	return made;
}

/** Gives a user folder the tables and key that n8n would make there at its first start. */
export async function fillHome(userFolder: string): Promise<void> {
	const made = await migratedOnce();
	mkdirSync(userFolder, { recursive: true });
	cpSync(join(made, '.n8n'), join(userFolder, '.n8n'), { recursive: true });
}
