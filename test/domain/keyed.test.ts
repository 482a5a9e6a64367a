import fc from 'fast-check';
import { countBy, groupBy, keyBy, keyed, valueOf } from '../../src/domain/keyed';

const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '7', ''];

describe('values by a key from outside', () => {
	it.each(names)('has only what was put there: %p', (name) => {
		const item = { id: name, kind: name };
		const by = [keyBy([item], 'id'), groupBy([item], 'kind'), countBy([item], 'id'), keyed([[name, item]])];
		expect(by.map((one) => one[name])).toEqual([item, [item], 1, item]);
		expect(by.flatMap((one) => names.filter((other) => one[other] !== undefined))).toEqual([name, name, name, name]);
	});

	it.each(names)('a table has no value that it was not given: %p', (name) => {
		expect(valueOf({ monthly: 1 }, name)).toBeUndefined();
		expect(valueOf({ [name]: 1 }, name)).toBe(1);
	});

	it('groups are what the items are, in their order', () => {
		const item = fc.record({ key: fc.constantFrom(...names), n: fc.integer() });
		fc.assert(
			fc.property(fc.array(item), (items) => {
				const groups = groupBy(items, 'key');
				for (const name of names) expect(groups[name] ?? []).toEqual(items.filter((one) => one.key === name));
			}),
		);
	});
});
