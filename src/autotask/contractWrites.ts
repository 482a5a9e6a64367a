import type { ContractId, ContractServiceId } from '../domain/ids';
import type { AdjustmentToWrite, ContractServiceToWrite, ContractToWrite } from '../ports/autotask/contracts';
import type { WriteAnswer } from '../ports/autotask/writeAnswer';
import type { SendOptions } from '../ports/sending';
import { type Body, createChild, createEntity } from './create';
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
