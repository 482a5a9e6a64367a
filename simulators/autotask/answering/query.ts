import { createHash } from 'node:crypto';
import { isJsonObject, jsonAnswer, type Answer, type Json, type JsonObject } from '../../http';
import type { Entity } from '../tenant/entities';
import { refuse, refuseMethod } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { shownFields, shownRows } from '../tenant/views';
import { compileFilter, type RowTest } from './filter';

/** A query call. `search` is the parsed body of a POST or the search parameter of a GET. */
export interface QueryCall {
	readonly tenant: Tenant;
	readonly entity: Entity;
	readonly method: string;
	/** The text the search came as; a following page must bring the same. */
	readonly searchText: string;
	readonly search: Json | undefined;
	/** Address of the entity, such as http://127.0.0.1:1/ATServicesRest/V1.0/Contracts. */
	readonly url: string;
	/** The paging parameter of a following page. */
	readonly paging?: string;
}

interface Query {
	readonly test: RowTest;
	readonly size: number;
	readonly include: readonly string[] | undefined;
}

interface Cursor {
	readonly method: string;
	readonly digest: string;
	readonly afterId: number;
}

/** Answers {Entity}/query and its following pages. */
export function answerQuery(call: QueryCall): Answer {
	const cursor = call.paging === undefined ? undefined : readCursor(call, call.paging);
	const { followingPages, lastFullPage } = call.tenant.switches;
	if (cursor && followingPages === 'notFound') return { status: 404 };
	const query = readQuery(call);
	const descending = call.tenant.switches.pageOrder === 'idDescending';
	const found = shownRows(call.tenant, call.entity).filter(query.test);
	if (descending) found.reverse();
	if (query.include !== undefined && !query.include.includes('id') && found.length > 500) {
		refuse('id must be among IncludeFields when a query returns more than 500 rows.');
	}
	const rest =
		cursor === undefined ? found : found.filter((row) => isAfter(Number(row.id), cursor.afterId, descending));
	const page = cursor && followingPages === 'empty' ? [] : rest.slice(0, query.size);
	const last = page.at(-1);
	const isMore = rest.length > page.length || (lastFullPage === 'namesEmptyPage' && page.length === query.size);
	const nextPageUrl = last !== undefined && isMore ? nextUrl(call, Number(last.id)) : null;
	return jsonAnswer(200, {
		items: page.map((row) => chosen(row, query.include)),
		pageDetails: { count: page.length, requestCount: query.size, prevPageUrl: null, nextPageUrl },
	});
}

/** Answers {Entity}/query/count. */
export function answerCount(call: QueryCall): Answer {
	const { test } = readQuery(call);
	return jsonAnswer(200, { queryCount: shownRows(call.tenant, call.entity).filter(test).length });
}

function readQuery({ tenant, entity, search }: QueryCall): Query {
	if (!isJsonObject(search)) refuse('The query is missing or is not a JSON object.');
	const read = (name: string): Json | undefined =>
		Object.entries(search).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
	const size = read('MaxRecords') ?? 500;
	if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > 500) {
		refuse('maxCountOfRecordsToReturn must be between 1 and 500');
	}
	const fields = shownFields(tenant, entity);
	const included = read('IncludeFields') ?? null;
	if (included !== null && !Array.isArray(included)) refuse('IncludeFields must be an array.');
	const include = included?.map(String);
	const unknown = include?.find((name) => !fields.has(name));
	if (unknown !== undefined) refuse(`Unable to find ${unknown} in the ${entity.name} Entity.`);
	const ignoresCase = tenant.switches.textComparison === 'ignoresCase';
	const test = compileFilter({ entity, fields, ignoresCase }, read('Filter'));
	return { test, size, include: include !== undefined && include.length > 0 ? include : undefined };
}

function nextUrl(call: QueryCall, afterId: number): string {
	const cursor: Cursor = { method: call.method, digest: digest(call.searchText), afterId };
	const paging = Buffer.from(JSON.stringify(cursor)).toString('base64url');
	const search = call.method === 'GET' ? `&search=${encodeURIComponent(call.searchText)}` : '';
	return `${call.url}/query/next?paging=${paging}${search}`;
}

function readCursor(call: QueryCall, paging: string): Cursor {
	let cursor: Cursor;
	try {
		cursor = JSON.parse(Buffer.from(paging, 'base64url').toString('utf8')) as Cursor;
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		return refuse('The paging information is not valid.');
	}
	if (cursor.method !== call.method) refuseMethod(call.method);
	if (cursor.digest !== digest(call.searchText))
		refuse('The query of a following page must be the query of the first page.');
	return cursor;
}

/** A digest that ignores white space between the parts of the JSON. */
function digest(text: string): string {
	const compact = text.trim() === '' ? '' : JSON.stringify(JSON.parse(text));
	return createHash('sha256').update(compact).digest('base64url').slice(0, 16);
}

function isAfter(id: number, afterId: number, descending: boolean): boolean {
	return descending ? id < afterId : id > afterId;
}

function chosen(row: JsonObject, include: readonly string[] | undefined): JsonObject {
	if (include === undefined) return row;
	const part: JsonObject = {};
	for (const name of include) part[name] = row[name] ?? null;
	return part;
}
