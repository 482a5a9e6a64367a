import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildFolder, filesUnder, hashOf, nodeBinary, projectFolder } from './places.mjs';
import { runStep, SetUpError } from './run-step.mjs';

const sources = [
	'credentials',
	'nodes',
	'src',
	'workflows',
	'package.json',
	'tsconfig.json',
	'tsconfig.build.json',
	'gulpfile.js',
	'README.md',
	'LICENSE',
];
const stampFile = join(buildFolder, 'packed-from');

/**
 * Builds and packs the package when a source has changed since the last time.
 *
 * @returns {Promise<string>} the path of the tgz
 */
export async function ensurePackage() {
	const wanted = hashOf(filesUnder(sources).flatMap((file) => [file.slice(projectFolder.length), readFileSync(file)]));
	const packed = packedFile();
	const builtFrom = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
	if (packed && builtFrom === wanted && existsSync(join(projectFolder, 'dist'))) return packed;
	mkdirSync(buildFolder, { recursive: true });
	rmSync(stampFile, { force: true });
	await build();
	await pack();
	writeFileSync(stampFile, wanted);
	return packedFile() ?? missing();
}

async function build() {
	await runStep({
		title: 'build (npm run build)',
		command: 'npm',
		args: ['run', 'build'],
		cwd: projectFolder,
		pathFirst: [dirname(nodeBinary)],
		next: 'the compiler says above which line it refuses; mend it and repeat the command.',
	});
}

/** Leaves one tgz in the build folder, and none of what was installed from earlier ones. */
async function pack() {
	const outdated = readdirSync(buildFolder).filter((name) => name.endsWith('.tgz') || name.startsWith('installed-'));
	for (const name of outdated) rmSync(join(buildFolder, name), { recursive: true });
	await runStep({
		title: 'pack (npm pack)',
		command: 'npm',
		args: ['pack', '--pack-destination', buildFolder, '--ignore-scripts'],
		cwd: projectFolder,
		next: 'see the message above.',
	});
}

/** @returns {string | undefined} */
function packedFile() {
	if (!existsSync(buildFolder)) return undefined;
	const name = readdirSync(buildFolder).find((entry) => entry.endsWith('.tgz'));
	return name === undefined ? undefined : join(buildFolder, name);
}

/** @returns {never} */
function missing() {
	throw new SetUpError(
		`npm pack left no .tgz in ${buildFolder}.\nNext step: run npm pack by hand and read what it says.`,
	);
}
