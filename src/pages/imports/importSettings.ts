import type { MatchBy } from '../../domain/mapping/companyProfile';

/** What the node of the page Import customers is set to. */
export interface ImportSettings {
	readonly matchBy: MatchBy;
	/** Of new customers; two letters. */
	readonly language: string;
}
