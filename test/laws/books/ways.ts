import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import type { OracleContract, OracleTerms } from '../../oracle/orders';

/** How the contract's lines are kept. */
export interface Ways {
	readonly contract: OracleContract;
	readonly terms: OracleTerms;
	/** The contract and, where another one takes over, that. */
	readonly contracts: readonly [FittingContract, ...FittingContract[]];
	/** Whether orders of the last period carry units over, as where the successor holds some of the subscription already. */
	readonly takesNow: boolean;
	/** Of each product: those of one share lines. */
	readonly services: readonly number[];
	/** Whether products of one price are on one line. */
	readonly isShared: boolean;
	/** Whether Autotask refuses a second change of a line on one day. */
	readonly isRefused: boolean;
}
