import type { Json, JsonObject } from '../../http';
import { dayOf } from '../tenant/calendar';
import { entities, entityOf } from '../tenant/entities';
import type { Line } from '../tenant/lines';
import type { AcceptedAdjustment, Tenant } from '../tenant/tenant';
import { shownRows } from '../tenant/views';

/** Everything a tenant holds, in a fixed order. */
export interface TenantState {
	/** Rows by entity as the API shows them. */
	readonly entities: Record<string, JsonObject[]>;
	/** The adjustments accepted, oldest first; the API itself never shows them. */
	readonly contractServiceAdjustments: JsonObject[];
	readonly ledger: Ledger;
}

/** What is billed and why, without ids, keys and times: two runs that ended in the same contracts are equal. */
export interface Ledger {
	readonly lines: JsonObject[];
	readonly adjustments: JsonObject[];
	readonly charges: JsonObject[];
	readonly billingItems: JsonObject[];
}

/** A snapshot of the tenant; changing it changes nothing. */
export function snapshot(tenant: Tenant): TenantState {
	const names = [...filledEntities(tenant), ...(tenant.lines.size > 0 ? ['ContractServiceUnits'] : [])];
	const rows = Object.fromEntries(names.map((name) => [name, shownRows(tenant, entityOf(name))]));
	const contractServiceAdjustments = tenant.adjustments.map((one) => ({ ...one }));
	return structuredClone({ entities: rows, contractServiceAdjustments, ledger: ledgerOf(tenant) });
}

/** Names of all entities that hold rows, in the order of the metadata. */
function filledEntities(tenant: Tenant): string[] {
	return entities.map((entity) => entity.name).filter((name) => tenant.table(name).size > 0);
}

/** The ledger of the tenant. */
export function ledgerOf(tenant: Tenant): Ledger {
	return {
		lines: sorted([...tenant.lines.values()].map((line) => lineRow(tenant, line))),
		adjustments: sorted(tenant.adjustments.map((one) => adjustmentRow(tenant, one))),
		charges: sorted([...tenant.table('ContractCharges').values()].map((one) => chargeRow(tenant, one))),
		billingItems: sorted([...tenant.table('BillingItems').values()].map((one) => billingItemRow(tenant, one))),
	};
}

function contractOf(tenant: Tenant, id: unknown): Json {
	const row = tenant.known('Contracts', id);
	return row.contractNumber ?? row.contractName ?? null;
}

function serviceOf(tenant: Tenant, id: unknown): Json {
	return tenant.row('Services', id)?.name ?? null;
}

function lineRow(tenant: Tenant, line: Line): JsonObject {
	return {
		contract: contractOf(tenant, line.contractId),
		service: serviceOf(tenant, line.serviceId),
		rows: tenant.rowsOf(line).map(({ start, end, units, price, cost, postedAt }) => ({
			start,
			end,
			units,
			price,
			cost,
			isPosted: postedAt !== null,
		})),
	};
}

function adjustmentRow(tenant: Tenant, one: AcceptedAdjustment): JsonObject {
	return {
		contract: contractOf(tenant, one.contractId),
		service: serviceOf(tenant, one.serviceId),
		effectiveDate: one.effectiveDate,
		unitChange: one.unitChange,
		adjustedUnitPrice: one.adjustedUnitPrice,
		adjustedUnitCost: one.adjustedUnitCost,
	};
}

function chargeRow(tenant: Tenant, one: JsonObject): JsonObject {
	return {
		contract: contractOf(tenant, one.contractID),
		datePurchased: dayOf(one.datePurchased),
		name: one.name ?? null,
		unitQuantity: one.unitQuantity ?? null,
		unitPrice: one.unitPrice ?? null,
		unitCost: one.unitCost ?? null,
		isBilled: one.isBilled ?? null,
	};
}

function billingItemRow(tenant: Tenant, one: JsonObject): JsonObject {
	return {
		contract: contractOf(tenant, one.contractID),
		itemDate: dayOf(one.itemDate),
		itemName: one.itemName ?? null,
		quantity: one.quantity ?? null,
		totalAmount: one.totalAmount ?? null,
		ourCost: one.ourCost ?? null,
	};
}

function sorted(rows: JsonObject[]): JsonObject[] {
	return rows
		.map((row) => ({ row, key: JSON.stringify(row) }))
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.map(({ row }) => row);
}
