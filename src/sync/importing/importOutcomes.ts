import type { CompanyId, CustomerId, TaskId } from '../../domain/ids';

/** What came of importing a company; each message names it and the next step. Source: rule M3. */
export type ImportOutcome =
	| {
			readonly kind: 'imported';
			readonly companyId: CompanyId;
			readonly customerId: CustomerId;
			/** Tasks that waited for the customer's mapping and are open again. */
			readonly freed: readonly TaskId[];
			readonly message: string;
	  }
	/** Nobody asked the marketplace to make it. */
	| {
			readonly kind: 'leftOut';
			readonly companyId: CompanyId;
			/** What its profile lacks; empty where the cause is another one. */
			readonly lacks: readonly string[];
			readonly message: string;
	  }
	/** Nothing was made. */
	| { readonly kind: 'refused'; readonly companyId: CompanyId; readonly message: string }
	/** The marketplace was asked and it is not known what it did; a later import finds out. */
	| { readonly kind: 'unproven'; readonly companyId: CompanyId; readonly message: string };

export function leftOut(companyId: CompanyId, message: string, lacks: readonly string[] = []): ImportOutcome {
	return { kind: 'leftOut', companyId, lacks, message };
}

export function notImported(companyId: CompanyId, message: string): ImportOutcome {
	return { kind: 'refused', companyId, message };
}
