import { z } from 'zod';
import type { Ask } from '../http/ask';
import { failedRequest, type Asked } from '../http/classify';
import { ApiError, isApiError } from '../http/errors';
import { readShape } from '../http/shape';

/** A list to be read whole. */
export interface Listing<Row> {
	readonly path: string;
	readonly query: Readonly<Record<string, string | number>>;
	readonly row: z.ZodType<Row, z.ZodTypeDef, unknown>;
	/** Keeps a row apart from the others. */
	readonly keyOf: (row: Row) => string;
}

const pageSize = 100;
const largestPage = 5_000;
const mostPasses = 10;
/** Rows that may be added while the list is read again in one page. */
const room = 50;

const pagination = z.object({ offset: z.number().int(), limit: z.number().int(), total: z.number().int().min(0) });

/** What one reading of the list from its beginning saw. */
interface Pass {
	readonly total: number;
	readonly received: number;
	readonly distinct: number;
	readonly isTotalSteady: boolean;
}

interface Page<Row> {
	readonly data: readonly Row[];
	readonly total: number;
}

/** Where the rows that were seen, in this reading and before, prove that none is missing. */
function isWhole(pass: Pass, seen: ReadonlySet<string>): boolean {
	return pass.isTotalSteady && seen.size >= pass.total;
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
 * that do not agree it gives up.
 *
 * @throws ApiError (retryable) for a list that never stood still.
 */
export async function* rowsOf<Row>(ask: Ask, listing: Listing<Row>): AsyncGenerator<Row> {
	const seen = new Set<string>();
	let before: Pass | undefined;
	let largest = largestPage;
	for (let count = 0; count < mostPasses; count += 1) {
		const limit = before === undefined ? pageSize : Math.min(Math.max(before.total + room, pageSize), largest);
		try {
			const pass: Pass = yield* onePass(ask, listing, limit, seen);
			if (isWhole(pass, seen) || isSteadilyShort(pass, before)) return;
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

async function* onePass<Row>(
	ask: Ask,
	listing: Listing<Row>,
	limit: number,
	seen: Set<string>,
): AsyncGenerator<Row, Pass> {
	const inPass = new Set<string>();
	let received = 0;
	let total = 0;
	let isTotalSteady = true;
	for (let isFirst = true; isFirst || received < total; isFirst = false) {
		const page = await onePage(ask, listing, { offset: received, limit });
		isTotalSteady &&= isFirst || page.total === total;
		total = page.total;
		received += page.data.length;
		for (const row of page.data) {
			const key = listing.keyOf(row);
			inPass.add(key);
			if (seen.has(key)) continue;
			seen.add(key);
			yield row;
		}
		if (page.data.length === 0) break;
	}
	return { total, received, distinct: inPass.size, isTotalSteady };
}

async function onePage<Row>(
	ask: Ask,
	listing: Listing<Row>,
	at: { readonly offset: number; readonly limit: number },
): Promise<Page<Row>> {
	const asked = askedFor(listing);
	const response = await ask({ purpose: 'read', ...asked.request, query: { ...listing.query, ...at } });
	const page = readShape(z.object({ data: z.array(listing.row), pagination }), asked, response);
	return { data: page.data as readonly Row[], total: page.pagination.total };
}

function askedFor(listing: { readonly path: string }): Asked {
	return {
		system: 'Reseller Marketplace',
		purpose: 'read',
		request: { method: 'GET', path: listing.path },
		nowMillis: 0,
	};
}
