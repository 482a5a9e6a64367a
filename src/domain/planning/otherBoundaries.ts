import { roundedAmount } from '../money';
import type { ContractPlan } from '../plan/plan';
import type { TaskContext } from '../portion/taskContext';

/**
 * Why a person looks at a plan whose contract has longer periods with other boundaries than the subscription: the
 * amounts are the contract's, for its own days. Undefined where nothing has to be looked at. Source: rule C4.
 */
export function otherBoundaries(context: TaskContext, totals: ContractPlan['totals']): string | undefined {
	const { task, facts, contract, ownPeriod, period, amounts: ordered } = context;
	if (task.kind === 'billing' || contract.periodType === 'monthly') return undefined;
	if (ownPeriod.nextStart === period.nextStart) return undefined;
	const currency = ordered.currency ?? facts.currencyOfCompany(contract.companyId) ?? '';
	const amounts =
		`${roundedAmount(totals.once)} ${currency} once, ${roundedAmount(totals.perPeriod)} ${currency} a period`.replaceAll(
			'  ',
			' ',
		);
	return `the contract's ${contract.periodType} period ends on ${period.nextStart}, the subscription's on ${ownPeriod.nextStart}: by the contract it is ${amounts}`;
}
