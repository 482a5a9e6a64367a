import { csvAnswer } from '../../src/pages/pageAnswer';
import { field, idField, pageNumber, readPageRequest } from '../../src/pages/pageRequest';

describe('a request as the Webhook node hands it on', () => {
	it('names who is logged in, and leaves the password behind', () => {
		const authorization = `Basic ${Buffer.from('Jane Doe:se:cret').toString('base64')}`;
		const request = readPageRequest({ headers: { authorization }, query: {}, body: {} });
		expect(request.user).toBe('Jane Doe');
		expect(JSON.stringify(request)).not.toContain('se:cret');
	});

	const coded = (login: string) => Buffer.from(login).toString('base64');

	it.each([
		{ rule: 'two blanks', header: `Basic  ${coded('Jane:x')}`, user: 'Jane' },
		{ rule: 'blanks around it', header: ` basic ${coded('Jane:x')} `, user: 'Jane' },
		{
			rule: 'the signs of base64url',
			header: `Basic ${Buffer.from('J>>?:~~~ÿÿ').toString('base64url')}`,
			user: 'J>>?',
		},
		{ rule: 'a login without a colon', header: `Basic ${coded('Jane')}`, user: '' },
		{ rule: 'another scheme', header: `Bearer ${coded('Jane:x')}`, user: '' },
		{ rule: 'blanks for a user', header: `Basic ${coded('  :x')}`, user: '' },
	])('reads basic auth as n8n does: $rule', ({ header, user }) => {
		expect(readPageRequest({ headers: { authorization: header } }).user).toBe(user);
	});

	it.each([
		{ rule: 'a field that is given twice has both', body: { pairs: ['a', 'b'] }, expected: { pairs: ['a', 'b'] } },
		{ rule: 'a number is a text', body: { units: 3 }, expected: { units: ['3'] } },
		{ rule: 'no body is no form', body: undefined, expected: {} },
	])('$rule', ({ body, expected }) => {
		expect(readPageRequest({ body }).form).toEqual(expected);
	});

	it.each([
		{ rule: 'a field that is no text', body: { name: { nested: 'x' } }, says: 'The field name is no text.' },
		{ rule: 'a field with a NUL', body: { name: 'a\0b' }, says: 'holds a sign that no text has' },
		{ rule: 'a field with half a character', body: { name: '\ud83d' }, says: 'holds a sign that no text has' },
		{ rule: 'a field that is too long', body: { name: 'x'.repeat(20_001) }, says: 'longer than 20000 characters' },
		{
			rule: 'too many values',
			body: { name: Array.from({ length: 2_001 }, () => 'x') },
			says: 'more than 2000 values',
		},
	])('$rule is refused', ({ body, says }) => {
		expect(() => readPageRequest({ body })).toThrow(says);
	});

	it.each([
		['1003', 1003],
		['0', 0],
		['', undefined],
		['-1', undefined],
		['1e3', undefined],
		['1.5', undefined],
		['12345678901234567', undefined],
	])('has in a field with "%s" the id %s', (text, id) => {
		expect(idField(readPageRequest({ body: { company: text } }), 'company')).toBe(id);
	});

	it('has blanks around a text cut off', () => {
		expect(field(readPageRequest({ body: { name: '  Ashdown ' } }), 'name')).toBe('Ashdown');
	});

	it.each([
		['3', 3],
		['0', 1],
		['-2', 1],
		['1.5', 1],
		['x', 1],
		[undefined, 1],
	])('asks for page %s as page %s', (page, expected) => {
		expect(pageNumber(readPageRequest({ query: page === undefined ? {} : { page } }))).toBe(expected);
	});
});

describe('a file of comma-separated values', () => {
	it('quotes what needs it and makes formulas inert, but not negative amounts', () => {
		const { body } = csvAnswer('x.csv', [['a,b', 'say "x"', '=HYPERLINK(1)', '-12.50', '-x', '+1']]);
		expect(body).toBe('\uFEFF"a,b","say ""x""",\'=HYPERLINK(1),-12.50,\'-x,\'+1\r\n');
	});

	it.each([
		{ rule: 'after a semicolon, which separates elsewhere', cell: 'a;=X()', expected: "a;'=X()" },
		{ rule: 'after a tab', cell: 'a\t=X()', expected: "a\t'=X()" },
		{ rule: 'after a line break', cell: 'a\n+X()', expected: '"a\n\'+X()"' },
		{ rule: 'after blanks', cell: '  @X()', expected: "  '@X()" },
		{ rule: 'after a blank that does not break', cell: '\u00A0=X()', expected: "\u00A0'=X()" },
		{ rule: 'after a byte order mark', cell: '\uFEFF=X()', expected: "\uFEFF'=X()" },
		{ rule: 'after a blank without width', cell: '\u200B-X()', expected: "\u200B'-X()" },
		{ rule: 'after a semicolon and a quotation mark', cell: 'a;"=X()', expected: '"a;""\'=X()"' },
		{ rule: 'in full width', cell: '\uFF1DX()', expected: "'\uFF1DX()" },
		{ rule: 'in each part', cell: '=A;=B', expected: "'=A;'=B" },
		{ rule: 'but not within a text', cell: 'a = b - c', expected: 'a = b - c' },
		{ rule: 'but not of a number', cell: '-3', expected: '-3' },
	])('makes a formula inert $rule', ({ cell, expected }) => {
		expect(csvAnswer('x.csv', [[cell]]).body).toBe(`\uFEFF${expected}\r\n`);
	});
});
