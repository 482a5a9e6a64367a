import type { Kysely } from 'kysely';
import { omit, sortBy } from 'lodash';
import type { PeriodType } from '../../domain/billingPeriod';
import type { ChargeKind } from '../../domain/contract/charge';
import type { ConnectionId, CustomerId, ProductId } from '../../domain/ids';
import type { ChargeMapping, CustomerMapping, ProductMapping } from '../../ports/store/mappings';
import { flag, inParts, parts } from '../schema/rows';
import type { Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';

/** Of these customers, else of all; by the customer's name. */
export async function readCustomerMappings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids?: readonly CustomerId[],
): Promise<readonly CustomerMapping[]> {
	const all = database.selectFrom('customerMappings').selectAll().where('connectionId', '=', connectionId);
	const rows = ids
		? await inParts(ids, async (some) => await all.where('customerId', 'in', some).execute())
		: await all.execute();
	return sortBy(rows, ['customerName', 'customerId']).map((row) => ({
		...row,
		processAutomatically: row.processAutomatically === 1,
	}));
}

/** One a customer. */
export async function saveCustomerMappings(
	database: Kysely<Schema>,
	mappings: readonly CustomerMapping[],
): Promise<void> {
	const rows = mappings.map((mapping) => ({ ...mapping, processAutomatically: flag(mapping.processAutomatically) }));
	for (const some of parts(rows)) {
		await database
			.insertInto('customerMappings')
			.values(some)
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'customerId']).doUpdateSet((eb) => ({
					customerName: eb.ref('excluded.customerName'),
					companyId: eb.ref('excluded.companyId'),
					companyName: eb.ref('excluded.companyName'),
					mappedBy: eb.ref('excluded.mappedBy'),
					processAutomatically: eb.ref('excluded.processAutomatically'),
					mappedAt: eb.ref('excluded.mappedAt'),
				})),
			)
			.execute();
	}
}

export async function saveCustomerMapping(database: Kysely<Schema>, mapping: CustomerMapping): Promise<void> {
	await saveCustomerMappings(database, [mapping]);
}

export async function removeCustomerMapping(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: CustomerId,
): Promise<void> {
	await database
		.deleteFrom('customerMappings')
		.where('connectionId', '=', connectionId)
		.where('customerId', '=', id)
		.execute();
}

/** Of these products, else of all; by the product's name. */
export async function readProductMappings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids?: readonly ProductId[],
): Promise<readonly ProductMapping[]> {
	const all = database.selectFrom('productMappings').selectAll().where('connectionId', '=', connectionId);
	const rows = ids
		? await inParts(ids, async (some) => await all.where('productId', 'in', some).execute())
		: await all.execute();
	return sortBy(rows, ['productName', 'productId', 'periodType']);
}

/** One a product and period type. */
export async function saveProductMappings(
	database: Kysely<Schema>,
	mappings: readonly ProductMapping[],
): Promise<void> {
	for (const some of parts(mappings)) {
		await database
			.insertInto('productMappings')
			.values(some)
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'productId', 'periodType']).doUpdateSet((eb) => ({
					productName: eb.ref('excluded.productName'),
					serviceId: eb.ref('excluded.serviceId'),
					serviceName: eb.ref('excluded.serviceName'),
					mappedBy: eb.ref('excluded.mappedBy'),
					mappedAt: eb.ref('excluded.mappedAt'),
				})),
			)
			.execute();
	}
}

export async function saveProductMapping(database: Kysely<Schema>, mapping: ProductMapping): Promise<void> {
	await saveProductMappings(database, [mapping]);
}

/** Of that period type, else of all. */
export async function removeProductMapping(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: ProductId,
	periodType?: PeriodType,
): Promise<void> {
	const ofProduct = database
		.deleteFrom('productMappings')
		.where('connectionId', '=', connectionId)
		.where('productId', '=', id);
	await (periodType ? ofProduct.where('periodType', '=', periodType) : ofProduct).execute();
}

/** By kind; the default of a kind before its products. */
export async function readChargeMappings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly ChargeMapping[]> {
	const all = database.selectFrom('chargeMappings').selectAll().where('connectionId', '=', connectionId);
	const rows = await all.orderBy('kind').orderBy('productId').execute();
	return rows.map(({ productId, target, ...rest }) => ({
		...rest,
		target: readJson(target),
		...(productId === '' ? {} : { productId }),
	}));
}

export async function saveChargeMapping(database: Kysely<Schema>, mapping: ChargeMapping): Promise<void> {
	const row = { ...mapping, productId: mapping.productId ?? '', target: jsonText(mapping.target) } as const;
	await database
		.insertInto('chargeMappings')
		.values(row)
		.onConflict((conflict) =>
			conflict
				.columns(['connectionId', 'kind', 'productId'])
				.doUpdateSet(omit(row, ['connectionId', 'kind', 'productId'])),
		)
		.execute();
}

/** Of that product, else the default of the kind. */
export async function removeChargeMapping(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	kind: ChargeKind,
	productId?: ProductId,
): Promise<void> {
	const ofKind = database
		.deleteFrom('chargeMappings')
		.where('connectionId', '=', connectionId)
		.where('kind', '=', kind);
	await ofKind.where('productId', '=', productId ?? '').execute();
}
