import { groupBy } from '../../domain/keyed';

/**
 * Groups of items that share a key with one another, directly or through others; each item is in one group.
 *
 * Groups come in the order of their first items, items in the order given; one without a key is alone.
 */
export function connected<Item extends object>(
	items: readonly Item[],
	keysOf: (item: Item) => readonly (string | number)[],
): readonly (readonly Item[])[] {
	const pairs = items.flatMap((item) => keysOf(item).map((key) => ({ key: String(key), item })));
	const byKey = groupBy(pairs, 'key');
	const groupOf = new Map<Item, number>();
	items.forEach((first, group) => {
		const waiting = [first];
		for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
			if (groupOf.has(item)) continue;
			groupOf.set(item, group);
			for (const key of keysOf(item)) {
				for (const other of byKey[key] ?? []) waiting.push(other.item);
				byKey[key] = [];
			}
		}
	});
	return Object.values(groupBy(items, (item) => groupOf.get(item)));
}
