import { max } from 'lodash';
import { NotPlannable } from '../notPlannable';
import type { LineChange } from '../plan/plan';
import { difference } from '../unitTimeline';
import type { TaskContext } from '../portion/taskContext';

function rises({ unitsBefore, unitsAfter }: LineChange): boolean {
	return (max(difference(unitsAfter, unitsBefore).map((step) => step.units)) ?? 0) > 0;
}

/**
 * An inactive contract bills on until its end: what is on it can fall, end and be repriced, and nothing is added.
 *
 * @throws NotPlannable where a change adds units on any day. Source: rule C5.
 */
export function refuseRisesOnInactive(
	{ contract: own, facts, subject }: TaskContext,
	changes: readonly LineChange[],
): void {
	const contractOf = ({ contractId }: LineChange) => (contractId === own.id ? own : facts.contract(contractId));
	const contract = changes
		.filter(rises)
		.map(contractOf)
		.find((one) => one?.isActive === false);
	if (!contract) return;
	throw new NotPlannable(
		'no contract fits',
		`${subject} adds licences, and contract ${contract.name} (${contract.id}), which the subscription belongs to, is inactive. Activate it in Autotask, then retry.`,
	);
}
