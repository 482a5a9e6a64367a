import * as fc from 'fast-check';
import { inertCell, readCell } from '../../src/domain/spreadsheetCell';

describe('a cell of a spreadsheet', () => {
	it.each([
		{ rule: 'a formula', text: '=HYPERLINK(1)', cell: "'=HYPERLINK(1)" },
		{ rule: 'an amount below zero', text: '-12.50', cell: '-12.50' },
		{ rule: 'a sign before a word', text: '-x', cell: "'-x" },
		{ rule: 'a formula behind blanks', text: ' \t=1', cell: " \t'=1" },
		{ rule: 'a formula behind another separator', text: 'a;@b', cell: "a;'@b" },
		{ rule: 'what looks guarded already', text: "'=1", cell: "''=1" },
		{ rule: 'an apostrophe of a name', text: "'t Hof", cell: "'t Hof" },
	])('is inert and reads back unchanged: $rule', ({ text, cell }) => {
		expect(inertCell(text)).toBe(cell);
		expect(readCell(cell)).toBe(text);
	});

	it('reads back whatever was in it', () => {
		const signs = fc.constantFrom(...'=+-@\';"\t\n\r \uFF1Dax1.');
		const texts = fc.array(signs, { maxLength: 12 }).map((all) => all.join(''));
		fc.assert(fc.property(texts, (text) => readCell(inertCell(text)) === text));
	});
});
