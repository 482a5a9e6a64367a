import { sortBy, uniq } from 'lodash';
import type { CompanyCandidate, CompanyTraits } from '../contract/company';
import type { Customer } from '../order/order';
import { carriedExternalId, externalIdOf, externalIdsToAsk } from './companyProfile';
import { nameLikeness, nameReason, sameName, tellingWords } from './nameLikeness';

/** A company that may be the customer, for a person to confirm. */
export interface CompanySuggestion {
	readonly company: CompanyCandidate;
	/** 0 to 100. */
	readonly score: number;
	/** What both share, in words. */
	readonly reasons: readonly string[];
}

const scores = { number: 100, taxId: 95, domain: 85, name: sameName } as const;
const least = 40;
/** Mail of many people: its domain says nothing. */
const publicMail = new Set(['gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'icloud.com', 'gmx.de', 'web.de']);

function ownDomains({ domains = [] }: Customer): readonly string[] {
	return domains.filter((domain) => !publicMail.has(domain));
}

/** What Autotask is asked for: companies that share anything with one of the customers. At most 80 customers. */
export function traitsOf(customers: readonly Customer[]): CompanyTraits {
	const some = customers.slice(0, 80);
	return {
		numbers: externalIdsToAsk(some),
		taxIds: uniq(some.flatMap((one) => one.taxId ?? [])),
		words: tellingWords(some.map((one) => one.name)),
		domains: uniq(some.flatMap(ownDomains)),
	};
}

function isOnDomain(webAddress: string | undefined, domain: string): boolean {
	const host =
		(webAddress ?? '')
			.toLowerCase()
			.replace(/^[a-z]+:\/\//, '')
			.split(/[/:?#]/)[0] ?? '';
	return host === domain || host.endsWith(`.${domain}`);
}

function sharedWith(
	customer: Customer,
	company: CompanyCandidate,
): readonly { readonly score: number; readonly reason: string }[] {
	const domain = ownDomains(customer).find((one) => isOnDomain(company.webAddress, one));
	const number = externalIdOf(company, 'companyNumber');
	return [
		...(number !== undefined && number === carriedExternalId(customer)
			? [{ score: scores.number, reason: `external ID is company number ${number}` }]
			: []),
		...(customer.taxId !== undefined && customer.taxId === company.taxId
			? [{ score: scores.taxId, reason: `same tax ID ${customer.taxId}` }]
			: []),
		...(domain === undefined ? [] : [{ score: scores.domain, reason: `same domain ${domain}` }]),
	];
}

/**
 * The companies that may be the customer, best first, at most `most`; none is taken by itself.
 *
 * The score is that of the strongest thing both share: company number 100, tax id 95, domain 85, up to 90 by name.
 * Source: rule M4.
 */
export function suggestCompanies(
	customer: Customer,
	companies: readonly CompanyCandidate[],
	most = 3,
): readonly CompanySuggestion[] {
	const byName = nameLikeness(
		customer.name,
		companies.map(({ id, name }) => ({ key: id, name })),
	);
	const suggestions = companies.map((company): CompanySuggestion => {
		const shared = sharedWith(customer, company);
		const name = Math.round(scores.name * (byName.get(company.id) ?? 0));
		const reasons = [...shared.map((one) => one.reason), ...(name >= least ? [nameReason(name)] : [])];
		return { company, reasons, score: Math.max(name, ...shared.map((one) => one.score)) };
	});
	const likely = suggestions.filter((one) => one.score >= least && one.reasons.length > 0);
	return sortBy(likely, [(one) => -one.score, (one) => one.company.name]).slice(0, most);
}
