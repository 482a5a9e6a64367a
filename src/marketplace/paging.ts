import { z } from 'zod';
import type { Ask } from '../http/ask';
import { failedRequest, type Asked } from '../http/classify';
import { ApiError, isApiError } from '../http/errors';
import { followPages } from '../http/pagesWithoutEnd';
import { type ReadRow, readRows, readShape } from '../http/shape';
import type { TakeUnread } from '../ports/unread';

/** A list to be read whole. */
export interface Listing<Row extends { readonly id: string }> {
	readonly path: string;
	readonly query: Readonly<Record<string, string | number>>;
	readonly row: z.ZodType<Row, z.ZodTypeDef, unknown>;
	/** What can be read of a row that cannot. */
	readonly knownOf: (value: unknown) => Partial<Row>;
	/** Takes the rows that cannot be read; without it the first one is thrown. */
	readonly unread: TakeUnread<Row> | undefined;
}

const pageSize = 100;
const largestPage = 5_000;
const mostPasses = 10;
/** After so many readings that add nothing, ids that are named twice are the reason. */
const alikeEnough = 3;
/** Rows that may be added while the list is read again in one page. */
const room = 50;

const pagination = z.object({ offset: z.number().int(), limit: z.number().int(), total: z.number().int().min(0) });

/** What one reading of the list from its beginning saw. */
interface Pass {
	readonly total: number;
	readonly received: number;
	readonly distinct: number;
	readonly pages: number;
	readonly isTotalSteady: boolean;
}

interface Page<Row> {
	readonly data: readonly ReadRow<Row>[];
	readonly total: number;
}

/** Where the rows that were seen, in this reading and before, or all in one answer, prove that none is missing. */
function isWhole(pass: Pass, seen: ReadonlySet<string>): boolean {
	return pass.isTotalSteady && (seen.size >= pass.total || (pass.pages === 1 && pass.received >= pass.total));
}

/** Whether the list came whole in number, as it did before: what is missing then are ids that it names twice. */
function isAsLong(pass: Pass, before: Pass | undefined): boolean {
	return pass.isTotalSteady && pass.received >= pass.total && pass.total === before?.total;
}

/** Nothing moved, yet the total counts rows that are never shown. */
function isSteadilyShort(pass: Pass, before: Pass | undefined): boolean {
	const isSteady = (one: Pass): boolean => one.isTotalSteady && one.received === one.distinct;
	return (
		before !== undefined &&
		isSteady(pass) &&
		isSteady(before) &&
		pass.distinct === before.distinct &&
		pass.total === before.total
	);
}

/**
 * Every row of a list once, as they come.
 *
 * The API promises no order, so a row can slip from a page not yet read to one already read. Where the rows seen do
 * not add up to the total, the list is read again, if it may be in one page that holds it whole; after ten readings
 * that do not agree it gives up. An id that the list names twice counts once. Each row is read by itself: one that cannot be is given to `unread`.
 *
 * @throws ApiError (retryable) for a list that never stood still; MalformedResponseError for a row that cannot be read,
 * where nobody takes it.
 */
export async function* rowsOf<Row extends { readonly id: string }>(
	ask: Ask,
	listing: Listing<Row>,
): AsyncGenerator<Row> {
	const seen = new Set<string>();
	let before: Pass | undefined;
	let alike = 0;
	let largest = largestPage;
	for (let count = 0; count < mostPasses; count += 1) {
		const limit = before === undefined ? pageSize : Math.min(Math.max(before.total + room, pageSize), largest);
		try {
			const known = seen.size;
			const pass: Pass = yield* onePass(ask, listing, limit, seen);
			alike = seen.size === known && isAsLong(pass, before) ? alike + 1 : 0;
			if (isWhole(pass, seen) || isSteadilyShort(pass, before) || alike >= alikeEnough) return;
			before = pass;
		} catch (error) {
			if (!isApiError(error) || error.status !== 400 || limit === pageSize) throw error;
			largest = pageSize;
		}
	}
	const failed = failedRequest(askedFor(listing));
	throw new ApiError(
		`The list ${listing.path} of the Reseller Marketplace changed each time it was read; try again later.`,
		failed,
		true,
	);
}

async function* onePass<Row extends { readonly id: string }>(
	ask: Ask,
	listing: Listing<Row>,
	limit: number,
	seen: Set<string>,
): AsyncGenerator<Row, Pass> {
	const inPass = new Set<string>();
	const followed = followPages();
	const keyOf = keysInPass(listing);
	let pages = 0;
	let received = 0;
	let total = 0;
	let isTotalSteady = true;
	for (let isFirst = true; isFirst || received < total; isFirst = false) {
		const page = await onePage(ask, listing, { offset: received, limit });
		isTotalSteady &&= isFirst || page.total === total;
		total = page.total;
		received += page.data.length;
		pages += 1;
		for (const one of page.data) {
			const key = keyOf(one);
			inPass.add(key);
			if (seen.has(key)) continue;
			seen.add(key);
			if (one.kind === 'read') yield one.row;
			else leaveOut(one, listing);
		}
		const isCircle = followed.goInCircles(page.data.map((one) => idOf(one, listing) ?? textOf(one)));
		// Whatever it counts, it does not stand still.
		isTotalSteady &&= !isCircle;
		if (page.data.length === 0 || isCircle) break;
	}
	return { total, received, distinct: inPass.size, pages, isTotalSteady };
}

function idOf<Row extends { readonly id: string }>(one: ReadRow<Row>, listing: Listing<Row>): string | undefined {
	return one.kind === 'read' ? one.row.id : listing.knownOf(one.value).id;
}

function textOf(one: ReadRow<unknown>): string {
	return JSON.stringify(one.kind === 'read' ? one.row : one.value);
}

/** Keeps the rows of one reading apart: by id, those without one by their number. */
function keysInPass<Row extends { readonly id: string }>(listing: Listing<Row>): (row: ReadRow<Row>) => string {
	let nameless = 0;
	return (one) => {
		const id = idOf(one, listing);
		if (id !== undefined) return `id ${id}`;
		nameless += 1;
		return `without an id ${nameless}`;
	};
}

function leaveOut<Row extends { readonly id: string }>(
	{ value, error }: Extract<ReadRow<Row>, { kind: 'unread' }>,
	{ knownOf, unread }: Listing<Row>,
): void {
	if (!unread) throw error;
	unread({ known: knownOf(value), why: error.message.replace(/\.$/, '') });
}

async function onePage<Row extends { readonly id: string }>(
	ask: Ask,
	listing: Listing<Row>,
	at: { readonly offset: number; readonly limit: number },
): Promise<Page<Row>> {
	const asked = askedFor(listing);
	const response = await ask({ purpose: 'read', ...asked.request, query: { ...listing.query, ...at } });
	const page = readShape(z.object({ data: z.array(z.unknown()), pagination }), asked, response);
	return { data: readRows(listing.row, page.data, 'data', { asked, response }), total: page.pagination.total };
}

function askedFor(listing: { readonly path: string }): Asked {
	return {
		system: 'Reseller Marketplace',
		purpose: 'read',
		request: { method: 'GET', path: listing.path },
		nowMillis: 0,
	};
}
