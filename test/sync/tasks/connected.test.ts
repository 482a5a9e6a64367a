import { connected } from '../../../src/sync/tasks/connected';

const item = (name: string, ...keys: readonly number[]) => ({ name, keys });
const namesOf = (items: readonly ReturnType<typeof item>[]) =>
	connected(items, ({ keys }) => keys).map((group) => group.map(({ name }) => name).join(''));

describe('connected', () => {
	it.each([
		{ rule: 'items of one key are together', given: [item('a', 1), item('b', 2), item('c', 1)], expected: ['ac', 'b'] },
		{
			rule: 'items are together through others, in the order given',
			given: [item('a', 1), item('b', 2), item('c', 3), item('d', 2, 1)],
			expected: ['abd', 'c'],
		},
		{ rule: 'items without a key are alone', given: [item('a'), item('b')], expected: ['a', 'b'] },
		{ rule: 'nothing makes no group', given: [], expected: [] },
	])('$rule', ({ given, expected }) => {
		expect(namesOf(given)).toEqual(expected);
	});
});
