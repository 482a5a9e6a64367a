import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');

/** What a reader who is in a hurry, and no native speaker, would stumble over; `better` is what to write. */
const banned: readonly { readonly phrase: RegExp; readonly better: string }[] = [
	{ phrase: /\bstands? in the\b/i, better: 'is recorded in, is in' },
	{ phrase: /\bby (itself|themselves)\b/i, better: 'automatically' },
	{ phrase: /\bof before\b/i, better: 'already, earlier' },
	{ phrase: /\b(is|are) to be\b/i, better: 'a verb that says who does it' },
	{ phrase: /\bnone of (this|the) marketplace\b/i, better: 'not bought through this marketplace' },
	{ phrase: /\blets? its\b/i, better: 'keeps it waiting' },
	{ phrase: /\bwho says so\b/i, better: 'name recorded in the action log' },
	{ phrase: /\bempty is all\b/i, better: 'leave empty for all' },
	{ phrase: /\bno task fits\b/i, better: 'no matching tasks' },
	{ phrase: /\bfirst sight\b/i, better: 'existing subscription' },
	{ phrase: /(?<!has )\basked for\b/i, better: 'request' },
	{ phrase: /\bworth telling\b/i, better: 'needs notification' },
	{ phrase: /\b(what )?(came|became) of\b/i, better: 'result' },
	{ phrase: /\blooked at (again|once)\b/i, better: 'checked again' },
	{ phrase: /\bwhere (nobody|nothing|none)\b/i, better: 'if' },
	{ phrase: /\bstays? away from\b/i, better: 'pauses' },
	{ phrase: /\b(has|have|had) begun\b/i, better: 'started' },
	{ phrase: /\bcarried over\b/i, better: 'supported, written' },
	{ phrase: /\bonce more\b/i, better: 'again' },
	{ phrase: /\bnobody has said\b/i, better: 'is not set' },
	{ phrase: /\bthat there is (no|none)\b/i, better: 'without' },
	{ phrase: /\bgone through\b/i, better: 'processed' },
	{ phrase: /\bwhy is in the\b/i, better: 'see ... for details' },
];

function filesIn(folder: string, ends: RegExp): readonly string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => ends.test(file))
		.map((file) => join(root, folder, file));
}

/** The texts of a source file: literals with a blank in them, and what stands between tags. Comments are none. */
function textsOf(file: string): readonly string[] {
	const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, kind);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) texts.push(node.text);
		if (ts.isTemplateExpression(node))
			texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
		node.forEachChild(visit);
	};
	visit(source);
	return texts.map((text) => text.replaceAll(/\s+/g, ' ')).filter((text) => text.trim().includes(' '));
}

const sources = [
	...filesIn('src', /(?<!\.d)\.tsx?$/),
	...filesIn('nodes', /\.ts$/),
	...filesIn('credentials', /\.ts$/),
].map((file) => ({ file, texts: textsOf(file) }));

const pages = [join(root, 'README.md'), ...filesIn('workflows', /\.json$/)].map((file) => ({
	file,
	texts: readFileSync(file, 'utf8').replaceAll('\\n', '\n').split(/\n+/),
}));

describe('what people read', () => {
	it.each(banned)('never says $phrase: $better', ({ phrase }) => {
		const found = [...sources, ...pages].flatMap(({ file, texts }) =>
			texts.filter((text) => phrase.test(text)).map((text) => `${relative(root, file)}: ${text.slice(0, 200)}`),
		);
		expect(found).toEqual([]);
	});

	it('is read from every room that has texts', () => {
		const roomOf = (file: string) => relative(root, file).split('/').slice(0, 2).join('/');
		const read = new Set(sources.filter(({ texts }) => texts.length > 0).map(({ file }) => roomOf(file)));
		for (const room of ['src/pages', 'src/domain', 'src/sync', 'src/http', 'src/store', 'nodes/SyncTasks'])
			expect(read).toContain(room);
	});
});
