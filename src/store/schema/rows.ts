import { chunk, isNull, mapValues, omitBy } from 'lodash';
import type { Flag } from './schema';

type NullableKeys<Row> = { [Key in keyof Row]: null extends Row[Key] ? Key : never }[keyof Row];

/** A row whose empty columns are absent. */
export type Present<Row> = Omit<Row, NullableKeys<Row>> & { [Key in NullableKeys<Row>]?: Exclude<Row[Key], null> };

/** Leaves out the columns that are null. */
export function present<Row extends object>(row: Row): Present<Row> {
	return omitBy(row, isNull) as Present<Row>;
}

/** A value whose fields that are named and undefined are null; absent ones stay absent. */
export type WithNulls<Value> = {
	[Key in keyof Value]: undefined extends Value[Key] ? Exclude<Value[Key], undefined> | null : Value[Key];
};

/** Turns what is named and undefined into null, which clears the column. */
export function withNulls<Value extends object>(value: Value): WithNulls<Value> {
	return mapValues(value, (field: unknown) => field ?? null) as WithNulls<Value>;
}

export function flag(value: boolean): Flag {
	return value ? 1 : 0;
}

/** Far below the number of parameters that either engine takes in one statement. */
const rowsPerStatement = 400;

/** Parts of a list for one statement each; none for an empty list. */
export function parts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
	return chunk(items, rowsPerStatement);
}

/** Asks part by part; the answers together, in the order of the parts. */
export async function inParts<Item, Row>(
	items: readonly Item[],
	ask: (some: readonly Item[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
	const answers: Row[] = [];
	for (const some of parts([...new Set(items)])) for (const row of await ask(some)) answers.push(row);
	return answers;
}
