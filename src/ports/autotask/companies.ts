import type { Company, CompanyCandidate, CompanyTraits, Currency } from '../../domain/contract/company';
import type { CompanyId } from '../../domain/ids';
import type { CompanyContact, CompanyProfile, Country } from '../../domain/mapping/companyProfile';
import type { TakeUnreadPart } from '../unread';

export interface CompaniesPort {
	companies(ids: readonly CompanyId[], unread?: TakeUnreadPart<CompanyId>): Promise<readonly Company[]>;
	/** Active companies with one of these company numbers. */
	companiesByNumber(numbers: readonly string[], unread?: TakeUnreadPart<string>): Promise<readonly Company[]>;
	/** Up to 500 active companies that share something with what is asked for; one request. */
	companiesLike(asked: CompanyTraits): Promise<readonly CompanyCandidate[]>;
	/** Up to `limit` active companies whose name contains the text. */
	searchCompanies(text: string, limit: number): Promise<readonly Company[]>;
	/** Companies with what the marketplace wants to know of a customer. */
	companyProfiles(ids: readonly CompanyId[]): Promise<readonly CompanyProfile[]>;
	/**
	 * Up to 500 active companies of the type Customer whose name contains the text and whose id is above `after`, by id; one
	 * request. Those that cannot be read are left out. `last`: after which id there may be more; absent where there are none.
	 */
	customerCompanies(
		search: string,
		after: number,
	): Promise<{ readonly companies: readonly CompanyProfile[]; readonly last?: number }>;
	/** Active contacts of the companies. */
	contacts(companies: readonly CompanyId[]): Promise<readonly CompanyContact[]>;
	countries(): Promise<readonly Country[]>;
	/** What cannot be read is given to `unread`, a sentence each. */
	currencies(unread?: (why: string) => void): Promise<readonly Currency[]>;
}
