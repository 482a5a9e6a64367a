import { sortBy } from 'lodash';
import type { Company, CompanyCandidate, CompanyTraits, Currency } from '../domain/contract/company';
import type { CompanyId } from '../domain/ids';
import type { CompanyContact, CompanyProfile, Country } from '../domain/mapping/companyProfile';
import {
	candidateFields,
	candidateRow,
	companyFields,
	companyRow,
	contactFields,
	contactRow,
	countryFields,
	countryRow,
	currencyFields,
	currencyRow,
	profileFields,
	profileRow,
} from './companyRows';
import type { TakeUnreadPart } from '../ports/unread';
import { active, type Condition, everyId } from './conditions';
import { allRows, firstPage, firstRows, type Query, rowsIn } from './query';
import type { Tenant } from './tenant';

/** A contact or country that cannot be read is none. */
function leaveOut(): void {}

function companyQuery(where: readonly Condition[]): Query<Company> {
	return { entity: 'Companies', fields: companyFields, where, row: companyRow };
}

function profileQuery(where: readonly Condition[]): Query<CompanyProfile> {
	return { entity: 'Companies', fields: profileFields, where, row: profileRow };
}

export async function companiesById(
	tenant: Tenant,
	ids: readonly CompanyId[],
	unread?: TakeUnreadPart<CompanyId>,
): Promise<readonly Company[]> {
	return await rowsIn(tenant, companyQuery([]), 'id', ids, unread);
}

/** Active ones. */
export async function companiesByNumber(
	tenant: Tenant,
	numbers: readonly string[],
	unread?: TakeUnreadPart<string>,
): Promise<readonly Company[]> {
	return await rowsIn(tenant, companyQuery([active]), 'companyNumber', numbers, unread);
}

/** Active ones, at most 500; asks nothing where nothing is asked for. */
export async function companiesLike(
	tenant: Tenant,
	{ numbers, taxIds, words, domains }: CompanyTraits,
): Promise<readonly CompanyCandidate[]> {
	const items: Condition[] = [
		...numbers.map((value): Condition => ({ op: 'eq', field: 'companyNumber', value })),
		...taxIds.map((value): Condition => ({ op: 'eq', field: 'taxID', value })),
		...words.map((value): Condition => ({ op: 'contains', field: 'companyName', value })),
		...domains.map((value): Condition => ({ op: 'contains', field: 'webAddress', value })),
	];
	if (items.length === 0) return [];
	const where: Condition[] = [{ op: 'or', items }, active];
	return await firstRows(tenant, { entity: 'Companies', fields: candidateFields, where, row: candidateRow }, 500);
}

/** Active ones whose name contains the text. */
export async function searchCompanies(tenant: Tenant, text: string, limit: number): Promise<readonly Company[]> {
	const named: Condition = { op: 'contains', field: 'companyName', value: text };
	return await firstRows(tenant, companyQuery([named, active]), limit);
}

export async function companyProfiles(tenant: Tenant, ids: readonly CompanyId[]): Promise<readonly CompanyProfile[]> {
	return await rowsIn(tenant, profileQuery([]), 'id', ids);
}

/** Active ones of the type Customer, at most 500, by id; and the id after which there may be more. */
export async function customerCompanies(
	tenant: Tenant,
	search: string,
	after: number,
): Promise<{ readonly companies: readonly CompanyProfile[]; readonly last?: number }> {
	const where: Condition[] = [
		{ op: 'gt', field: 'id', value: after },
		{ op: 'eq', field: 'companyType', value: await tenant.picklists.customerCompany() },
		active,
		...(search === '' ? [] : [{ op: 'contains' as const, field: 'companyName', value: search }]),
	];
	const { rows, last } = await firstPage(tenant, profileQuery(where), 500);
	return { companies: sortBy(rows, 'id'), ...(last !== undefined && last > after && { last }) };
}

export async function activeContacts(
	tenant: Tenant,
	companies: readonly CompanyId[],
): Promise<readonly CompanyContact[]> {
	const where: Condition[] = [{ op: 'eq', field: 'isActive', value: 1 }];
	const query = { entity: 'Contacts', fields: contactFields, where, row: contactRow };
	return await rowsIn(tenant, query, 'companyID', companies, leaveOut);
}

/** Kept with the metadata. */
export async function countries(tenant: Tenant): Promise<readonly Country[]> {
	const query = { entity: 'Countries', fields: countryFields, where: [everyId], row: countryRow };
	return await tenant.metadata.get('countries', async () => await allRows(tenant, query, leaveOut));
}

interface ReadCurrencies {
	readonly rows: readonly Currency[];
	readonly unread: readonly string[];
}

/** Kept with the metadata: a list of a few rows that is changed by hand and seldom. With one that cannot be read it is asked for anew. */
export async function currencies(tenant: Tenant, unread?: (why: string) => void): Promise<readonly Currency[]> {
	const query = { entity: 'Currencies', fields: currencyFields, where: [everyId], row: currencyRow };
	const load = async (): Promise<ReadCurrencies> => {
		const left: string[] = [];
		return { rows: await allRows(tenant, query, (why) => left.push(why)), unread: left };
	};
	const kept = await tenant.metadata.get('currencies', load);
	const read = kept.unread.length === 0 ? kept : await load();
	if (read.unread.length > 0 && !unread) return await allRows(tenant, query);
	for (const why of read.unread) unread?.(why);
	return read.rows;
}
