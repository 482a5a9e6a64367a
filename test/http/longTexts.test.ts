import { pathInZone } from '../../src/autotask/pathInZone';
import { nameLikeness, tellingWords } from '../../src/domain/mapping/nameLikeness';
import { marketplacePhone } from '../../src/domain/mapping/phoneNumber';
import { readDecimal } from '../../src/domain/money';
import { withoutEndSlashes } from '../../src/http/address';
import { errorOf } from '../../src/http/classify';
import { decimalShape, textShape } from '../../src/http/shape';
import type { Response } from '../../src/http/send';

const asked = { system: 'Autotask', purpose: 'read', request: { method: 'GET', path: '/x' }, nowMillis: 0 } as const;

function answered(body: unknown): Response {
	return { status: 404, headers: {}, body };
}

function deep(levels: number): unknown {
	let value: unknown = 'request threshold exceeded';
	for (let level = 0; level < levels; level += 1) value = [value];
	return value;
}

const slashes = '/'.repeat(50_000);
const digits = '9'.repeat(100_000);
const name = Array.from({ length: 4_000 }, (_, at) => `w${at % 7}rd`).join(' ');

describe('what is far too long is told from what is not in no time', () => {
	it.each<{ rule: string; read: () => unknown; is: unknown }>([
		{
			rule: 'digits of an amount',
			read: () => decimalShape.safeParse(digits).error?.issues[0]?.message,
			is: 'a decimal number of at most 40 characters',
		},
		{
			rule: 'places of an amount',
			read: () => decimalShape.safeParse(`0.${digits}`).error?.issues[0]?.message,
			is: 'a decimal number of at most 40 characters',
		},
		{
			rule: 'a number that is written out at length',
			read: () => decimalShape.safeParse(1e300).error?.issues[0]?.message,
			is: 'a decimal number of at most 40 characters',
		},
		{ rule: 'digits that a person typed', read: () => readDecimal(digits), is: undefined },
		{
			rule: 'a text',
			read: () => textShape(1_000).safeParse(digits).error?.issues[0]?.message,
			is: 'a text of at most 1000 characters',
		},
		{
			rule: 'a refusal that begins like a limit again and again',
			read: () => errorOf(asked, answered('request threshold '.repeat(20_000)))?.name,
			is: 'ApiError',
		},
		{
			rule: 'a refusal of many fields',
			read: () => errorOf(asked, answered(Array(200_000).fill('request threshold')))?.name,
			is: 'ApiError',
		},
		{ rule: 'a refusal of many levels', read: () => errorOf(asked, answered(deep(200_000)))?.name, is: 'ApiError' },
		{ rule: 'slashes within an address', read: () => withoutEndSlashes(`${slashes}x`).length, is: 50_001 },
		{ rule: 'slashes at the end of an address', read: () => withoutEndSlashes(`x${slashes}`), is: 'x' },
		{
			rule: 'slashes in the address of a zone',
			read: () => pathInZone('https://a.example/x/1', `https://a.example${slashes}x`),
			is: undefined,
		},
		{ rule: 'blanks in a phone number', read: () => marketplacePhone(`1${' '.repeat(50_000)}1`, 'GB'), is: undefined },
		{
			rule: 'names that are compared',
			read: () =>
				nameLikeness(
					name,
					Array.from({ length: 50 }, (_, key) => ({ key, name: `${name} ${key}` })),
				).size,
			is: 50,
		},
		{ rule: 'words of a name', read: () => tellingWords(['w'.repeat(20_000)])[0]?.length, is: 60 },
	])('$rule', ({ read, is }) => {
		const began = performance.now();
		expect(read()).toBe(is);
		expect(performance.now() - began).toBeLessThan(1_500);
	});

	it.each([
		{ rule: 'the quota of a gateway', body: { error: { message: 'Out of call volume quota.' } }, status: 403 },
		{ rule: 'threads of Autotask', body: { errors: ['thread threshold of 3 threads exceeded'] }, status: 500 },
	])('a limit is still told: $rule', ({ body, status }) => {
		expect(errorOf(asked, { status, headers: {}, body })?.name).toBe('LimitError');
	});
});

describe('text of a name', () => {
	it.each([
		{ rule: 'a NUL', written: 'a\0b', kept: 'a\uFFFDb' },
		{ rule: 'half a character', written: 'a\ud83db', kept: 'a\uFFFDb' },
		{ rule: 'a whole one', written: 'a\ud83d\ude00b', kept: 'a\ud83d\ude00b' },
	])('is kept without what no store keeps: $rule', ({ written, kept }) => {
		expect(textShape(10).parse(written)).toBe(kept);
	});
});
