import { countryIds, usualCountries } from '../autotask/tenant/countries';
import type { Seed } from '../autotask/admin/seed';
import { catalogue, entryOf, type CatalogueEntry } from './catalogue';
import { companies, companyOf, type ProviderCompany, type ProviderContract } from './companies';
import { dayMonthsAgo, lastDayOf } from './days';
import { boughtOn } from './marketplaceSeed';
import { subscriptions, type ProviderSubscription } from './subscriptions';

const recurringCodeId = 29_680_001;
const currencyIds = { GBP: 1, EUR: 2 } as const;

/** What the provider has in Autotask on a day: companies, services, contracts and the lines billed by hand. */
export function providerSeed(today: string): Seed {
	return {
		Currencies: [
			{ id: currencyIds.GBP, name: 'GBP', description: 'Pound sterling', exchangeRate: 1, isInternalCurrency: true },
			{ id: currencyIds.EUR, name: 'EUR', description: 'Euro', exchangeRate: 0.86, isInternalCurrency: false },
		],
		Countries: [...usualCountries],
		Companies: companies.map(companyRow),
		Contacts: companies.map(contactRow),
		BillingCodes: billingCodes(),
		Services: Object.values(catalogue)
			.filter((entry) => entry.hasService)
			.map(serviceRow),
		Contracts: companies.flatMap((company) => company.contracts.map((one) => contractRow(company, one, today))),
		ContractServices: subscriptions.flatMap((one) => lineRow(one, today)),
	};
}

/** The day through which the provider has billed: all periods before the ones that run, none that does. */
export function billedThrough(today: string): string {
	return dayMonthsAgo(today, 1, 14);
}

/** Id of the Autotask service of a product. */
export function serviceIdOf(entry: CatalogueEntry): number {
	return 8000 + Number(entry.id.slice(-2));
}

function companyRow(company: ProviderCompany) {
	return {
		id: company.companyId,
		companyName: company.name,
		companyNumber: company.companyNumber,
		companyType: 'Customer',
		currencyID: currencyIds[company.currency],
		phone: `0113 496 ${company.customerId}`,
		address1: `${company.customerId.slice(2)} Market Street`,
		city: company.city,
		postalCode: 'LS1 4AP',
		countryID: countryIds.GB,
		ownerResourceID: 29_680_900,
	};
}

function contactRow(company: ProviderCompany) {
	const first = company.name.split(' ')[0] ?? 'Office';
	return {
		companyID: company.companyId,
		firstName: 'Robin',
		lastName: first,
		emailAddress: `robin@${first.toLowerCase()}.example`,
		isActive: 1,
	};
}

function billingCodes() {
	const material = ['Cloud setup', 'Cloud proration', 'Cloud usage', 'Cloud fees', 'Cloud credits'];
	const code = { unitCost: 0, unitPrice: 0, billingCodeType: 'Normal' };
	return [
		{ id: recurringCodeId, name: 'Cloud subscriptions', useType: 'Recurring Service Contract Code', ...code },
		...material.map((name, index) => ({ id: 29_680_011 + index, name, useType: 'Material Cost Code', ...code })),
	];
}

function serviceRow(entry: CatalogueEntry) {
	return {
		id: serviceIdOf(entry),
		name: entry.name,
		invoiceDescription: entry.name,
		billingCodeID: recurringCodeId,
		periodType: entry.cycle === 'month' ? 'Monthly' : 'Yearly',
		unitPrice: Number(entry.price),
		unitCost: Number(entry.cost),
		externalID: entry.id,
		sku: entry.mpn,
	};
}

function contractRow(company: ProviderCompany, contract: ProviderContract, today: string) {
	const startDate = dayMonthsAgo(today, contract.startsMonthsAgo, contract.startsOn);
	return {
		id: contract.id,
		companyID: company.companyId,
		contractName: contract.name,
		contractType: 'Recurring Service',
		contractPeriodType: contract.cycle === 'month' ? 'Monthly' : 'Yearly',
		status: 'Active',
		startDate,
		endDate: lastDayOf(startDate, contract.months),
		timeReportingRequiresStartAndStopTimes: 0,
	};
}

function lineRow(one: ProviderSubscription, today: string) {
	if (one.byHand === undefined) return [];
	const entry = entryOf(one.product);
	const contract = companyOf(one.customerId).contracts.find((each) => each.cycle === entry.cycle);
	if (contract === undefined) throw new RangeError(`subscription ${one.id} is billed in no contract`);
	const line = {
		contractID: contract.id,
		serviceID: serviceIdOf(entry),
		units: one.byHand.units,
		unitPrice: Number(one.byHand.price),
		unitCost: Number(entry.cost),
		since: boughtOn(one, today),
	};
	return [line];
}
