import type { JsonObject } from '../../http';
import { dayOf } from '../tenant/calendar';
import { inContractCurrency } from '../tenant/currency';
import { entityOf } from '../tenant/entities';
import { addChange, type Line } from '../tenant/lines';
import { refuse } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { checkedCreation, checkedUpdate } from './validation';
import type { WriteCall } from './writes';

/** POST Contracts/{id}/Services. */
export function createContractService(call: WriteCall): number {
	const { tenant, entity, body } = call;
	const fields = withoutCosts(tenant, checkedCreation(tenant, entity, body));
	if (fields.contractID !== call.parentId) refuse('contractID does not match the parent of the collection.');
	checkDescription(tenant, fields);
	const serviceId = Number(fields.serviceID);
	const repeats = tenant.linesOf(Number(fields.contractID)).some((line) => line.serviceId === serviceId);
	if (repeats && tenant.switches.repeatService !== 'allowed') {
		refuse('The service already exists on the contract.');
	}
	return insertLine(tenant, fields, tenant.switches.freshLineUnits);
}

/**
 * Puts a line on a contract, from the contract's start on.
 *
 * @param fields contractID and serviceID, and adjustedPrice or unitCost where they differ from the catalogue.
 */
export function insertLine(tenant: Tenant, fields: JsonObject, units: number): number {
	const contractId = Number(fields.contractID);
	const contract = tenant.row('Contracts', contractId) ?? refuse(`Contract ${contractId} does not exist.`);
	const service =
		tenant.row('Services', fields.serviceID) ?? refuse(`Service ${String(fields.serviceID)} does not exist.`);
	if (tenant.labelOf('Contracts.contractType', contract.contractType) !== 'Recurring Service') {
		refuse('Services can be added to contracts of type Recurring Service only.');
	}
	if (service.isActive === false) refuse(`Service ${String(service.name)} is not active.`);
	const servicePeriod = tenant.labelOf('Services.periodType', service.periodType);
	const contractPeriod = tenant.labelOf('Contracts.contractPeriodType', contract.contractPeriodType);
	if (servicePeriod !== contractPeriod && tenant.switches.periodMismatch === 'refused') {
		refuse('The period type of the service does not match the period type of the contract.');
	}
	const id = tenant.insert(entityOf('ContractServices'), fields);
	tenant.lines.set(id, {
		id,
		contractId,
		serviceId: Number(fields.serviceID),
		since: dayOf(contract.startDate),
		units,
		unitPrice: Number(fields.adjustedPrice ?? inContractCurrency(tenant, contractId, Number(service.unitPrice ?? 0))),
		unitCost: Number(fields.unitCost ?? service.unitCost ?? 0),
		changes: [],
		rowIds: new Map(),
		posted: new Map(),
	});
	return id;
}

/** PATCH Contracts/{id}/Services: texts at once, price and cost from the first period that is not posted. */
export function updateContractService({ tenant, entity, body, parentId }: WriteCall): number {
	const current = tenant.row(entity.name, body.id) ?? refuse(`ContractService ${String(body.id)} does not exist.`);
	if (current.contractID !== parentId) refuse('contractID does not match the parent of the collection.');
	const fields = withoutCosts(tenant, checkedUpdate(tenant, entity, body, current));
	checkDescription(tenant, fields);
	const { adjustedPrice, unitCost, ...texts } = fields;
	Object.assign(current, texts);
	const line = tenant.lines.get(Number(current.id));
	if (line !== undefined && (typeof adjustedPrice === 'number' || typeof unitCost === 'number')) {
		setRates(tenant, line, {
			...(typeof adjustedPrice === 'number' ? { unitPrice: adjustedPrice } : {}),
			...(typeof unitCost === 'number' ? { unitCost } : {}),
		});
	}
	return Number(current.id);
}

function setRates(tenant: Tenant, line: Line, rates: { unitPrice?: number; unitCost?: number }): void {
	const first = tenant.rowsOf(line).find((row) => row.postedAt === null);
	if (first === undefined) return;
	const from = first.period.start < line.since ? line.since : first.period.start;
	addChange(line, { date: from, unitChange: 0, isAdjustment: false, ...rates });
	tenant.changed(line.id);
}

function checkDescription(tenant: Tenant, fields: JsonObject): void {
	const cap = tenant.switches.invoiceDescriptionCap;
	if (typeof fields.invoiceDescription === 'string' && fields.invoiceDescription.length > cap) {
		refuse(`String or binary data exceeds the maximum length of ${cap} for invoiceDescription.`);
	}
}

/** The fields as far as the API user may write them: costs of a user without cost access are dropped. */
export function withoutCosts(tenant: Tenant, fields: JsonObject): JsonObject {
	if (tenant.switches.costAccess === 'full') return fields;
	const { unitCost: _unitCost, adjustedUnitCost: _adjustedUnitCost, ...rest } = fields;
	return rest;
}
