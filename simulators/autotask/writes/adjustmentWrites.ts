import type { JsonObject } from '../../http';
import { dayOf, toInstant, type Day } from '../tenant/calendar';
import { entityOf } from '../tenant/entities';
import { addChange, unitsOn, type Line, type LineChange } from '../tenant/lines';
import { refuse } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { insertLine, withoutCosts } from './contractServiceWrites';
import { checkedCreation } from './validation';
import type { WriteCall } from './writes';

const outside =
	'ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.';
const duplicate = 'Attempt to insert duplicate data into contract_service_period';
const posted =
	'Unable to make changes as it would result in the modification of an already approved and posted contract period';

/** POST Contracts/{id}/ServiceAdjustments, or the root collection. Nothing of it can be read back. */
export function createAdjustment(call: WriteCall): number {
	const { tenant } = call;
	const fields = withoutCosts(tenant, checkedCreation(tenant, call.entity, call.body));
	const target = targetOf(call, fields);
	const date = dayOf(fields.effectiveDate);
	const frame = tenant.frameOf(target.contractId);
	if (date < frame.start || date > frame.end) refuse(outside);
	const line = target.line;
	if (line !== undefined) checkChange(tenant, line, date, Number(fields.unitChange));
	else if (Number(fields.unitChange) < 0) refuse('The adjustment would result in a negative number of units.');
	const changed = line ?? newLine(tenant, target.contractId, fields);
	addChange(changed, changeOf(tenant, date, fields));
	tenant.changed(changed.id);
	return record(call, changed, date, fields);
}

/** The line an adjustment names: by its own id, else the first line of the service on the contract. */
function targetOf({ tenant, parentId }: WriteCall, fields: JsonObject): { contractId: number; line?: Line } {
	const contractId = Number(parentId ?? fields.contractID ?? 0);
	if (fields.contractID !== undefined && fields.contractID !== contractId) {
		refuse('contractID does not match the parent of the collection.');
	}
	if (typeof fields.contractServiceID === 'number') {
		const line = tenant.lines.get(fields.contractServiceID);
		if (line === undefined) refuse(`ContractService ${fields.contractServiceID} does not exist.`);
		if (contractId !== 0 && line.contractId !== contractId)
			refuse('contractServiceID does not belong to the contract.');
		return { contractId: line.contractId, line };
	}
	if (tenant.row('Contracts', contractId) === undefined || typeof fields.serviceID !== 'number') {
		refuse('Either contractServiceID, or contractID together with serviceID, is required.');
	}
	const line = tenant.linesOf(contractId).find((one) => one.serviceId === fields.serviceID);
	if (line !== undefined && fields.allowRepeatService === true && tenant.switches.repeatService === 'refusedAnyWay')
		refuse('The service already exists on the contract.');
	return line === undefined || fields.allowRepeatService === true ? { contractId } : { contractId, line };
}

function checkChange(tenant: Tenant, line: Line, date: Day, unitChange: number): void {
	const { switches } = tenant;
	if (switches.sameDate === 'refused' && line.changes.some((one) => one.isAdjustment && one.date === date)) {
		refuse(duplicate);
	}
	const row = tenant.rowsOf(line).find((one) => one.start <= date && date <= one.end);
	if (row === undefined) refuse(outside);
	if (row.postedAt !== null && switches.postedPeriods === 'refuse') refuse(posted);
	if (switches.midPeriod === 'refused' && row.period.start !== date) {
		refuse('Prorated transactions are not allowed: effectiveDate must be the first day of a period.');
	}
	const later = [date, ...line.changes.map((one) => one.date).filter((one) => one > date)];
	if (later.some((day) => unitsOn(line, day) + unitChange < 0)) {
		refuse('The adjustment would result in a negative number of units.');
	}
}

function newLine(tenant: Tenant, contractId: number, fields: JsonObject): Line {
	const id = insertLine(tenant, { contractID: contractId, serviceID: fields.serviceID ?? null }, 0);
	const line = tenant.lines.get(id);
	if (line === undefined) throw new RangeError(`no line ${id}`);
	return line;
}

function changeOf(tenant: Tenant, date: Day, fields: JsonObject): LineChange {
	const priced = tenant.switches.adjustedPrice === 'changesRateFromDate';
	const { adjustedUnitPrice, adjustedUnitCost } = fields;
	return {
		date,
		unitChange: Number(fields.unitChange),
		isAdjustment: true,
		...(priced && typeof adjustedUnitPrice === 'number' ? { unitPrice: adjustedUnitPrice } : {}),
		...(priced && typeof adjustedUnitCost === 'number' ? { unitCost: adjustedUnitCost } : {}),
	};
}

function record({ tenant, resourceId }: WriteCall, line: Line, date: Day, fields: JsonObject): number {
	const id = tenant.newId('ContractServiceAdjustments');
	const unitChange = Number(fields.unitChange);
	tenant.adjustments.push({
		id,
		contractId: line.contractId,
		contractServiceId: line.id,
		serviceId: line.serviceId,
		effectiveDate: date,
		unitChange,
		adjustedUnitPrice: typeof fields.adjustedUnitPrice === 'number' ? fields.adjustedUnitPrice : null,
		adjustedUnitCost: typeof fields.adjustedUnitCost === 'number' ? fields.adjustedUnitCost : null,
	});
	if (tenant.switches.adjustmentNotes === 'written') {
		const service = tenant.known('Services', line.serviceId);
		tenant.insert(entityOf('ContractNotes'), {
			contractID: line.contractId,
			title: 'Contract service adjusted',
			description: `${String(service.name)}: units changed by ${unitChange} effective ${date}`,
			createDateTime: tenant.nowText(),
			lastActivityDate: toInstant(tenant.clock.today()),
			creatorResourceID: resourceId,
		});
	}
	return id;
}
