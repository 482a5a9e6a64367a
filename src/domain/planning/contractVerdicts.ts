import type { AttentionReason } from '../attention';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import type { ContractId } from '../ids';
import type { PlanOutcome } from './planTask';

/** A contract of the company with why the task can not be written to it; it fits where nothing is said. */
export interface ContractVerdict {
	readonly contract: Contract;
	readonly why?: string;
}

/** Causes that lie in the choice of a contract. Source: rule T8. */
export const contractReasons: readonly AttentionReason[] = [
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
];

function ownWhy(
	contract: Contract,
	of: { readonly periodType: FittingContract['periodType'] | undefined; readonly on: string },
): string | undefined {
	const { periodType, on } = of;
	if (contract.periodType === undefined || (periodType !== undefined && contract.periodType !== periodType))
		return `it is billed ${contract.periodType ?? 'in a period of its own'}, the subscription ${periodType ?? 'in another'}`;
	if (contract.startsOn > on) return `it starts on ${contract.startsOn}, after ${on}`;
	if (contract.endsOn < on) return `it ends on ${contract.endsOn}, before ${on}`;
	return contract.isActive ? undefined : 'it is not active';
}

/**
 * Says of each contract of a company alone whether a task can be written to it, by planning the task on it.
 *
 * `planOn`: the task's plan where a person chose that contract. Source: rules C1 to C3.
 */
export function contractVerdicts(
	contracts: readonly Contract[],
	planOn: (id: ContractId) => PlanOutcome,
	of: { readonly periodType: FittingContract['periodType'] | undefined; readonly on: string },
): readonly ContractVerdict[] {
	return contracts.map((contract): ContractVerdict => {
		const outcome = planOn(contract.id);
		if (outcome.kind === 'planned')
			return outcome.plan.contractId === contract.id
				? { contract }
				: { contract, why: `the subscription belongs to contract ${outcome.plan.contractId}` };
		if (!contractReasons.includes(outcome.reason)) return { contract };
		return { contract, why: ownWhy(contract, of) ?? outcome.message };
	});
}
