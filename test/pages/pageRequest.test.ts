import { csvAnswer } from '../../src/pages/pageAnswer';
import { field, pageNumber, readPageRequest } from '../../src/pages/pageRequest';

describe('a request as the Webhook node hands it on', () => {
	it('names who is logged in, and leaves the password behind', () => {
		const authorization = `Basic ${Buffer.from('Jane Doe:se:cret').toString('base64')}`;
		const request = readPageRequest({ headers: { authorization }, query: {}, body: {} });
		expect(request.user).toBe('Jane Doe');
		expect(JSON.stringify(request)).not.toContain('se:cret');
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
		{ rule: 'a field that is too long', body: { name: 'x'.repeat(20_001) }, says: 'longer than 20000 characters' },
		{
			rule: 'too many values',
			body: { name: Array.from({ length: 2_001 }, () => 'x') },
			says: 'more than 2000 values',
		},
	])('$rule is refused', ({ body, says }) => {
		expect(() => readPageRequest({ body })).toThrow(says);
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
});
