import type { FittingContract } from '../contract/fittingContract';
import type { LedgerLine } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import type { TaskContext } from './taskContext';

/** The contract of a line that a product is on. */
export function contractOfLine(context: TaskContext, line: LedgerLine): FittingContract {
	if (line.contractId === context.contract.id) return context.contract;
	const contract = context.facts.contract(line.contractId);
	if (contract) return contract;
	throw new NotPlannable(
		'no contract fits',
		`${context.subject} is on contract ${line.contractId}, which Autotask no longer has as a recurring-service contract. Look at it there, then retry.`,
	);
}
