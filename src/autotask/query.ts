import { chunk, isNumber, max, uniq } from 'lodash';
import { z } from 'zod';
import type { Ask } from '../http/ask';
import type { Asked } from '../http/classify';
import { failedRequest } from '../http/classify';
import { MalformedResponseError } from '../http/errors';
import { followPages } from '../http/pagesWithoutEnd';
import type { Response } from '../http/send';
import { type ReadRow, readRows, readShape } from '../http/shape';
import type { TakeUnreadPart } from '../ports/unread';
import { asAsked, type Condition, fieldOf, type FilterValue, isSame } from './conditions';
import type { AutotaskLimits } from './limits';
import { pathInZone } from './pathInZone';
import { checkCount } from './rowCount';

export interface Query<Row> {
	readonly entity: string;
	readonly fields: readonly string[];
	readonly where: readonly Condition[];
	/** Reads one item. */
	readonly row: z.ZodType<Row, z.ZodTypeDef, unknown>;
}

/** What queries need: the way to ask, the places, and the zone that pages must stay in. */
export interface Querying {
	readonly ask: Ask;
	readonly limits: AutotaskLimits;
	readonly zoneUrl: string;
}

const pageSize = 500;
const chunkSize = 200;

const pageShape = z
	.object({ items: z.array(z.unknown()), pageDetails: z.object({ nextPageUrl: z.string().max(8_000).nullish() }) })
	.transform(({ items, pageDetails }) => ({ items, next: pageDetails.nextPageUrl || undefined }));

async function* pages<Row>(
	querying: Querying,
	query: Query<Row>,
	maxRecords: number,
): AsyncGenerator<readonly ReadRow<Row>[]> {
	const { ask, limits, zoneUrl } = querying;
	const row = asAsked(query.where).pipe(query.row);
	const body = { MaxRecords: maxRecords, IncludeFields: query.fields, Filter: query.where };
	let path: string | undefined = `/V1.0/${query.entity}/query`;
	let seen = 0;
	const followed = followPages();
	while (path !== undefined) {
		const asked: Omit<Asked, 'nowMillis'> = { system: 'Autotask', purpose: 'read', request: { method: 'POST', path } };
		const response = await ask({ purpose: 'read', method: 'POST', path, body, within: limits.read(query.entity) });
		const page = readShape(pageShape, asked, response);
		if (seen > 0 && page.items.length === 0) await checkCount(querying, query, seen, { asked, response });
		if (followed.goInCircles(page.items.map(keyOf)))
			throw malformedPage({ asked, response }, 'items', 'rows of a further page', 'rows of the pages before');
		seen += page.items.length;
		yield readRows(row, page.items, 'items', { asked, response });
		path = page.next === undefined ? undefined : pathInZone(page.next, zoneUrl);
		if (page.next !== undefined && path === undefined) {
			const expected = "an address in the user's own zone";
			throw malformedPage({ asked, response }, 'pageDetails.nextPageUrl', expected, 'another address');
		}
	}
}

function keyOf(row: unknown): string {
	const id = fieldOf(row, 'id');
	return typeof id === 'number' ? String(id) : JSON.stringify(row);
}

function malformedPage(
	{ asked, response }: { readonly asked: Omit<Asked, 'nowMillis'>; readonly response: Response },
	...[at, expected, got]: readonly [string, string, string]
): MalformedResponseError {
	return new MalformedResponseError(failedRequest({ ...asked, nowMillis: 0 }, response), at, expected, got);
}

type Unread<Row> = Extract<ReadRow<Row>, { kind: 'unread' }>;

/** All rows of a query, page by page; a next page repeats the method and the body, as Autotask wants it. */
async function everyRow<Row>(
	querying: Querying,
	query: Query<Row>,
): Promise<{ readonly rows: readonly Row[]; readonly unread: readonly Unread<Row>[] }> {
	const rows: Row[] = [];
	const unread: Unread<Row>[] = [];
	for await (const page of pages(querying, query, pageSize)) {
		for (const one of page) {
			if (one.kind === 'read') rows.push(one.row);
			else unread.push(one);
		}
	}
	return { rows, unread };
}

/**
 * All rows of a query. What cannot be read is given to `unread`, a sentence each.
 *
 * @throws MalformedResponseError for a row that cannot be read, where nobody takes it.
 */
export async function allRows<Row>(
	querying: Querying,
	query: Query<Row>,
	unread?: (why: string) => void,
): Promise<readonly Row[]> {
	const found = await everyRow(querying, query);
	for (const { error } of found.unread) {
		if (!unread) throw error;
		unread(sentenceOf(error));
	}
	return found.rows;
}

function sentenceOf(error: Error): string {
	return error.message.replace(/\.$/, '');
}

/** The first rows of a query, at most `limit` and at most 500; one request. Those that cannot be read are left out. */
export async function firstRows<Row>(querying: Querying, query: Query<Row>, limit: number): Promise<readonly Row[]> {
	return (await firstPage(querying, query, limit)).rows;
}

/** The same, with the highest id on the page where it is full: that of a row that cannot be read counts too. */
export async function firstPage<Row>(
	querying: Querying,
	query: Query<Row>,
	limit: number,
): Promise<{ readonly rows: readonly Row[]; readonly last?: number }> {
	const wanted = Math.min(Math.max(Math.trunc(limit), 0), pageSize);
	if (wanted === 0) return { rows: [] };
	for await (const page of pages(querying, query, wanted)) {
		const rows = page.flatMap((one) => (one.kind === 'read' ? [one.row] : [])).slice(0, wanted);
		const ids = page.map((one) => fieldOf(one.kind === 'read' ? one.row : one.value, 'id')).filter(isNumber);
		const last = page.length < wanted ? undefined : max(ids);
		return { rows, ...(last === undefined ? {} : { last }) };
	}
	return { rows: [] };
}

/**
 * All rows whose field is one of the values, 200 values at a time; no values ask nothing. What cannot be read is given
 * to `unread` with the value that it was found by.
 *
 * @throws MalformedResponseError for a row that cannot be read, where nobody takes it.
 */
export async function rowsIn<Row, Value extends FilterValue>(
	querying: Querying,
	query: Query<Row>,
	field: string,
	values: readonly Value[],
	unread?: TakeUnreadPart<Value>,
): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const some of chunk(uniq(values), chunkSize))
		rows.push(...(await someIn(querying, query, { field, values: some, unread })));
	return rows;
}

/** A row that does not say which of the values it has is found out by asking for half of them at a time. */
async function someIn<Row, Value extends FilterValue>(
	querying: Querying,
	query: Query<Row>,
	by: { readonly field: string; readonly values: readonly Value[]; readonly unread: TakeUnreadPart<Value> | undefined },
): Promise<readonly Row[]> {
	const { field, values, unread } = by;
	const where: Condition = { op: 'in', field, value: values };
	const found = await everyRow(querying, { ...query, where: [where, ...query.where] });
	const [first] = found.unread;
	if (!first) return found.rows;
	if (!unread) throw first.error;
	const [only, ...others] = values;
	const told = found.unread.map((one) => ({ one, of: valueIn(one.value, field, values) }));
	if (others.length > 0 && told.some(({ of }) => of === undefined)) {
		const middle = Math.ceil(values.length / 2);
		const before = await someIn(querying, query, { ...by, values: values.slice(0, middle) });
		return [...before, ...(await someIn(querying, query, { ...by, values: values.slice(middle) }))];
	}
	for (const { one, of = only } of told) if (of !== undefined) unread({ of, why: sentenceOf(one.error) });
	return found.rows;
}

function valueIn<Value extends FilterValue>(row: unknown, field: string, values: readonly Value[]): Value | undefined {
	const held = fieldOf(row, field);
	return values.find((value) => isSame(held, value));
}
