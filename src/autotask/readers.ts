import { z } from 'zod';
import type { PeriodType } from '../domain/billingPeriod';
import { leadingDay } from '../domain/calendarDate';
import type { ContractCharge } from '../domain/contract/charge';
import type { Company, CompanyCandidate, Currency } from '../domain/contract/company';
import type { Contract, ContractService, UnitRow } from '../domain/contract/contract';
import type { Service } from '../domain/contract/service';
import type {
	ChargeId,
	CompanyId,
	ContactId,
	ContractId,
	ContractServiceId,
	CountryId,
	CurrencyId,
	ServiceId,
} from '../domain/ids';
import type { CompanyContact, CompanyProfile, Country } from '../domain/mapping/companyProfile';
import { times } from '../domain/money';
import { checked, decimalShape } from '../http/shape';

const id = z.number().int();
const day = z.string().transform(checked(leadingDay, 'a date'));
const text = z.string().nullish();
const truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);

/** A key with its value, or nothing where the value is empty. */
function given<Key extends string, Value>(key: Key, value: Value | null | undefined): { readonly [K in Key]?: Value } {
	return (value === null || value === undefined || value === '' ? {} : { [key]: value }) as {
		readonly [K in Key]?: Value;
	};
}

export const companyFields = ['id', 'companyName', 'companyNumber', 'isActive', 'currencyID'] as const;

export const companyRow = z
	.object({ id, companyName: z.string(), companyNumber: text, isActive: truth, currencyID: id.nullish() })
	.transform((row): Company => ({
		id: row.id as CompanyId,
		name: row.companyName,
		isActive: row.isActive,
		...given('companyNumber', row.companyNumber),
		...given('currencyId', row.currencyID as CurrencyId | null | undefined),
	}));

export const candidateFields = [...companyFields, 'taxID', 'webAddress'] as const;

export const candidateRow = z
	.intersection(companyRow, z.object({ taxID: text, webAddress: text }))
	.transform(({ taxID, webAddress, ...company }): CompanyCandidate => ({
		...company,
		...given('taxId', taxID),
		...given('webAddress', webAddress),
	}));

export const profileFields = [
	...companyFields,
	'phone',
	'address1',
	'address2',
	'city',
	'state',
	'postalCode',
	'countryID',
	'taxID',
] as const;

/** Text without blanks around it; blanks alone are no text. */
const words = text.transform((value) => value?.trim());

export const profileRow = z
	.intersection(
		companyRow,
		z.object({
			phone: words,
			address1: words,
			address2: words,
			city: words,
			state: words,
			postalCode: words,
			countryID: id.nullish(),
			taxID: words,
		}),
	)
	.transform(
		({ phone, address1, address2, city, state, postalCode, countryID, taxID, ...company }): CompanyProfile => ({
			...company,
			...given('phone', phone),
			...given('addressLine', address1),
			...given('addressExtension', address2),
			...given('city', city),
			...given('state', state),
			...given('postalCode', postalCode),
			...given('countryId', countryID as CountryId | null | undefined),
			...given('taxId', taxID),
		}),
	);

export const contactFields = [
	'id',
	'companyID',
	'firstName',
	'lastName',
	'emailAddress',
	'phone',
	'primaryContact',
	'isActive',
] as const;

export const contactRow = z
	.object({
		id,
		companyID: id,
		firstName: words,
		lastName: words,
		emailAddress: words,
		phone: words,
		primaryContact: truth.nullish(),
	})
	.transform((row): CompanyContact => ({
		id: row.id as ContactId,
		companyId: row.companyID as CompanyId,
		isPrimary: row.primaryContact === true,
		...given('firstName', row.firstName),
		...given('lastName', row.lastName),
		...given('email', row.emailAddress),
		...given('phone', row.phone),
	}));

export const countryFields = ['id', 'countryCode', 'displayName', 'isActive'] as const;

export const countryRow = z
	.object({ id, countryCode: words, displayName: words, isActive: truth })
	.transform((row): Country => ({
		id: row.id as CountryId,
		name: row.displayName ?? '',
		isActive: row.isActive,
		...(/^[A-Z]{2}$/.test(row.countryCode ?? '') && { code: row.countryCode ?? '' }),
	}));

export const currencyFields = ['id', 'name', 'isInternalCurrency', 'exchangeRate'] as const;

export const currencyRow = z
	.object({ id, name: z.string(), isInternalCurrency: truth, exchangeRate: decimalShape })
	.transform((row): Currency => ({
		id: row.id as CurrencyId,
		code: row.name,
		isInternal: row.isInternalCurrency,
		exchangeRate: row.exchangeRate,
	}));

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
			billToCompanyID: id.nullish(),
			contractName: z.string(),
			contractNumber: text,
			renewedContractID: id.nullish(),
			contractPeriodType: id.nullish(),
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
		contractServiceID: id.nullish(),
		serviceID: id,
		startDate: day,
		endDate: day,
		units: id,
		price: decimalShape,
		cost: decimalShape.nullish(),
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

export const serviceFields = [
	'id',
	'name',
	'periodType',
	'isActive',
	'unitPrice',
	'unitCost',
	'externalID',
	'sku',
	'invoiceDescription',
] as const;

export function serviceRow(periodTypes: ReadonlyMap<number, PeriodType>): z.ZodType<Service, z.ZodTypeDef, unknown> {
	return z
		.object({
			id,
			name: z.string(),
			periodType: id.nullish(),
			isActive: truth,
			unitPrice: decimalShape,
			unitCost: decimalShape.nullish(),
			externalID: text,
			sku: text,
			invoiceDescription: text,
		})
		.transform((row): Service => ({
			id: row.id as ServiceId,
			name: row.name,
			isActive: row.isActive,
			unitPrice: row.unitPrice,
			...given('periodType', periodTypes.get(row.periodType ?? Number.NaN)),
			...given('unitCost', row.unitCost),
			...given('externalId', row.externalID),
			...given('sku', row.sku),
			...given('invoiceDescription', row.invoiceDescription),
		}));
}

export const chargeFields = [
	'id',
	'contractID',
	'internalPurchaseOrderNumber',
	'unitPrice',
	'unitQuantity',
	'datePurchased',
] as const;

export const chargeRow = z
	.object({
		id,
		contractID: id,
		internalPurchaseOrderNumber: z.string(),
		unitPrice: decimalShape,
		unitQuantity: decimalShape,
		datePurchased: day,
	})
	.transform((row): ContractCharge => ({
		id: row.id as ChargeId,
		contractId: row.contractID as ContractId,
		key: row.internalPurchaseOrderNumber,
		amount: times(row.unitPrice, row.unitQuantity),
		purchasedOn: row.datePurchased,
	}));

export const billingCodeRow = z.object({ id, name: z.string(), isActive: truth, useType: id.nullish() });

export const productRow = z.object({ id, name: z.string(), isActive: truth });

/** What Autotask answers a creation with. */
export const createdShape = z.object({ itemId: id });

export const hourlyUseShape = z
	.object({ externalRequestThreshold: z.number(), currentTimeframeRequestCount: z.number() })
	.transform((row) => ({ used: row.currentTimeframeRequestCount, limit: row.externalRequestThreshold }));
