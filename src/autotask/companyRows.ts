import { z } from 'zod';
import type { Company, CompanyCandidate, Currency } from '../domain/contract/company';
import type { CompanyId, ContactId, CountryId, CurrencyId } from '../domain/ids';
import type { CompanyContact, CompanyProfile, Country } from '../domain/mapping/companyProfile';
import { decimalShape, given, optional } from '../http/shape';
import { id, name, optionalId, text, truth, words } from './fields';

export const companyFields = ['id', 'companyName', 'companyNumber', 'isActive', 'currencyID'] as const;

export const companyRow = z
	.object({ id, companyName: name, companyNumber: text, isActive: truth, currencyID: optionalId })
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
			countryID: optionalId,
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
		primaryContact: optional(truth),
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
	.object({ id, name, isInternalCurrency: truth, exchangeRate: decimalShape })
	.transform((row): Currency => ({
		id: row.id as CurrencyId,
		code: row.name,
		isInternal: row.isInternalCurrency,
		exchangeRate: row.exchangeRate,
	}));
