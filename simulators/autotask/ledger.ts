import type { Json, JsonObject } from '../http';
import { entityOf } from './entities';
import { dayOf, type Tenant } from './tenant';
import { shownRows } from './views';

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
	const names = [...tenant.filledEntities(), ...(tenant.lines.size > 0 ? ['ContractServiceUnits'] : [])];
	const entities = Object.fromEntries(names.map((name) => [name, shownRows(tenant, entityOf(name))]));
	const contractServiceAdjustments = tenant.adjustments.map((one) => ({ ...one }));
	return structuredClone({ entities, contractServiceAdjustments, ledger: ledgerOf(tenant) });
}

/** The ledger of the tenant. */
export function ledgerOf(tenant: Tenant): Ledger {
	const contract = (id: unknown): Json => {
		const row = tenant.known('Contracts', id);
		return row.contractNumber ?? row.contractName ?? null;
	};
	const service = (id: unknown): Json => tenant.row('Services', id)?.name ?? null;
	return {
		lines: sorted(
			[...tenant.lines.values()].map((line) => ({
				contract: contract(line.contractId),
				service: service(line.serviceId),
				rows: tenant.rowsOf(line).map(({ start, end, units, price, cost, postedAt }) => ({
					start,
					end,
					units,
					price,
					cost,
					isPosted: postedAt !== null,
				})),
			})),
		),
		adjustments: sorted(
			tenant.adjustments.map((one) => ({
				contract: contract(one.contractId),
				service: service(one.serviceId),
				effectiveDate: one.effectiveDate,
				unitChange: one.unitChange,
				adjustedUnitPrice: one.adjustedUnitPrice,
				adjustedUnitCost: one.adjustedUnitCost,
			})),
		),
		charges: sorted(
			[...tenant.table('ContractCharges').values()].map((one) => ({
				contract: contract(one.contractID),
				datePurchased: dayOf(one.datePurchased),
				name: one.name ?? null,
				unitQuantity: one.unitQuantity ?? null,
				unitPrice: one.unitPrice ?? null,
				unitCost: one.unitCost ?? null,
				isBilled: one.isBilled ?? null,
			})),
		),
		billingItems: sorted(
			[...tenant.table('BillingItems').values()].map((one) => ({
				contract: contract(one.contractID),
				itemDate: dayOf(one.itemDate),
				itemName: one.itemName ?? null,
				quantity: one.quantity ?? null,
				totalAmount: one.totalAmount ?? null,
				ourCost: one.ourCost ?? null,
			})),
		),
	};
}

function sorted(rows: JsonObject[]): JsonObject[] {
	return rows
		.map((row) => ({ row, key: JSON.stringify(row) }))
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.map(({ row }) => row);
}
