import type { CompanyId, CurrencyId } from '../ids';
import type { Decimal } from '../money';

export interface Company {
	readonly id: CompanyId;
	readonly name: string;
	readonly companyNumber?: string;
	readonly isActive: boolean;
	/** Absent where Autotask runs without several currencies: then it is the internal one. */
	readonly currencyId?: CurrencyId;
}

/** A company with what tells whether it is a customer of the marketplace. */
export interface CompanyCandidate extends Company {
	readonly taxId?: string;
	readonly webAddress?: string;
}

/** What companies are looked for by; one that shares any of it is a candidate. At most 480 texts in all. */
export interface CompanyTraits {
	readonly numbers: readonly string[];
	readonly taxIds: readonly string[];
	/** Parts of the name. */
	readonly words: readonly string[];
	/** Parts of the web address. */
	readonly domains: readonly string[];
}

export interface Currency {
	readonly id: CurrencyId;
	/** Three letters. */
	readonly code: string;
	readonly isInternal: boolean;
	readonly exchangeRate: Decimal;
}
