import fc from 'fast-check';
import { parseApproval } from '../../../src/domain/answers/approval';
import { ownWord } from '../../../src/domain/answers/ownAnswer';
import { productRow } from '../../../src/domain/answers/rowAnswer';
import { taskEntry } from '../../../src/domain/answers/taskEntry';
import { keyed } from '../../../src/domain/keyed';
import type { ProductId, SubscriptionId, TaskId } from '../../../src/domain/ids';

describe('parseApproval', () => {
	it.each([
		{
			rule: 'reads task and fingerprint',
			text: 'order-12:9f3c',
			expected: { taskId: 'order-12', fingerprint: '9f3c' },
		},
		{ rule: 'needs no fingerprint', text: 'order-12', expected: { taskId: 'order-12' } },
		{
			rule: 'splits at the last colon',
			text: 'initial-a:b:9f3c',
			expected: { taskId: 'initial-a:b', fingerprint: '9f3c' },
		},
		{
			rule: 'reads own units, zero too',
			text: 'order-12:9f3c own=0',
			expected: { taskId: 'order-12', fingerprint: '9f3c', ownUnits: 0 },
		},
		{
			rule: 'reads own units of several products',
			text: 'order-12:9f own[PRD-1]=4 own[5001/sku:A]=0',
			expected: { taskId: 'order-12', fingerprint: '9f', ownUnitsOf: { 'PRD-1': 4, '5001/sku:A': 0 } },
		},
		{
			rule: 'reads other units',
			text: 'order-12 others=2',
			expected: { taskId: 'order-12', otherUnits: { units: 2 } },
		},
		{
			rule: 'reads other units of what was seen',
			text: 'order-12 others=2@15',
			expected: { taskId: 'order-12', otherUnits: { units: 2, seenInForce: 15 } },
		},
		{
			rule: 'reads a line that is gone',
			text: 'order-12 gone=30001',
			expected: { taskId: 'order-12', goneLine: 30001 },
		},
		{
			rule: 'reads several suffixes',
			text: 'order-12:9f  contract=77  onetime',
			expected: { taskId: 'order-12', fingerprint: '9f', contractId: 77, oneTimeLines: true },
		},
		{
			rule: 'reads what is said twice alike',
			text: 'order-12 own=10 own[__proto__]=3 own[__proto__]=3 own=10',
			expected: { taskId: 'order-12', ownUnits: 10, ownUnitsOf: keyed([['__proto__', 3]]) },
		},
	])('$rule: $text', ({ text, expected }) => {
		expect(parseApproval(text)).toEqual([{ kind: 'entry', entry: { text, ...expected } }]);
	});

	it.each([
		{ rule: 'refuses an unknown word', text: 'order-12:9f owns=1' },
		{ rule: 'refuses a fraction', text: 'order-12:9f own=1.5' },
		{ rule: 'refuses a negative count', text: 'order-12:9f own=-1' },
		{ rule: 'refuses a second figure where none belongs', text: 'order-12:9f own=1@2' },
		{ rule: 'refuses a product without a name', text: 'order-12:9f own[]=1' },
		{ rule: 'refuses a product without a count', text: 'order-12:9f own[PRD-1]' },
		{ rule: 'refuses a missing task', text: ':9f3c' },
		{ rule: 'refuses two counts', text: 'order-12:9f own=10 own=12' },
		{ rule: 'refuses two counts of one product', text: 'order-12:9f own[A]=10 own[B]=3 own[A]=12' },
		{ rule: 'refuses two contracts', text: 'order-12:9f contract=1 contract=2' },
		{ rule: 'refuses two sources of prices', text: 'order-12 prices=autotask@16.20 prices=marketplace@16.20' },
	])('$rule: $text', ({ text }) => {
		expect(parseApproval(text)).toMatchObject([{ kind: 'unreadable', text }]);
	});

	it('separates by comma, semicolon and line, and lets a bad entry spoil itself only', () => {
		expect(parseApproval('a:1, b:2 what\n\n c:3;').map((one) => one.kind)).toEqual(['entry', 'unreadable', 'entry']);
	});
});

/** Ids as another system may give them: not blank at an end. */
const ids = fc
	.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.string({ unit: fc.constantFrom('a', '1', ':', ',', ';', '%', '2', 'C', '\n', ' ', ']') }),
	)
	.filter((id) => id !== '' && id.trim() === id);

describe('taskEntry', () => {
	it('is read back as one entry of that task, whatever its id and the entries beside it hold', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(ids, fc.constantFrom(undefined, '9f3c')), { minLength: 1, maxLength: 3 }),
				(named) => {
					const text = named.map(([id, fingerprint]) => taskEntry(id as TaskId, fingerprint)).join('\n');
					const expected = named.map(([taskId, fingerprint]) => ({ taskId, ...(fingerprint ? { fingerprint } : {}) }));
					expect(parseApproval(text)).toMatchObject(expected.map((entry) => ({ kind: 'entry', entry })));
					expect(parseApproval(text)).toHaveLength(named.length);
				},
			),
		);
	});

	it('is followed by own units of a product, whatever its id holds', () => {
		fc.assert(
			fc.property(ids, (id) => {
				const [one, other] = [id, `${id}x`].map((productId) => ({
					subscriptionId: '1' as SubscriptionId,
					productId: productId as ProductId,
					suggestion: 4,
				}));
				const word = ownWord(one!, [one!, other!]);
				expect(parseApproval(`a:1 ${word}`)).toMatchObject([{ entry: { taskId: 'a', ownUnitsOf: { [id]: 4 } } }]);
			}),
		);
	});
});

describe('productRow', () => {
	it('is of one product of one subscription only', () => {
		const row = (subscription: string, product: string) =>
			productRow(subscription as SubscriptionId, product as ProductId);
		expect(row('a b', 'c')).not.toBe(row('a', 'b c'));
	});
});
