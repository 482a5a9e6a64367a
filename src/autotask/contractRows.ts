import { z } from 'zod';
import type { PeriodType } from '../domain/billingPeriod';
import type { Contract, ContractService, UnitRow } from '../domain/contract/contract';
import type { CompanyId, ContractId, ContractServiceId, ServiceId } from '../domain/ids';
import { decimalShape, given, optional } from '../http/shape';
import { day, id, name, optionalId, text } from './fields';

export const contractFields = [
	'id',
	'companyID',
	'billToCompanyID',
	'contractName',
	'contractNumber',
	'renewedContractID',
	'contractPeriodType',
	'status',
	'startDate',
	'endDate',
] as const;

/** Which integers mean what in this tenant. */
export interface ContractMeanings {
	readonly activeStatus: number;
	readonly periodTypes: ReadonlyMap<number, PeriodType>;
}

export function contractRow(meanings: ContractMeanings): z.ZodType<Contract, z.ZodTypeDef, unknown> {
	return z
		.object({
			id,
			companyID: id,
			billToCompanyID: optionalId,
			contractName: name,
			contractNumber: text,
			renewedContractID: optionalId,
			contractPeriodType: optionalId,
			status: id,
			startDate: day,
			endDate: day,
		})
		.transform((row): Contract => ({
			id: row.id as ContractId,
			companyId: row.companyID as CompanyId,
			name: row.contractName,
			isActive: row.status === meanings.activeStatus,
			startsOn: row.startDate,
			endsOn: row.endDate,
			...given('number', row.contractNumber),
			...given('renewedContractId', row.renewedContractID as ContractId | null | undefined),
			...given('billToCompanyId', row.billToCompanyID as CompanyId | null | undefined),
			...given('periodType', meanings.periodTypes.get(row.contractPeriodType ?? Number.NaN)),
		}));
}

export const contractServiceFields = [
	'id',
	'contractID',
	'serviceID',
	'internalDescription',
	'invoiceDescription',
] as const;

export const contractServiceRow = z
	.object({ id, contractID: id, serviceID: id, internalDescription: text, invoiceDescription: text })
	.transform((row): ContractService => ({
		id: row.id as ContractServiceId,
		contractId: row.contractID as ContractId,
		serviceId: row.serviceID as ServiceId,
		...given('internalDescription', row.internalDescription),
		...given('invoiceDescription', row.invoiceDescription),
	}));

export const unitFields = [
	'id',
	'contractID',
	'contractServiceID',
	'serviceID',
	'startDate',
	'endDate',
	'units',
	'price',
	'cost',
	'approveAndPostDate',
] as const;

export const unitRow = z
	.object({
		contractID: id,
		contractServiceID: optionalId,
		serviceID: id,
		startDate: day,
		endDate: day,
		units: id,
		price: decimalShape,
		cost: optional(decimalShape),
		approveAndPostDate: text,
	})
	.transform((row): UnitRow => ({
		contractId: row.contractID as ContractId,
		serviceId: row.serviceID as ServiceId,
		startsOn: row.startDate,
		endsOn: row.endDate,
		units: row.units,
		price: row.price,
		isPosted: (row.approveAndPostDate ?? '') !== '',
		...given('contractServiceId', row.contractServiceID as ContractServiceId | null | undefined),
		...given('cost', row.cost),
	}));
