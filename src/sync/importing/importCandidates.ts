import type { ConnectionId } from '../../domain/ids';
import {
	carriedExternalId,
	type CompanyProfile,
	externalIdOf,
	type MatchBy,
} from '../../domain/mapping/companyProfile';
import { importProfile } from '../../domain/mapping/newCustomer';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { CompanyToImport } from '../../ports/store/imports';
import type { ImportPorts } from './wantedImport';

/** A company that the marketplace does not have, and what its profile lacks; nothing where it is complete. */
export interface ImportCandidate {
	readonly company: CompanyProfile;
	readonly lacks: readonly string[];
}

/** Whether the marketplace has no customer for a company, as far as mappings and customers that were seen tell. */
async function isNew(
	connectionId: ConnectionId,
	matchBy: MatchBy,
	{ store }: ImportPorts,
): Promise<(company: CompanyProfile) => boolean> {
	const mapped = new Set((await store.customerMappings(connectionId)).map((mapping) => mapping.companyId));
	const carried = [...(await store.seenExternalIds(connectionId))];
	const seen = new Set(carried.map((externalId) => carriedExternalId({ externalId })));
	return (company) => {
		const externalId = externalIdOf(company, matchBy);
		const isOwn = company.id === 0;
		return !isOwn && !mapped.has(company.id) && (externalId === undefined || !seen.has(externalId));
	};
}

/** Companies of Autotask that the marketplace does not have, by id. */
async function* newCompanies(
	asked: { readonly connectionId: ConnectionId; readonly matchBy: MatchBy; readonly search: string },
	ports: ImportPorts,
): AsyncGenerator<CompanyProfile> {
	const fits = await isNew(asked.connectionId, asked.matchBy, ports);
	for (let after: number | undefined = 0; after !== undefined;) {
		const { companies, last }: Awaited<ReturnType<AutotaskPort['customerCompanies']>> =
			await ports.autotask.customerCompanies(asked.search, after);
		yield* companies.filter(fits);
		after = last;
	}
}

/**
 * The first companies of the type Customer that are active, not mapped, and whose external id no customer carries.
 *
 * Source: rule M3.
 */
export async function importCandidates(
	asked: {
		readonly connectionId: ConnectionId;
		readonly matchBy: MatchBy;
		readonly search: string;
		readonly limit: number;
	},
	ports: ImportPorts,
): Promise<{ readonly candidates: readonly ImportCandidate[]; readonly hasMore: boolean }> {
	const companies: CompanyProfile[] = [];
	for await (const company of newCompanies(asked, ports)) {
		companies.push(company);
		if (companies.length > asked.limit) break;
	}
	const shown = companies.slice(0, asked.limit);
	const contacts = await ports.autotask.contacts(shown.map((one) => one.id));
	const countries = shown.length === 0 ? [] : await ports.autotask.countries();
	const candidates = shown.map((company): ImportCandidate => {
		const own = contacts.filter((contact) => contact.companyId === company.id);
		const wishes = { matchBy: asked.matchBy, language: 'en' };
		const profile = importProfile({ company, contacts: own, countries }, wishes);
		return { company, lacks: profile.kind === 'complete' ? [] : profile.lacks };
	});
	return { candidates, hasMore: companies.length > asked.limit };
}

/** All of them. */
export async function companiesToImport(
	asked: { readonly connectionId: ConnectionId; readonly matchBy: MatchBy },
	ports: ImportPorts,
): Promise<readonly CompanyToImport[]> {
	const companies: CompanyToImport[] = [];
	for await (const company of newCompanies({ ...asked, search: '' }, ports)) {
		const externalId = externalIdOf(company, asked.matchBy) ?? '';
		companies.push({ companyId: company.id, companyName: company.name, externalId });
	}
	return companies;
}
