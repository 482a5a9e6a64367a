import type { ContractId } from '../domain/ids';
import { type Asked, failedRequest } from '../http/classify';
import { UnprovenError } from '../http/errors';
import type { ChargeToWrite } from '../ports/autotask/charges';
import type { AdjustmentToWrite, ContractServiceToWrite, ContractToWrite } from '../ports/autotask/contracts';
import type { ServiceToCreate } from '../ports/autotask/services';
import type { SendOptions } from '../ports/sending';
import type { Querying } from './query';
import { createdShape } from './readers';

type Body = Readonly<Record<string, unknown>>;

const longest = {
	key: 50,
	contractName: 100,
	name: 100,
	description: 2000,
	internalDescription: 100,
	invoiceDescription: 1000,
};

function withinLength(text: string, length: number, what: string): string {
	if (text.length > length) throw new RangeError(`${what} has ${text.length} characters; Autotask keeps ${length}`);
	return text;
}

/** The line is named by its own id: contract and service alone may hit another line of the same service. */
export function adjustmentBody(adjustment: AdjustmentToWrite): Body {
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

/** A new line; it holds no units until it is adjusted. */
export function contractServiceBody(line: ContractServiceToWrite): Body {
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

/** A charge of quantity 1 with the amount as its price. Source: rule Q14. */
export function chargeBody(charge: ChargeToWrite, chargeType: number): Body {
	return {
		contractID: charge.contractId,
		name: charge.name.slice(0, longest.name),
		description: charge.description.slice(0, longest.description),
		datePurchased: charge.purchasedOn,
		chargeType,
		unitQuantity: 1,
		unitPrice: Number(charge.amount),
		...(charge.cost !== undefined && { unitCost: Number(charge.cost) }),
		isBillableToCompany: true,
		internalPurchaseOrderNumber: withinLength(charge.key, longest.key, 'The key of a charge'),
		...(charge.target.kind === 'billingCode' ? { billingCodeID: charge.target.id } : { productID: charge.target.id }),
	};
}

/** A service of the catalogue. */
export function serviceBody(service: ServiceToCreate, periodType: number): Body {
	return {
		name: service.name.slice(0, longest.name),
		periodType,
		unitPrice: Number(service.unitPrice),
		billingCodeID: service.billingCodeId,
		externalID: withinLength(service.externalId, longest.key, 'The external id of a service'),
		isActive: true,
		...(service.unitCost !== undefined && { unitCost: Number(service.unitCost) }),
		...(service.sku !== undefined && { sku: service.sku.slice(0, longest.key) }),
	};
}

/** Creates an entity that has no parent; returns its id. Errors as `createChild`. */
export async function createEntity(
	querying: Querying,
	entity: string,
	body: Body,
	options: SendOptions,
): Promise<number> {
	return await created(querying, { path: `/V1.0/${entity}`, entity, body }, options);
}

/**
 * A recurring-service contract, whose grid of periods its start date fixes. The period type has to be named at creation,
 * though the metadata calls it read-only: it never changes afterwards. Source: rule C6.
 *
 * @throws RangeError where Autotask has no such period type.
 */
export function contractBody(
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

/**
 * Creates a child of a contract through the contract's own address; returns its id.
 *
 * @throws UnprovenError also for a success without an id: it may have been written.
 */
export async function createChild(
	querying: Querying,
	child: { readonly contractId: ContractId; readonly name: string; readonly entity: string },
	body: Body,
	options: SendOptions,
): Promise<number> {
	const path = `/V1.0/Contracts/${child.contractId}/${child.name}`;
	return await created(querying, { path, entity: child.entity, body }, options);
}

async function created(
	querying: Querying,
	{ path, entity, body }: { readonly path: string; readonly entity: string; readonly body: Body },
	options: SendOptions,
): Promise<number> {
	const request = { method: 'POST', path } as const;
	const response = await querying.ask({
		purpose: 'write',
		...request,
		body,
		within: querying.limits.write(entity),
		...options,
	});
	const answer = createdShape.safeParse(response.body);
	if (answer.success) return answer.data.itemId;
	const asked: Asked = { system: 'Autotask', purpose: 'write', request, nowMillis: 0 };
	throw new UnprovenError(failedRequest(asked, response), 'its answer named no id');
}
