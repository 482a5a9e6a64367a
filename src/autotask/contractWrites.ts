import type { CalendarDate } from '../domain/calendarDate';
import type { ContractId, ContractServiceId } from '../domain/ids';
import type { AdjustmentToWrite, ContractServiceToWrite, ContractToWrite } from '../ports/autotask/contracts';
import type { WriteAnswer } from '../ports/autotask/writeAnswer';
import type { SendOptions } from '../ports/sending';
import { contractServices } from './contracts';
import { type Body, changeChild, createChild, createEntity, unprovenChild } from './create';
import { longest, withinLength } from './lengths';
import type { Tenant } from './tenant';

/** Errors as `createChild`. */
export async function adjustUnits(
	tenant: Tenant,
	adjustment: AdjustmentToWrite,
	options: SendOptions,
): Promise<WriteAnswer<number>> {
	const child = {
		contractId: adjustment.contractId,
		name: 'ServiceAdjustments',
		entity: 'ContractServiceAdjustments',
	};
	return { id: await createChild(tenant, child, adjustmentBody(adjustment), options) };
}

/** The line is named by its own id: contract and service alone may hit another line of the same service. */
function adjustmentBody(adjustment: AdjustmentToWrite): Body {
	if (!Number.isInteger(adjustment.unitDelta))
		throw new RangeError(`not a whole number of units: ${adjustment.unitDelta}`);
	return {
		contractID: adjustment.contractId,
		contractServiceID: adjustment.contractServiceId,
		effectiveDate: adjustment.effectiveOn,
		unitChange: adjustment.unitDelta,
		...(adjustment.unitPrice !== undefined && { adjustedUnitPrice: Number(adjustment.unitPrice) }),
		...(adjustment.unitCost !== undefined && { adjustedUnitCost: Number(adjustment.unitCost) }),
	};
}

/** Errors as `createChild`. */
export async function createContractService(
	tenant: Tenant,
	line: ContractServiceToWrite,
	options: SendOptions,
): Promise<WriteAnswer<ContractServiceId>> {
	const child = { contractId: line.contractId, name: 'Services', entity: 'ContractServices' };
	return { id: (await createChild(tenant, child, contractServiceBody(line), options)) as ContractServiceId };
}

/**
 * Lines are told apart by their ids: the one that was not there before, of that service and without a key, is ours.
 *
 * Errors as `createChild`; UnprovenError also where the line cannot be told or its key not be set.
 */
export async function repeatContractService(
	tenant: Tenant,
	line: ContractServiceToWrite & { readonly startsOn: CalendarDate },
	options: SendOptions,
): Promise<WriteAnswer<ContractServiceId>> {
	const { contractId, serviceId, startsOn } = line;
	const there = new Set((await contractServices(tenant, [contractId])).map(({ id }) => id));
	const adjustments = { contractId, name: 'ServiceAdjustments', entity: 'ContractServiceAdjustments' };
	const making = { contractID: contractId, serviceID: serviceId, effectiveDate: startsOn, unitChange: 0 };
	await createChild(tenant, adjustments, { ...making, allowRepeatService: true }, options);
	try {
		const lines = await contractServices(tenant, [contractId]);
		const made = lines.filter((one) => one.serviceId === serviceId && !there.has(one.id) && !one.internalDescription);
		const [own] = made;
		if (!own || made.length > 1) throw new RangeError(`${made.length} new lines of service ${serviceId}`);
		const services = { contractId, name: 'Services', entity: 'ContractServices' };
		const { contractID: _contract, serviceID: _service, ...texts } = contractServiceBody(line);
		await changeChild(tenant, services, { id: own.id, ...texts }, options);
		return { id: own.id };
	} catch (error) {
		const said = error instanceof Error ? error.message : String(error);
		throw unprovenChild(adjustments, `it has made a line without a key (${said})`);
	}
}

/** A new line; it holds no units until it is adjusted. */
function contractServiceBody(line: ContractServiceToWrite): Body {
	return {
		contractID: line.contractId,
		serviceID: line.serviceId,
		internalDescription: withinLength(line.internalDescription, longest.internalDescription, 'The key of a line'),
		...(line.invoiceDescription !== undefined && {
			invoiceDescription: line.invoiceDescription.slice(0, longest.invoiceDescription),
		}),
		...(line.unitCost !== undefined && { unitCost: Number(line.unitCost) }),
	};
}

/** Errors as `createChild`. */
export async function createContract(
	tenant: Tenant,
	contract: ContractToWrite,
	options: SendOptions,
): Promise<WriteAnswer<ContractId>> {
	const periods = await tenant.picklists.periodTypes('Contracts');
	const body = contractBody(contract, {
		type: await tenant.picklists.recurringService(),
		status: await tenant.picklists.activeContract(),
		periodType: [...periods].find(([, periodType]) => periodType === contract.periodType)?.[0],
	});
	return { id: (await createEntity(tenant, 'Contracts', body, options)) as ContractId };
}

/**
 * A recurring-service contract, whose grid of periods its start date fixes. The period type has to be named at creation,
 * though the metadata calls it read-only: it never changes afterwards. Source: rule C6.
 *
 * @throws RangeError where Autotask has no such period type.
 */
function contractBody(
	contract: ContractToWrite,
	values: { readonly type: number; readonly status: number; readonly periodType: number | undefined },
): Body {
	if (values.periodType === undefined)
		throw new RangeError(`Autotask has no contract period type that is ${contract.periodType}`);
	return {
		companyID: contract.companyId,
		contractName: contract.name.slice(0, longest.contractName),
		contractNumber: withinLength(contract.key, longest.key, 'The key of a contract'),
		contractType: values.type,
		status: values.status,
		contractPeriodType: values.periodType,
		startDate: contract.startsOn,
		endDate: contract.endsOn,
		timeReportingRequiresStartAndStopTimes: 0,
	};
}
