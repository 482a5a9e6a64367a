import { countsForFirstCheck, isSelected, orderKind } from '../../../src/domain/order/orderKind';

describe('orderKind', () => {
	it.each([
		{ rule: 'takes the type where the API names one', type: 'sales', orderNumber: 'SO000012', expected: 'sales' },
		{ rule: 'takes the type where the API names one', type: 'change', orderNumber: 'CH000012', expected: 'change' },
		{ rule: 'takes the type before the number', type: 'renewal', orderNumber: 'BO000012', expected: 'renewal' },
		{ rule: 'knows migrations', type: 'migration', orderNumber: 'SO000012', expected: 'migration' },
		{ rule: 'knows a Billing order by its number', type: 'unknown', orderNumber: 'BO000012', expected: 'billing' },
		{ rule: 'knows a cancellation by its number', type: 'unknown', orderNumber: 'CL000012', expected: 'cancellation' },
		{
			rule: 'knows a cancellation charge by its number',
			type: 'unknown',
			orderNumber: 'CF000012',
			expected: 'cancellation',
		},
		{ rule: 'knows a payment by its number', type: 'unknown', orderNumber: 'PO000012', expected: 'payment' },
		{ rule: 'guesses nothing from other numbers', type: 'unknown', orderNumber: 'SO000012', expected: 'unknown' },
		{ rule: 'guesses nothing from an empty number', type: 'unknown', orderNumber: '', expected: 'unknown' },
		{
			rule: 'guesses nothing of a word that the API does not have',
			type: 'switch',
			orderNumber: 'BO000012',
			expected: 'unknown',
		},
		{ rule: 'guesses nothing of a word of the language', type: 'constructor', orderNumber: 'SO1', expected: 'unknown' },
	])('$rule: $type $orderNumber', ({ type, orderNumber, expected }) => {
		expect(orderKind({ type, orderNumber })).toBe(expected);
	});
});

describe('isSelected', () => {
	it.each([
		{ rule: 'takes a kind that is selected', kind: 'sales', expected: true },
		{ rule: 'leaves out one that is not', kind: 'change', expected: false },
		{ rule: 'always looks at what is not understood', kind: 'unknown', expected: true },
		{ rule: 'always takes initial tasks', kind: 'initial', expected: true },
	] as const)('$rule: $kind', ({ kind, expected }) => {
		expect(isSelected(kind, ['sales'])).toBe(expected);
	});
});

describe('countsForFirstCheck', () => {
	it.each([
		{ kind: 'sales', expected: true },
		{ kind: 'cancellation', expected: true },
		{ kind: 'billing', expected: false },
		{ kind: 'migration', expected: false },
	] as const)('$kind: $expected', ({ kind, expected }) => {
		expect(countsForFirstCheck(kind)).toBe(expected);
	});
});
