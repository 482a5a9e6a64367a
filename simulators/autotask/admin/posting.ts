import type { JsonObject } from '../../http';
import { dayOf, toInstant, type Day } from '../tenant/calendar';
import { inInternalCurrency } from '../tenant/currency';
import { decimal, rounded, sum } from '../tenant/decimals';
import { entityOf } from '../tenant/entities';
import type { Line } from '../tenant/lines';
import type { NumberedRow, Tenant } from '../tenant/tenant';

/** What is approved and posted: one contract or all, what begins on or before `through`. */
export interface Posting {
	readonly contractId?: number;
	readonly through: Day;
}

/**
 * Approves and posts. Each unit row of a period not yet posted becomes a billing item, rounded to two decimals;
 * a period changed since it was posted gets a catch-up item of the difference, rounded once; charges become items.
 *
 * @returns the new billing items, oldest id first.
 */
export function approveAndPost(tenant: Tenant, posting: Posting): JsonObject[] {
	const ids: number[] = [];
	const isMeant = (contractId: number): boolean =>
		posting.contractId === undefined || posting.contractId === contractId;
	for (const line of [...tenant.lines.values()].sort((a, b) => a.id - b.id)) {
		if (isMeant(line.contractId)) ids.push(...postLine(tenant, line, posting.through));
	}
	for (const charge of [...tenant.table('ContractCharges').values()]) {
		const isDue = charge.isBilled !== true && dayOf(charge.datePurchased) <= posting.through;
		if (isDue && isMeant(Number(charge.contractID))) ids.push(postCharge(tenant, charge));
	}
	return ids.map((id) => tenant.known('BillingItems', id));
}

/** What is taken back: one contract or all, periods that begin on or after `from`. */
export interface Unposting {
	readonly contractId?: number;
	readonly from: Day;
}

/** Takes the posting of contract services back: their periods may be changed again, and the billing items go. Charges stay posted. */
export function unpost(tenant: Tenant, { contractId, from }: Unposting): void {
	for (const line of tenant.lines.values()) {
		if (contractId !== undefined && line.contractId !== contractId) continue;
		for (const start of [...line.posted.keys()]) if (start >= from) line.posted.delete(start);
		const items = tenant.table('BillingItems');
		for (const [id, item] of [...items])
			if (item.contractServiceID === line.id && dayOf(item.itemDate) >= from) items.delete(id);
		tenant.changed(line.id);
	}
}

function postLine(tenant: Tenant, line: Line, through: Day): number[] {
	const ids: number[] = [];
	const byPeriod = new Map<Day, NumberedRow[]>();
	for (const row of tenant.rowsOf(line)) {
		if (row.period.start > through) continue;
		byPeriod.set(row.period.start, [...(byPeriod.get(row.period.start) ?? []), row]);
	}
	for (const [start, rows] of byPeriod) {
		const now = { price: total(rows, 'price'), cost: total(rows, 'cost') };
		const before = line.posted.get(start);
		if (before === undefined) {
			for (const row of rows) if (row.units !== 0) ids.push(rowItem(tenant, line, rows, row));
		} else if (now.price !== before.price || now.cost !== before.cost) {
			const difference = {
				price: rounded(decimal(now.price).minus(before.price), 2),
				cost: rounded(decimal(now.cost).minus(before.cost), 2),
			};
			if (difference.price !== 0 || difference.cost !== 0) ids.push(catchUpItem(tenant, line, rows, difference));
		}
		const postedAt = before?.postedAt ?? tenant.nowText();
		line.posted.set(start, { postedAt, rows: before?.rows ?? rows.map((row) => ({ ...row, postedAt })), ...now });
	}
	tenant.changed(line.id);
	return ids;
}

function total(rows: readonly NumberedRow[], amount: 'price' | 'cost'): number {
	return rounded(sum(rows.map((row) => row[amount])), 4);
}

function rowItem(tenant: Tenant, line: Line, rows: readonly NumberedRow[], row: NumberedRow): number {
	return insertItem(tenant, line, rows, {
		itemDate: toInstant(row.start),
		quantity: row.units,
		rate: row.unitPrice,
		price: rounded(decimal(row.price), 2),
		cost: rounded(decimal(row.cost), 2),
		subType: 'Contract Service',
		description: `${row.start} to ${row.end}`,
	});
}

function catchUpItem(
	tenant: Tenant,
	line: Line,
	rows: readonly NumberedRow[],
	difference: { price: number; cost: number },
): number {
	const start = rows[0]?.period.start ?? line.since;
	const changed = rows.at(-1)?.start ?? start;
	return insertItem(tenant, line, rows, {
		itemDate: toInstant(changed),
		quantity: 1,
		rate: difference.price,
		...difference,
		subType: 'Contract Service Adjustment',
		description: `Adjustment from ${changed}`,
	});
}

interface LineItem {
	readonly itemDate: string;
	readonly quantity: number;
	readonly rate: number;
	readonly price: number;
	readonly cost: number;
	readonly subType: string;
	readonly description: string;
}

function insertItem(tenant: Tenant, line: Line, rows: readonly NumberedRow[], item: LineItem): number {
	const service = tenant.known('Services', line.serviceId);
	return insertBillingItem(tenant, line.contractId, {
		...amounts(tenant, line.contractId, item),
		contractServiceID: line.id,
		contractServicePeriodID: rows[0]?.id ?? null,
		serviceID: line.serviceId,
		billingCodeID: service.billingCodeID ?? null,
		itemDate: item.itemDate,
		quantity: item.quantity,
		ourCost: item.cost,
		itemName: service.name ?? null,
		description: item.description,
		billingItemType: tenant.valueOf('BillingItems.billingItemType', 'Recurring Service') ?? null,
		subType: tenant.valueOf('BillingItems.subType', item.subType) ?? null,
	});
}

function postCharge(tenant: Tenant, charge: JsonObject): number {
	charge.isBilled = true;
	const contractId = Number(charge.contractID);
	const isBillable = charge.isBillableToCompany !== false;
	const price = isBillable ? rounded(decimal(Number(charge.billableAmount)), 2) : 0;
	return insertBillingItem(tenant, contractId, {
		...amounts(tenant, contractId, { rate: Number(charge.unitPrice ?? 0), price }),
		contractChargeID: charge.id ?? null,
		contractServiceID: charge.contractServiceID ?? null,
		billingCodeID: charge.billingCodeID ?? null,
		itemDate: charge.datePurchased ?? null,
		quantity: charge.unitQuantity ?? null,
		ourCost: rounded(decimal(Number(charge.extendedCost ?? 0)), 2),
		itemName: charge.name ?? null,
		description: charge.description ?? null,
		purchaseOrderNumber: charge.purchaseOrderNumber ?? null,
		nonBillable: isBillable ? 0 : 1,
		billingItemType: tenant.valueOf('BillingItems.billingItemType', 'Charge') ?? null,
		subType: tenant.valueOf('BillingItems.subType', 'Contract Charge') ?? null,
	});
}

function amounts(tenant: Tenant, contractId: number, item: { rate: number; price: number }): JsonObject {
	const internal = inInternalCurrency(tenant, contractId, item.price);
	return {
		rate: item.rate,
		extendedPrice: item.price,
		totalAmount: item.price,
		taxDollars: 0,
		internalCurrencyRate: inInternalCurrency(tenant, contractId, item.rate),
		internalCurrencyExtendedPrice: internal,
		internalCurrencyTotalAmount: internal,
		internalCurrencyTaxDollars: 0,
	};
}

function insertBillingItem(tenant: Tenant, contractId: number, fields: JsonObject): number {
	return tenant.insert(entityOf('BillingItems'), {
		nonBillable: 0,
		contractID: contractId,
		companyID: tenant.known('Contracts', contractId).companyID ?? null,
		postedDate: toInstant(tenant.clock.today()),
		postedOnTime: tenant.nowText(),
		...fields,
	});
}
