import { uniq } from 'lodash';
import type { Company } from '../contract/company';
import type { CompanyId, ContactId, CountryId } from '../ids';
import type { Customer } from '../order/order';

/** A company of Autotask with what the marketplace wants to know of a customer. */
export interface CompanyProfile extends Company {
	readonly phone?: string;
	readonly addressLine?: string;
	readonly addressExtension?: string;
	readonly city?: string;
	readonly state?: string;
	readonly postalCode?: string;
	readonly countryId?: CountryId;
	readonly taxId?: string;
}

/** An active contact of a company. */
export interface CompanyContact {
	readonly id: ContactId;
	readonly companyId: CompanyId;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
	readonly phone?: string;
	readonly isPrimary: boolean;
}

/** A country as Autotask lists it. */
export interface Country {
	readonly id: CountryId;
	readonly name: string;
	/** ISO 3166-1 alpha-2 in capitals; absent where Autotask gives anything else. */
	readonly code?: string;
	readonly isActive: boolean;
}

/** What of a company is the external id of its customer at the marketplace. */
export type MatchBy = 'companyNumber' | 'id';

/** As an id is compared: blanks around it say nothing; undefined where nothing is left. */
function bare(id: string | undefined): string | undefined {
	return id?.trim() || undefined;
}

/** The external id that the company's customer carries; undefined for a company without number. Source: rule M4. */
export function externalIdOf(company: Company, by: MatchBy): string | undefined {
	return by === 'id' ? String(company.id) : bare(company.companyNumber);
}

/** The external id that a customer carries, to be compared with that of a company; undefined where it has none. */
export function carriedExternalId({ externalId }: Pick<Customer, 'externalId'>): string | undefined {
	return bare(externalId);
}

/** What the customers' companies are asked for by: each external id bare, and as it is carried where that differs. */
export function externalIdsToAsk(customers: readonly Pick<Customer, 'externalId'>[]): readonly string[] {
	return uniq(
		customers.flatMap((customer) => {
			const id = carriedExternalId(customer);
			return id === undefined ? [] : [id, customer.externalId ?? id];
		}),
	);
}
