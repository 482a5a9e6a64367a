import { type Kysely, sql } from 'kysely';
import type { ConnectionId, ProductId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { billedLength, billedPeriodType, hasContractLine } from '../../domain/order/billedPeriod';
import type { Subscription } from '../../domain/order/order';
import type { ProductMapping } from '../../ports/store/mappings';
import type { MappedCount, ProductPage, ProductSearch } from '../../ports/store/seen';
import { parts } from '../schema/rows';
import type { ProductRow, Schema } from '../schema/schema';
import { searchPattern } from '../schema/searchPattern';
import { jsonText, readJson } from '../schema/storedJson';
import { readProductMappings } from './mappings';

/** The products of a subscription that need a service; none of one that is charged without a line. */
function rowsOf(connectionId: ConnectionId, subscription: Subscription): readonly ProductRow[] {
	if (!hasContractLine(subscription.billingModel)) return [];
	const length = billedLength(subscription);
	return subscription.products.map((product): ProductRow => ({
		connectionId,
		productId: product.productId,
		periodType: billedPeriodType(subscription) ?? '',
		name: product.name,
		mpn: product.mpn ?? '',
		planId: subscription.planId ?? '',
		length: length ? `${length.duration} x ${length.type}` : '',
		searchText: `${product.name} ${product.productId} ${product.mpn ?? ''}`.toLocaleLowerCase('en'),
		price: product.unitPrice ? jsonText(product.unitPrice) : null,
		cost: product.unitCost ? jsonText(product.unitCost) : null,
	}));
}

/** Keeps the newest sight of each product that the subscriptions hold, and the last price and cost that any showed. */
export async function saveProductsOf(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	subscriptions: readonly Subscription[],
): Promise<void> {
	const all = subscriptions.flatMap((subscription) => rowsOf(connectionId, subscription));
	const rows = Object.values(keyBy(all, (row) => `${row.periodType} ${row.productId}`));
	for (const some of parts(rows)) {
		await database
			.insertInto('products')
			.values([...some])
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'productId', 'periodType']).doUpdateSet((eb) => ({
					name: eb.ref('excluded.name'),
					mpn: eb.ref('excluded.mpn'),
					planId: eb.ref('excluded.planId'),
					length: eb.ref('excluded.length'),
					searchText: eb.ref('excluded.searchText'),
					price: eb.fn.coalesce('excluded.price', 'products.price'),
					cost: eb.fn.coalesce('excluded.cost', 'products.cost'),
				})),
			)
			.execute();
	}
}

/** Replaces the names of the plans. */
export async function saveServicePlans(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	plans: readonly { readonly id: string; readonly name: string }[],
): Promise<void> {
	for (const some of parts(plans)) {
		await database
			.insertInto('servicePlans')
			.values(some.map((plan) => ({ connectionId, ...plan })))
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'id']).doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })),
			)
			.execute();
	}
}

function searched(database: Kysely<Schema>, connectionId: ConnectionId, { search, onlyUnmapped }: ProductSearch) {
	let query = database
		.selectFrom('products')
		.leftJoin('servicePlans', (join) =>
			join
				.onRef('servicePlans.connectionId', '=', 'products.connectionId')
				.onRef('servicePlans.id', '=', 'products.planId'),
		)
		.where('products.connectionId', '=', connectionId);
	if (search !== undefined && search !== '')
		query = query.where(sql<boolean>`${sql.ref('products.searchText')} like ${searchPattern(search)} escape '\\'`);
	if (onlyUnmapped === true)
		query = query.where('products.periodType', '!=', '').where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom('productMappings')
						.select('productMappings.productId')
						.whereRef('productMappings.connectionId', '=', 'products.connectionId')
						.whereRef('productMappings.productId', '=', 'products.productId')
						.where(sql<boolean>`${sql.ref('product_mappings.period_type')} = ${sql.ref('products.period_type')}`),
				),
			),
		);
	return query;
}

async function countOf(query: ReturnType<typeof searched>): Promise<number> {
	const { total } = await query.select((eb) => eb.fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow();
	return Number(total);
}

/** How many can be mapped, and how many of them are: those whose period Autotask does not have cannot. */
export async function countProducts(database: Kysely<Schema>, connectionId: ConnectionId): Promise<MappedCount> {
	const all = { offset: 0, limit: 0 };
	const total = await countOf(searched(database, connectionId, all).where('products.periodType', '!=', ''));
	const unmapped = await countOf(searched(database, connectionId, { ...all, onlyUnmapped: true }));
	return { mapped: total - unmapped, total };
}

/** One page of products by service plan and name, each with its mapping; and how many there are in all. */
export async function searchProducts(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	search: ProductSearch,
): Promise<ProductPage> {
	const query = searched(database, connectionId, search);
	const total = await countOf(query);
	const rows = await query
		.selectAll('products')
		.select('servicePlans.name as planName')
		.orderBy('servicePlans.name')
		.orderBy('products.planId')
		.orderBy('products.name')
		.orderBy('products.productId')
		.orderBy('products.periodType')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	const ids = [...new Set(rows.map((row) => row.productId))];
	const mappings = ids.length === 0 ? [] : await readProductMappings(database, connectionId, ids);
	return { total, rows: rows.map((row) => shownRow(row, mappings)) };
}

function shownRow(
	row: ProductRow & { readonly planName: string | null },
	mappings: readonly ProductMapping[],
): ProductPage['rows'][number] {
	const { periodType } = row;
	const mapping = mappings.find((one) => one.productId === row.productId && one.periodType === periodType);
	return {
		productId: row.productId,
		name: row.name,
		length: row.length,
		...(periodType === '' ? {} : { periodType }),
		...(row.mpn === '' ? {} : { mpn: row.mpn }),
		...(row.planId === '' ? {} : { planId: row.planId }),
		...(row.planName === null ? {} : { planName: row.planName }),
		...(mapping ? { mapping } : {}),
		...(row.price === null ? {} : { price: readJson(row.price) }),
		...(row.cost === null ? {} : { cost: readJson(row.cost) }),
	};
}

/** One product in one billing period; undefined where no subscription that was seen holds it. */
export async function readProduct(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	productId: ProductId,
	periodType: ProductRow['periodType'],
): Promise<ProductPage['rows'][number] | undefined> {
	const row = await searched(database, connectionId, { offset: 0, limit: 1 })
		.selectAll('products')
		.select('servicePlans.name as planName')
		.where('products.productId', '=', productId)
		.where('products.periodType', '=', periodType)
		.executeTakeFirst();
	return row && shownRow(row, await readProductMappings(database, connectionId, [productId]));
}
