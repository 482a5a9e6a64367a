import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

interface Threat {
	readonly threat: string;
	readonly holds: string;
	readonly tests: string;
}

/** The rows of the tables that have a column of tests. */
function threatsOf(text: string): readonly Threat[] {
	const tables = text.split('\n\n').filter((block) => /^\| threat +\|/.test(block));
	return tables.flatMap((table) =>
		table
			.trimEnd()
			.split('\n')
			.slice(2)
			.map((row) => {
				const [, threat = '', holds = '', tests = ''] = row.split('|').map((cell) => cell.trim());
				return { threat, holds, tests };
			}),
	);
}

/** The files that a cell cites, each with the names of its tests. */
function citedIn(tests: string): readonly { readonly file: string; readonly names: readonly string[] }[] {
	return tests.split('; `').map((cited) => ({
		file: /^`?([^`]+)`/.exec(cited)?.[1] ?? '',
		names: [...cited.matchAll(/(?<=[ ,])_([^_]+)_/g)].map(([, name = '']) => name),
	}));
}

/** Whether a text in the file begins with the name: the name of a test, or the rule of a row. */
function hasTest(file: string, name: string): boolean {
	const source = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
	return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}`));
}

const threats = threatsOf(page);
const cited = threats.flatMap(({ tests }) => citedIn(tests));

describe('docs/security.md', () => {
	it('names the threats, what holds against each, and a test', () => {
		expect(threats.length).toBeGreaterThan(40);
		expect(threats.filter(({ threat, holds, tests }) => [threat, holds, tests].includes(''))).toEqual([]);
		expect(cited.filter(({ file, names }) => !/^test\/.+\.test\.tsx?$/.test(file) || names.length === 0)).toEqual([]);
	});

	it('names only files of tests that exist', () => {
		expect(cited.map(({ file }) => file).filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it('names only tests that exist in the file beside them', () => {
		const missing = cited.flatMap(({ file, names }) =>
			names.filter((name) => !hasTest(file, name)).map((name) => `${file}: ${name}`),
		);
		expect(missing).toEqual([]);
	});
});
