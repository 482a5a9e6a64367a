/** A contract of the provider with one of its customers. Months are counted back from the present month. */
export interface ProviderContract {
	readonly id: number;
	readonly name: string;
	readonly cycle: 'month' | 'year';
	readonly startsMonthsAgo: number;
	readonly startsOn: 1 | 15;
	/** Whole months it runs; the last day is the day before its start that many months later. */
	readonly months: number;
}

/** A customer of the provider, as both systems know it. */
export interface ProviderCompany {
	/** Id in the marketplace. */
	readonly customerId: string;
	readonly name: string;
	readonly city: string;
	/** What the marketplace keeps as externalId. */
	readonly externalId: string;
	/** Id in Autotask. */
	readonly companyId: number;
	/** Autotask's companyNumber; null where it was never filled in, so that a person must map the company. */
	readonly companyNumber: string | null;
	readonly currency: 'GBP' | 'EUR';
	readonly contracts: readonly ProviderContract[];
}

/**
 * Twelve customers. Ten map by themselves, the eleventh is billed in EUR and orders in GBP, the twelfth has no
 * number in Autotask.
 */
export const companies: readonly ProviderCompany[] = [
	company(1001, 'Ashdown Legal LLP', 'Leeds', [monthly(1)]),
	company(1002, 'Brightwater Dental Ltd', 'Bristol', [monthly(1)]),
	company(1003, 'Calder Logistics Ltd', 'Halifax', [monthly(15)]),
	company(1004, 'Dunmore Architects Ltd', 'York', [monthly(1), yearly()]),
	company(1005, 'Eastgate School', 'Chester', [yearly()]),
	// Two contracts fit: a person chooses.
	company(1006, 'Fenwick Foods Ltd', 'Durham', [
		monthly(1),
		{ ...monthly(1), name: 'Cloud services, bakery', startsMonthsAgo: 10 },
	]),
	// Its only contract ended with the month before last.
	company(1007, 'Granby Motors Ltd', 'Derby', [{ ...monthly(1), startsMonthsAgo: 13, months: 12 }]),
	company(1008, 'Harlow Optics Ltd', 'Harlow', [monthly(1)]),
	company(1009, 'Ivybridge Vets Ltd', 'Exeter', [monthly(15)]),
	company(1010, 'Juniper Media Ltd', 'Brighton', [monthly(1)]),
	{ ...company(1011, 'Kestrel Shipping BV', 'Rotterdam', [monthly(1)]), currency: 'EUR' },
	{ ...company(1012, 'Larkfield Farm Ltd', 'Ely', [monthly(1)]), companyNumber: null },
];

/** The company of a customer. */
export function companyOf(customerId: string): ProviderCompany {
	const found = companies.find((one) => one.customerId === customerId);
	if (found === undefined) throw new RangeError(`no company of customer ${customerId}`);
	return found;
}

function company(
	number: number,
	name: string,
	city: string,
	contracts: readonly Omit<ProviderContract, 'id'>[],
): ProviderCompany {
	return {
		customerId: String(number),
		name,
		city,
		externalId: `C${number}`,
		companyId: 30_000 + number,
		companyNumber: `C${number}`,
		currency: 'GBP',
		contracts: contracts.map((contract, index) => ({ ...contract, id: 2_900_000 + (number - 1000) * 10 + index })),
	};
}

function monthly(startsOn: 1 | 15): Omit<ProviderContract, 'id'> {
	return { name: 'Cloud services', cycle: 'month', startsMonthsAgo: 14, startsOn, months: 36 };
}

function yearly(): Omit<ProviderContract, 'id'> {
	return { name: 'Cloud services, yearly', cycle: 'year', startsMonthsAgo: 20, startsOn: 1, months: 36 };
}
