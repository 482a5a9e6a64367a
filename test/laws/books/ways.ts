import type { OracleContract, OracleTerms } from '../../oracle/orders';

/** How the contract's lines are kept. */
export interface Ways {
	readonly contract: OracleContract;
	readonly terms: OracleTerms;
	/** Of each product: those of one share lines. */
	readonly services: readonly number[];
	/** Whether products of one price are on one line. */
	readonly isShared: boolean;
	/** Whether Autotask refuses a second change of a line on one day. */
	readonly isRefused: boolean;
}
