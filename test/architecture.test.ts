import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { groupBy, uniq } from 'lodash';

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
		from: /^nodes\/shared\/opening\//,
		to: () => [/^nodes\/shared\//, /^src\/(marketplace|autotask|store|http|sync|ports|domain)\//],
	},
	{ from: /^nodes\/shared\//, to: () => [/^nodes\/shared\//, /^src\/(http|pages|sync|ports|domain)\//] },
	{
		from: /^nodes\//,
		to: (path) => [/^nodes\/shared\//, new RegExp(`^${nodeFolder(path)}/`), /^src\/(pages|sync|ports|domain)\//],
	},
	{ from: /^src\/pages\//, to: () => [/^src\/(domain|ports|sync|pages)\//] },
	{ from: /^src\/sync\//, to: () => [/^src\/(domain|ports|sync)\//] },
	{ from: /^src\/http\//, to: () => [/^src\/(domain|ports|http)\//] },
	{
		from: /^src\/(marketplace|autotask|store)\//,
		to: (path) => [new RegExp(`^${nodeFolder(path)}/`), /^src\/(domain|ports|http)\//],
	},
	{ from: /^src\/ports\//, to: () => [/^src\/(domain|ports)\//] },
	{ from: /^src\/domain\//, to: () => [/^src\/domain\//] },
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

/**
 * The rooms as CONTRIBUTING.md lists them, each table from the top down: a room imports what stands below it in its
 * table, never what stands above. The files of a folder itself are a room of that folder's name.
 */
function listedRooms(): readonly (readonly string[])[] {
	const [, section = ''] = textOf('CONTRIBUTING.md').split('\n## The rooms\n');
	const [text = ''] = section.split('\n## ');
	return text
		.split('\n\n')
		.map((table) => [...table.matchAll(/^\| `([^`]+)\/` +\| \S/gm)].map(([, room = '']) => room))
		.filter((table) => table.length > 0);
}

const tables = listedRooms();
const rooms = tables.flat();

function tableOf(room: string): readonly string[] | undefined {
	return tables.find((table) => table.includes(room));
}

function importsUpwards(path: string): string[] {
	const room = dirname(path);
	const table = tableOf(room) ?? [];
	return (imports.get(path) ?? [])
		.filter((name) => table.includes(dirname(name)) && table.indexOf(dirname(name)) < table.indexOf(room))
		.map((name) => `${path} imports ${name}`);
}

/** Files that are lists, and so may be longer than a reader's page. */
const lists: readonly RegExp[] = [
	/^nodes\/[^/]+\/description\.ts$/,
	/^src\/store\/migrations\/\d+_\w+\.ts$/,
	/^src\/store\/schema\/schema\.ts$/,
	/^src\/(autotask|marketplace)\/\w*[rR](eaders|ows)\.ts$/,
];

function lineCount(path: string): number {
	return textOf(path).replace(/\n$/, '').split('\n').length;
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
	{
		name: 'node:sqlite',
		rule: 'a driver stays in its engine',
		home: /^src\/store\/engine\/sqlite(Engine|Backup)\.ts$/,
	},
	{ name: 'pg', rule: 'a driver stays in its engine', home: /^src\/store\/engine\/postgresPool\.ts$/ },
	{ name: 'preact', rule: 'only pages are rendered', home: /^src\/pages\// },
	{ name: 'fuse.js', rule: 'names are compared in one place', home: /^src\/domain\// },
	{ name: 'kysely', rule: 'only the store speaks SQL', home: /^src\/store\// },
	{
		name: 'zod',
		rule: 'answers are checked at the edge',
		home: /^(src\/(http|marketplace|autotask|store)\/|nodes\/shared\/items\/(itemJson|toldTask)\.ts$|simulators\/)/,
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

/** Files and folders of ours that a text names by their paths, wherever they stand in it. */
function pathsIn(text: string): string[] {
	const folders = [...ownFolders, 'docs'].join('|');
	const found = text.matchAll(new RegExp(`(?<![\\w./@-])(?:${folders})/[\\w./-]*`, 'g'));
	return uniq([...found].map(([path]) => path.replace(/[./]+$/, '')));
}

describe('architecture', () => {
	it('reads the sources', () => {
		expect(sources.length).toBeGreaterThan(50);
		expect(imports.get('nodes/shared/opening/openPorts.ts')).toContain('src/autotask/autotaskClient.ts');
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

	it('lists every folder of the product, of what nodes share and of the simulated Autotask as a room', () => {
		const housed = sources.filter((path) => /^(src|nodes\/shared|simulators\/autotask)\//.test(path));
		expect(uniq(housed.map((path) => dirname(path))).filter((folder) => !rooms.includes(folder))).toEqual([]);
	});

	it('lists each room once, and only rooms that are there', () => {
		const folders = new Set(sources.map((path) => dirname(path)));
		expect(rooms.filter((room, at) => !folders.has(room) || rooms.indexOf(room) !== at)).toEqual([]);
	});

	it('lets a room import only from the rooms below it', () => {
		expect(sources.flatMap(importsUpwards)).toEqual([]);
	});

	it('has no room with more than 25 files', () => {
		const folders = Object.entries(groupBy(sources, (path) => dirname(path)));
		expect(folders.filter(([, files]) => files.length > 25).map(([folder]) => folder)).toEqual([]);
	});

	it('is described by paths that exist', () => {
		const texts = filesUnder('', (path) => /\.(tsx?|mjs|md)$/.test(path));
		const missing = (path: string) => pathsIn(textOf(path)).filter((name) => !existsSync(join(root, name)));
		expect(texts.flatMap((path) => missing(path).map((name) => `${path} names ${name}`))).toEqual([]);
	});

	it('is described by files whose names exist', () => {
		const names = new Set(filesUnder('', () => true).map((path) => basename(path)));
		const named = [...textOf('CONTRIBUTING.md').matchAll(/`([\w.-]+\.(?:tsx?|mjs|json|md))`/g)];
		expect(named.map(([, name = '']) => name).filter((name) => !names.has(name))).toEqual([]);
	});

	it('has no file over 200 lines but lists', () => {
		const long = sources.filter((path) => lineCount(path) > 200);
		expect(long.filter((path) => !lists.some((list) => list.test(path)))).toEqual([]);
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

	it('makes no SQL of texts: values are bound, names and statements stand in the source', () => {
		const ofTexts = /\bsql\.(raw|lit)\b|CompiledQuery\.raw\(\s*`|'->>?\$?'/;
		expect(sources.filter((path) => path.startsWith('src/store/') && ofTexts.test(textOf(path)))).toEqual([]);
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
