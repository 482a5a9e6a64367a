import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const madeElsewhere = ['node_modules', 'dist', 'build', 'coverage', 'test-output', '.git'];

function filesUnder(folder: string, isWanted: (path: string) => boolean): string[] {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory()) return madeElsewhere.includes(entry.name) ? [] : filesUnder(path, isWanted);
		return entry.isFile() && isWanted(path) ? [path] : [];
	});
}

const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);
const parts = ['credentials', 'nodes', 'src', 'simulators', 'demo', 'bench'];
const sources = parts.flatMap((part) => filesUnder(part, isTypeScript));

function textOf(path: string): string {
	return readFileSync(join(root, path), 'utf8');
}

/** What a file imports: relative ones as paths from the root, packages by their name. */
function importsOf(path: string): string[] {
	const found = [...textOf(path).matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"]+)['"]/g)];
	return found.map(([, name = '']) => {
		if (!name.startsWith('.')) return name;
		const target = relative(root, resolve(root, dirname(path), name));
		return [`${target}.ts`, `${target}.tsx`, target].find((one) => existsSync(join(root, one))) ?? target;
	});
}

const imports = new Map(sources.map((path) => [path, importsOf(path)]));
const ownFolders = [...parts, 'test', 'setup', 'workflows'];
const isOwn = (name: string): boolean => ownFolders.some((part) => name.startsWith(`${part}/`));

function nodeFolder(path: string): string {
	return path.split('/').slice(0, 2).join('/');
}

/** The first rule whose `from` fits a file says what of the project it may import. */
const directions: readonly { readonly from: RegExp; readonly to: (path: string) => readonly RegExp[] }[] = [
	{ from: /^credentials\//, to: () => [/^src\/http\//] },
	{
		from: /^nodes\/shared\/(openPorts|testSyncStore)\.ts$/,
		to: () => [/^nodes\/shared\//, /^src\/(marketplace|autotask|store|http|sync|domain)\//],
	},
	{ from: /^nodes\/shared\//, to: () => [/^nodes\/shared\//, /^src\/(http|pages|sync|domain)\//] },
	{
		from: /^nodes\//,
		to: (path) => [/^nodes\/shared\//, new RegExp(`^${nodeFolder(path)}/`), /^src\/(pages|sync|domain)\//],
	},
	{ from: /^src\/sync\//, to: () => [/^src\/(domain|sync)\//] },
	{ from: /^src\/pages\//, to: () => [/^src\/(domain|sync|pages)\//] },
	{ from: /^src\/domain\//, to: () => [/^src\/domain\//] },
	{ from: /^src\/http\//, to: () => [/^src\/http\//, /^src\/domain\//, /^src\/sync\/ports\.ts$/] },
	{
		from: /^src\/(marketplace|autotask|store)\//,
		to: (path) => [new RegExp(`^${nodeFolder(path)}/`), /^src\/domain\//, /^src\/sync\/ports\.ts$/, /^src\/http\//],
	},
	{ from: /^simulators\//, to: () => [/^simulators\//] },
	{ from: /^demo\//, to: () => [/^demo\//, /^simulators\//, /^setup\//] },
	{ from: /^bench\//, to: () => [/.*/] },
];

function importsAgainst(path: string): string[] {
	const rule = directions.find(({ from }) => from.test(path));
	if (!rule) return [`${path} belongs to no part of the design`];
	const allowed = rule.to(path);
	return (imports.get(path) ?? [])
		.filter((name) => isOwn(name) && !allowed.some((pattern) => pattern.test(name)))
		.map((name) => `${path} imports ${name}`);
}

/** Where a package may be imported, by its name. */
const homes: readonly { readonly name: string; readonly rule: string; readonly home: RegExp }[] = [
	{ name: 'n8n-workflow', rule: 'only nodes and credentials know n8n', home: /^(nodes|credentials)\// },
	{
		name: 'luxon',
		rule: 'only calendarDate.ts does dates',
		home: /^(src\/domain\/calendarDate\.ts$|simulators\/|demo\/)/,
	},
	{ name: 'big.js', rule: 'only money.ts does decimals', home: /^(src\/domain\/money\.ts$|simulators\/|demo\/)/ },
	{
		name: 'axios',
		rule: 'axios stays in its sender',
		home: /^(src\/http\/axiosSend\.ts$|simulators\/|demo\/|bench\/)/,
	},
	{ name: 'node:sqlite', rule: 'a driver stays in its engine', home: /^src\/store\/sqlite(Engine|Backup)\.ts$/ },
	{ name: 'pg', rule: 'a driver stays in its engine', home: /^src\/store\/postgresEngine\.ts$/ },
	{ name: 'preact', rule: 'only pages are rendered', home: /^src\/pages\// },
	{ name: 'fuse.js', rule: 'names are compared in one place', home: /^src\/domain\// },
	{ name: 'kysely', rule: 'only the store speaks SQL', home: /^src\/store\// },
	{
		name: 'zod',
		rule: 'answers are checked at the edge',
		home: /^(src\/(http|marketplace|autotask|store)\/|nodes\/shared\/itemJson\.ts$|simulators\/)/,
	},
];

function cycleFrom(path: string, trail: readonly string[], done: Set<string>): string[] {
	if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' -> ')];
	if (done.has(path)) return [];
	const cycles = (imports.get(path) ?? []).flatMap((next) =>
		imports.has(next) ? cycleFrom(next, [...trail, path], done) : [],
	);
	done.add(path);
	return cycles;
}

describe('architecture', () => {
	it('reads the sources', () => {
		expect(sources.length).toBeGreaterThan(50);
		expect(imports.get('nodes/shared/openPorts.ts')).toContain('src/autotask/autotaskClient.ts');
	});

	it.each(parts)('lets %s import only what the design allows', (part) => {
		expect(sources.filter((path) => path.startsWith(`${part}/`)).flatMap(importsAgainst)).toEqual([]);
	});

	it.each(homes)('$rule ($name)', ({ name, home }) => {
		const importers = sources.filter((path) =>
			imports.get(path)?.some((one) => one === name || one.startsWith(`${name}/`)),
		);
		expect(importers.filter((path) => !home.test(path))).toEqual([]);
	});

	it('has no cycle of imports', () => {
		const done = new Set<string>();
		expect(sources.flatMap((path) => cycleFrom(path, [], done))).toEqual([]);
	});

	it('has no folder without a concept', () => {
		const forbidden = /(^|\/)(utils?|helpers?|common|types|constants)(\/|$)/;
		expect([...sources, ...filesUnder('test', isTypeScript)].filter((path) => forbidden.test(dirname(path)))).toEqual(
			[],
		);
	});

	it('has no barrel', () => {
		expect(sources.filter((path) => path.endsWith('/index.ts'))).toEqual([]);
	});

	it('has no file header', () => {
		const header = /^(?:#![^\n]*\n)?\s*(?:\/\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)[ \t]*\n(?=[ \t]*\n|import )/;
		expect([...sources, ...filesUnder('test', isTypeScript)].filter((path) => header.test(textOf(path)))).toEqual([]);
	});

	it('has no default export', () => {
		expect(sources.filter((path) => /^export default /m.test(textOf(path)))).toEqual([]);
	});

	it('names no host of a package registry', () => {
		const hosts = [
			['npmjs', 'org'],
			['npmjs', 'com'],
			['yarnpkg', 'com'],
			['pypi', 'org'],
		].map((name) => name.join('\\.'));
		const named = new RegExp(
			`registry\\.[a-z0-9-]+\\.(com|org|net|io|dev|local)|${hosts.join('|')}|https?://[^\\s"'/]*(npm|registry|artifactory|nexus)[^\\s"'/]*/`,
			'i',
		);
		const texts = filesUnder('', (path) =>
			/\.(ts|js|mjs|cjs|json|md|yml|yaml|npmrc|svg)$|(^|\/)(\.npmrc|run|LICENSE)$/.test(path),
		);
		expect(texts.filter((path) => named.test(textOf(path)))).toEqual([]);
	});
});
