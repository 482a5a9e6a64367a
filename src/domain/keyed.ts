/** Values by a key that comes from outside: names that every object has, such as `constructor`, are keys like any other. */
export type Keyed<Value> = Record<string, Value>;

function nothingKeyed<Value>(): Keyed<Value> {
	return Object.create(null) as Keyed<Value>;
}

type KeyOf<Item> = (item: Item) => string | number;
type ByKey<Item> = keyof Item | ((item: Item) => string | number | undefined);

function keyOf<Item>(by: ByKey<Item>): KeyOf<Item> {
	return (item) => String(typeof by === 'function' ? by(item) : item[by]);
}

/** The values by their keys; of two with one key the last. */
export function keyed<Value>(entries: Iterable<readonly [string | number, Value]>): Keyed<Value> {
	const values = nothingKeyed<Value>();
	for (const [key, value] of entries) values[key] = value;
	return values;
}

/** The items by their key; of two with one key the last. */
export function keyBy<Item>(items: readonly Item[], by: ByKey<Item>): Keyed<Item> {
	const key = keyOf(by);
	return keyed(items.map((item) => [key(item), item]));
}

/** The items that share a key, in their order. */
export function groupBy<Item>(items: readonly Item[], by: ByKey<Item>): Keyed<Item[]> {
	const key = keyOf(by);
	const groups = nothingKeyed<Item[]>();
	for (const item of items) (groups[key(item)] ??= []).push(item);
	return groups;
}

/** How many items share a key. */
export function countBy<Item>(items: readonly Item[], by: ByKey<Item>): Keyed<number> {
	return keyed(Object.entries(groupBy(items, by)).map(([key, own]) => [key, own.length]));
}

/** The value of a table under a key from outside; undefined for what the table does not have of its own. */
export function valueOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
