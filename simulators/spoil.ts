import { isJsonObject, type Answer, type Json, type JsonObject } from './http';

/** Which rows of an answer are sent otherwise than they are held, and how. */
export interface Spoil {
	/** Fields by which the rows are known, such as `{ id: '7' }`; without it every row. */
	readonly where?: Readonly<Record<string, Json>>;
	/** Values by field, such as `{ 'products.0.quantity': 'many' }`. */
	readonly set?: Readonly<Record<string, Json>>;
	/** Fields that are left out. */
	readonly drop?: readonly string[];
	/** What is sent in the place of the whole row. */
	readonly instead?: Json;
	/** Values of a second row that is sent after it, the same but for these. */
	readonly twin?: Readonly<Record<string, Json>>;
}

/** The answer with its rows spoilt: those of a list of either system, or the one record that it is. */
export function spoiltAnswer(answer: Answer, spoils: readonly Spoil[]): Answer {
	const body = jsonIn(answer);
	if (!isJsonObject(body)) return answer;
	const spoilt = (row: Json): Json => spoils.reduce(spoiltRow, row);
	const withTwins = (row: Json): readonly Json[] => [
		spoilt(row),
		...spoils.flatMap(({ where, twin }) => (twin && isMeant(row, where) ? [spoiltRow(row, { set: twin })] : [])),
	];
	const list = ['data', 'items'].find((name) => Array.isArray(body[name]));
	const whole =
		list === undefined ? spoilt(body) : { ...body, [list]: (body[list] as readonly Json[]).flatMap(withTwins) };
	return { ...answer, body: JSON.stringify(whole) };
}

function jsonIn({ body = '' }: Answer): Json | undefined {
	return body.startsWith('{') ? (JSON.parse(body) as Json) : undefined;
}

function isMeant(row: Json, where: Spoil['where'] = {}): row is JsonObject {
	return isJsonObject(row) && Object.entries(where).every(([name, value]) => row[name] === value);
}

function spoiltRow(row: Json, { where = {}, set = {}, drop = [], instead }: Spoil): Json {
	if (!isMeant(row, where)) return row;
	if (instead !== undefined) return instead;
	const copy = structuredClone(row);
	for (const [path, value] of Object.entries(set)) {
		const { holder, last } = placeIn(copy, path);
		if (holder !== undefined) define(holder, last, value);
	}
	for (const path of drop) {
		const { holder, last } = placeIn(copy, path);
		if (holder !== undefined) delete holder[last];
	}
	return copy;
}

function placeIn(row: JsonObject, path: string): { readonly holder: JsonObject | undefined; readonly last: string } {
	const parts = path.split('.');
	let holder: Json | undefined = row;
	for (const part of parts.slice(0, -1)) holder = (holder as JsonObject | undefined)?.[part];
	const isPlace = typeof holder === 'object' && holder !== null;
	return { holder: isPlace ? (holder as JsonObject) : undefined, last: parts.at(-1) ?? '' };
}

/** Sets a field of any name, `__proto__` too. */
function define(holder: JsonObject, name: string, value: Json): void {
	Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}
