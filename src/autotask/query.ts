import { chunk, uniq } from 'lodash';
import { z } from 'zod';
import { withoutEndSlashes } from '../http/address';
import type { Ask } from '../http/ask';
import type { Asked } from '../http/classify';
import { failedRequest } from '../http/classify';
import { MalformedResponseError } from '../http/errors';
import { readShape } from '../http/shape';
import type { AutotaskLimits } from './limits';

export type FilterValue = string | number | boolean;

/** One condition of a query; those of a list all hold. */
export type Condition =
	| {
			readonly op: 'eq' | 'noteq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'beginsWith';
			readonly field: string;
			readonly value: FilterValue;
	  }
	| { readonly op: 'in'; readonly field: string; readonly value: readonly FilterValue[] }
	/** One of them holds; at most 500 in a query. */
	| { readonly op: 'or'; readonly items: readonly Condition[] };

/** A query has to name at least one condition. */
export const everyId: Condition = { op: 'gte', field: 'id', value: 0 };

export const active: Condition = { op: 'eq', field: 'isActive', value: true };

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

function pageShape<Row>(
	row: Query<Row>['row'],
): z.ZodType<{ items: Row[]; next: string | undefined }, z.ZodTypeDef, unknown> {
	return z
		.object({ items: z.array(row), pageDetails: z.object({ nextPageUrl: z.string().nullish() }) })
		.transform(({ items, pageDetails }) => ({ items: items as Row[], next: pageDetails.nextPageUrl || undefined }));
}

/**
 * The path of a page below the zone's address; undefined for an address anywhere else, which never gets the login.
 */
export function pathInZone(url: string, zoneUrl: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const page = new URL(url);
	const zone = new URL(zoneUrl);
	const root = withoutEndSlashes(zone.pathname);
	const isInside = page.pathname.toLowerCase().startsWith(`${root.toLowerCase()}/`);
	if (page.origin !== zone.origin || page.username !== '' || !isInside) return undefined;
	return `${page.pathname.slice(root.length)}${page.search}`;
}

async function* pages<Row>(querying: Querying, query: Query<Row>, maxRecords: number): AsyncGenerator<readonly Row[]> {
	const { ask, limits, zoneUrl } = querying;
	const body = { MaxRecords: maxRecords, IncludeFields: query.fields, Filter: query.where };
	const shape = pageShape(query.row);
	let path: string | undefined = `/V1.0/${query.entity}/query`;
	while (path !== undefined) {
		const asked: Omit<Asked, 'nowMillis'> = { system: 'Autotask', purpose: 'read', request: { method: 'POST', path } };
		const response = await ask({ purpose: 'read', method: 'POST', path, body, within: limits.read(query.entity) });
		const page = readShape(shape, asked, response);
		yield page.items;
		path = page.next === undefined ? undefined : pathInZone(page.next, zoneUrl);
		if (page.next !== undefined && path === undefined) {
			const at = failedRequest({ ...asked, nowMillis: 0 }, response);
			throw new MalformedResponseError(
				at,
				'pageDetails.nextPageUrl',
				"an address in the user's own zone",
				'another address',
			);
		}
	}
}

/** All rows of a query, page by page; a next page repeats the method and the body, as Autotask wants it. */
export async function allRows<Row>(querying: Querying, query: Query<Row>): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const page of pages(querying, query, pageSize)) rows.push(...page);
	return rows;
}

/** The first rows of a query, at most `limit` and at most 500; one request. */
export async function firstRows<Row>(querying: Querying, query: Query<Row>, limit: number): Promise<readonly Row[]> {
	const wanted = Math.min(Math.max(Math.trunc(limit), 0), pageSize);
	if (wanted === 0) return [];
	for await (const page of pages(querying, query, wanted)) return page.slice(0, wanted);
	return [];
}

/** All rows whose field is one of the values, 200 values at a time; no values ask nothing. */
export async function rowsIn<Row>(
	querying: Querying,
	query: Query<Row>,
	field: string,
	values: readonly FilterValue[],
): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const some of chunk(uniq(values), chunkSize)) {
		rows.push(...(await allRows(querying, { ...query, where: [{ op: 'in', field, value: some }, ...query.where] })));
	}
	return rows;
}
