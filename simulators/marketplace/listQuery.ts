import { createHash } from 'node:crypto';
import { jsonAnswer, type Answer } from '../http';
import type { Marketplace } from './marketplace';
import { Refusal } from './refusal';

/** One page of rows, in an order that means nothing: the same for equal seeds, never sorted by any field. */
export function pageAnswer<T extends { readonly id: string }>(
	market: Marketplace,
	query: URLSearchParams,
	rows: readonly T[],
	show: (row: T) => object,
	call: number,
): Answer {
	const offset = wholeNumber(query, 'offset', 0, 0);
	const limit = pageSize(market, wholeNumber(query, 'limit', 10, 1));
	const salt = market.switches.listOrder === 'stable' ? '' : String(call);
	const rank = (row: T): string => createHash('md5').update(`${market.settings.seed}/${salt}/${row.id}`).digest('hex');
	const ranked = rows.map((row) => ({ row, at: rank(row) })).sort((one, other) => (one.at < other.at ? -1 : 1));
	const data = ranked.slice(offset, offset + limit).map(({ row }) => show(row));
	return jsonAnswer(200, { data, pagination: { offset, limit, total: rows.length } });
}

/** Keeps rows whose field equals what the query names; a name that is not in the query keeps all. */
export function equalTo<T>(
	query: URLSearchParams,
	name: string,
	field: (row: T) => string | undefined,
): (row: T) => boolean {
	const wanted = query.get(name);
	return (row) => wanted === null || field(row) === wanted;
}

/** An instant of the query in milliseconds. @throws Refusal for anything but an ISO instant. */
export function instantOf(query: URLSearchParams, name: string): number | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(at)) throw badValue(name, text, 'a date-time');
	return at;
}

/** A day of the query. @throws Refusal for anything but YYYY-MM-DD. */
export function dayOf(query: URLSearchParams, name: string): string | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) throw badValue(name, text, 'a date');
	return text;
}

/** One of the named words. @throws Refusal for another. */
export function wordOf(query: URLSearchParams, name: string, words: readonly string[]): string | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	if (!words.includes(text)) throw badValue(name, text, `one of ${words.join(', ')}`);
	return text;
}

function pageSize(market: Marketplace, limit: number): number {
	const { largestPage, overlongPage } = market.switches;
	if (limit <= largestPage) return limit;
	if (overlongPage === 'refused') throw badValue('limit', String(limit), `at most ${largestPage}`);
	return largestPage;
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number, least: number): number {
	const text = query.get(name);
	if (text === null) return otherwise;
	if (!/^\d{1,15}$/.test(text) || Number(text) < least) throw badValue(name, text, `a whole number from ${least}`);
	return Number(text);
}

function badValue(name: string, value: string, wanted: string): Refusal {
	return new Refusal(400, 'BadRequest', `${name} is ${JSON.stringify(value)}, not ${wanted}.`);
}
