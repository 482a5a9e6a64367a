import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** The rules that there are. */
const ids = [
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((number) => `T${number}`),
	...[1, 2, 3, 4, 5].map((number) => `M${number}`),
	...[1, 2, 3, 4, 5, 6].map((number) => `C${number}`),
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((number) => `Q${number}`),
	...[1, 2, 3, 4].map((number) => `P${number}`),
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((number) => `A${number}`),
	...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `W${number}`),
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `F${number}`),
];

/** The longest that a rule may be, so that the page is read in half an hour. */
const mostWords = 150;

interface Rule {
	readonly ids: readonly string[];
	readonly text: string;
	/** The text without the names of its tests; a table's bars count as words. */
	readonly words: number;
	/** Each example in Markdown, without the names of the tests. */
	readonly examples: readonly string[];
	readonly tests: readonly string[];
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ');
}

/** The rules of the page: a paragraph (and what follows it, up to the next rule or heading) that begins with bold ids. */
function rulesOf(page: string): readonly Rule[] {
	const parts = page.split(/\n(?=\*\*[TMCQPAWF]\d|#)/).filter((part) => part.startsWith('**'));
	return parts.map((part) => {
		const [, head = ''] = /^\*\*([^*]+?)\.?\*\*/.exec(oneLine(part)) ?? [];
		const named = /Tests?: ([^]*)$/.exec(oneLine(part))?.[1] ?? '';
		const told = part.trimEnd().replaceAll(/\n\nTests?: [^]*?(?=\n\n|$)/g, '');
		return {
			ids: [...head.matchAll(/\b[TMCQPAWF]\d+\b/g)].map(([id]) => id),
			text: oneLine(part),
			words: oneLine(told).split(' ').length,
			examples: told.split(/\bExamples?:/).slice(1),
			tests: [...named.matchAll(/_([^_]+)_/g)].map(([, name = '']) => name),
		};
	});
}

function filesUnder(folder: string): readonly string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return filesUnder(path);
		return /\.tsx?$/.test(entry.name) ? [path] : [];
	});
}

const rules = rulesOf(readFileSync(join(root, 'docs/domain.md'), 'utf8'));
const tests = oneLine(
	filesUnder('test')
		.map((path) => readFileSync(join(root, path), 'utf8'))
		.join('\n')
		.replaceAll("\\'", "'"),
);

describe('docs/domain.md', () => {
	it('has a paragraph for every rule', () => {
		const described = new Set(rules.flatMap((rule) => rule.ids));
		expect(ids.filter((id) => !described.has(id))).toEqual([]);
	});

	it('has no rule that is not in the list', () => {
		expect(rules.flatMap((rule) => rule.ids).filter((id) => !ids.includes(id))).toEqual([]);
	});

	it('names a test for every rule that is built', () => {
		expect(
			rules
				.filter((rule) => rule.tests.length === 0 && !rule.text.includes('Not built:'))
				.map((rule) => rule.text.slice(0, 60)),
		).toEqual([]);
	});

	it('gives an example with figures for every rule that is built', () => {
		expect(
			rules
				.filter((rule) => !/Examples?: [^]*\d/.test(rule.text) && !rule.text.includes('Not built:'))
				.map((rule) => rule.text.slice(0, 60)),
		).toEqual([]);
	});

	it(`has no rule of more than ${mostWords} words`, () => {
		expect(rules.filter((rule) => rule.words > mostWords).map((rule) => [rule.ids, rule.words])).toEqual([]);
	});

	it('gives one example a rule, as a table', () => {
		expect(
			rules
				.filter(({ examples: [first = '', ...others] }) => others.length > 0 || !/^\n\n(\|[^\n]*\n?)+$/.test(first))
				.map((rule) => rule.ids),
		).toEqual([]);
	});

	it('names only tests that exist', () => {
		expect(rules.flatMap((rule) => rule.tests).filter((name) => !tests.includes(name))).toEqual([]);
	});
});
