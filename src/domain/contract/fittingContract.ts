import type { PeriodType } from '../billingPeriod';
import type { Contract } from './contract';

export type FittingContract = Contract & { readonly periodType: PeriodType };

/** The contract, where its period type is one that we know. */
export function fittingContract(contract: Contract | undefined): FittingContract | undefined {
	return contract?.periodType ? { ...contract, periodType: contract.periodType } : undefined;
}
