import { unitsInForce } from '../domain/ledger';
import { unitsOn } from '../domain/unitTimeline';
import type { Refused } from './checkPlans';
import type { ContractWork, LineWork } from './contractWork';

function messageOf(work: ContractWork, { line, adjustments, target }: LineWork): string {
	const id = line.target.kind === 'existing' ? line.target.contractServiceId : '';
	const [first] = adjustments;
	const on = first?.on ?? work.contract.startsOn;
	return `Contract service ${id} of ${work.contract.name} carries this store's key, and the store has forgotten what it wrote there. It holds ${unitsOn(unitsInForce(line), on)} units on ${on}, the plan wants ${unitsOn(target, on)}. Correct it in Autotask, then retry the task; or enter the change there and ignore the task.`;
}

/**
 * Contracts with a line of ours that the store does not remember, as one that was put back does not: nothing is written
 * to such a line, and its tasks go on only where Autotask holds what they want. Source: rule F5.
 */
export function splitByForgottenLines(works: readonly ContractWork[]): {
	readonly known: readonly ContractWork[];
	readonly forgotten: readonly Refused[];
} {
	const lineOf = (work: ContractWork) =>
		work.lines.find((one) => one.line.isForgotten === true && one.adjustments.length > 0);
	const forgotten = works.flatMap((work): Refused[] => {
		const line = lineOf(work);
		if (!line) return [];
		const attention = { reason: 'changed in Autotask', message: messageOf(work, line) } as const;
		return work.approved.map(({ task }) => ({ task, attention }));
	});
	return { forgotten, known: works.filter((work) => lineOf(work) === undefined) };
}
