import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianPackages } from './debian.mjs';
import { ensureDependencies, ensureNode } from './dependencies.mjs';
import { ensureN8n } from './n8n-install.mjs';
import { ensurePackage } from './package.mjs';
import { buildFolder, chromiumBinary, nodeBinary } from './places.mjs';
import { ensurePostgres } from './postgres.mjs';
import { ensureRedis } from './redis.mjs';
import { say, SetUpError } from './run-step.mjs';

const known = ['--no-n8n', '--no-build', '--chromium', '--postgres', '--redis'];

/** Brings a machine to where the asked-for parts work; what is there already is left alone. */
async function setUp(/** @type {readonly string[]} */ options) {
	const unknown = options.filter((option) => !known.includes(option));
	if (unknown.length > 0)
		throw new SetUpError(`unknown option ${unknown.join(', ')}.\nNext step: use ${known.join(', ')}.`);
	const startedAt = Date.now();
	await ensureDependencies();
	await ensureNode();
	const packageTgz = options.includes('--no-build') ? undefined : await ensurePackage();
	const n8n = options.includes('--no-n8n') ? undefined : await ensureN8n();
	if (options.includes('--chromium')) {
		await debianPackages('Chromium for the editor', [{ name: 'chromium', command: chromiumBinary }]);
	}
	if (options.includes('--postgres')) await ensurePostgres();
	if (options.includes('--redis')) await ensureRedis();
	mkdirSync(buildFolder, { recursive: true });
	const file = join(buildFolder, 'set-up.json');
	const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	// What was not asked for this time stays as it was found before.
	const found = {
		...before,
		nodeBinary,
		...(n8n && { n8nFolder: n8n }),
		...(packageTgz && { packageTgz }),
		chromiumBinary,
	};
	writeFileSync(file, `${JSON.stringify(found, null, '\t')}\n`);
	say(`ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
}

try {
	await setUp(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof SetUpError)) throw error;
	process.stderr.write(`[set-up] ${error.message}\n`);
	process.exitCode = 1;
}
