import type { JsonObject } from '../../http';
import { toInstant } from './calendar';
import { rowsBeside } from './catchUpRows';
import { inContractCurrency, inInternalCurrency } from './currency';
import type { Entity } from './entities';
import { ratesOn, type Line } from './lines';
import type { Switches } from './switches';
import type { NumberedRow, Tenant } from './tenant';

/** All rows of an entity as the API shows them, by id. */
export function shownRows(tenant: Tenant, entity: Entity): JsonObject[] {
	const hidden = hiddenBy(tenant.switches, entity);
	const rows = everyRow(tenant, entity).filter((row) => !hidden || !isOfOtherBusiness(tenant, entity, row));
	return rows.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Whether rows of the entity are hidden where their contract is of another line of business than the user's. */
function hiddenBy({ hiddenOfOtherBusiness: hidden }: Switches, { name, parent }: Entity): boolean {
	const isUnits = name === 'ContractServiceUnits';
	if (hidden === 'units') return isUnits;
	if (hidden === 'services') return isUnits || name === 'ContractServices';
	return hidden === 'contracts' && (name === 'Contracts' || parent === 'Contracts');
}

function isOfOtherBusiness(tenant: Tenant, { name }: Entity, row: JsonObject): boolean {
	const contract = tenant.row('Contracts', name === 'Contracts' ? row.id : row.contractID);
	return typeof contract?.organizationalLevelAssociationID === 'number';
}

/** The fields a query of this entity knows; the rest of the metadata is not returned. */
export function shownFields(tenant: Tenant, entity: Entity): Set<string> {
	const names = new Set(entity.fields.map((field) => field.name));
	if (entity.name === 'ContractServices' && tenant.switches.adjustedPriceInQueries === 'absent') {
		names.delete('adjustedPrice');
	}
	return names;
}

function everyRow(tenant: Tenant, entity: Entity): JsonObject[] {
	if (entity.name === 'ContractServiceUnits') {
		return [...tenant.lines.values()].flatMap((line) => unitRowViews(tenant, line));
	}
	const stored = [...tenant.table(entity.name).values()];
	if (entity.name === 'ContractServices') return stored.map((row) => contractServiceView(tenant, row));
	return tenant.switches.costAccess === 'full' ? stored : stored.map(withoutCostFields);
}

function contractServiceView(tenant: Tenant, row: JsonObject): JsonObject {
	const line = tenant.lines.get(Number(row.id));
	const { adjustedPrice: _adjustedPrice, ...rest } = row;
	if (line === undefined) return rest;
	const service = tenant.known('Services', line.serviceId);
	const { unitPrice, unitCost } = presentRates(tenant, line);
	const listPrice = Number(service.unitPrice ?? 0);
	return {
		...rest,
		invoiceDescription: invoiceDescription(tenant, row, service),
		unitPrice: inContractCurrency(tenant, line.contractId, listPrice),
		internalCurrencyUnitPrice: listPrice,
		internalCurrencyAdjustedPrice: inInternalCurrency(tenant, line.contractId, unitPrice),
		unitCost: tenant.switches.costAccess === 'full' ? unitCost : null,
		...(tenant.switches.adjustedPriceInQueries === 'returned' ? { adjustedPrice: unitPrice } : {}),
	};
}

function invoiceDescription(tenant: Tenant, row: JsonObject, service: JsonObject): string | null {
	const text =
		tenant.switches.invoiceDescriptionRead === 'catalogue' ? service.invoiceDescription : row.invoiceDescription;
	return typeof text === 'string' ? text : null;
}

/** Views of rows that have not changed since; a changed line has other rows. */
const rowViews = new WeakMap<readonly NumberedRow[], JsonObject[]>();

function besideViews(tenant: Tenant, line: Line): JsonObject[] {
	const rows = rowsBeside(line, tenant.rowsOf(line), () => tenant.newId('ContractServiceUnits'));
	return rows.map((row) => unitRowView(tenant, line, row));
}

function unitRowViews(tenant: Tenant, line: Line): JsonObject[] {
	const rows = tenant.rowsOf(line);
	const known = rowViews.get(rows) ?? rows.map((row) => unitRowView(tenant, line, row));
	rowViews.set(rows, known);
	const today = toInstant(tenant.clock.today());
	const { rowLineId, costAccess, catchUpRows } = tenant.switches;
	const shown = catchUpRows === 'split' ? known : besideViews(tenant, line);
	const views: JsonObject[] = costAccess === 'full' ? shown : shown.map((row) => ({ ...row, cost: null }));
	if (rowLineId === 'present') return views;
	return views.map((row) => (String(row.endDate) < today ? { ...row, contractServiceID: null } : row));
}

function unitRowView(tenant: Tenant, line: Line, row: NumberedRow): JsonObject {
	return {
		id: row.id,
		contractID: line.contractId,
		contractServiceID: line.id,
		serviceID: line.serviceId,
		startDate: toInstant(row.start),
		endDate: toInstant(row.end),
		units: row.units,
		...amountsOf(tenant, line, row),
		approveAndPostDate: row.postedAt,
		organizationalLevelAssociationID: null,
		vendorCompanyID: null,
	};
}

function amountsOf(tenant: Tenant, line: Line, row: NumberedRow): JsonObject {
	return {
		price: row.price,
		internalCurrencyPrice: inInternalCurrency(tenant, line.contractId, row.price),
		cost: row.cost,
	};
}

function withoutCostFields(row: JsonObject): JsonObject {
	const shown = { ...row };
	for (const name of ['unitCost', 'extendedCost', 'ourCost']) if (name in shown) shown[name] = null;
	return shown;
}

/** The rates of a line today, or on its first day while that lies ahead. */
function presentRates({ clock }: Tenant, line: Line): { unitPrice: number; unitCost: number } {
	const today = clock.today();
	return ratesOn(line, today > line.since ? today : line.since);
}
