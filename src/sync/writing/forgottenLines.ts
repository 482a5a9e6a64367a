import { uniqBy } from 'lodash';
import { unitsInForce } from '../../domain/line/unrecorded';
import type { ContractWork, LineWork } from '../../domain/plan/contractWork';
import { unitsOn } from '../../domain/unitTimeline';
import { connected } from '../tasks/connected';
import type { Refused } from './refusedTasks';

function messageOf(work: ContractWork, { line, adjustments, after }: LineWork): string {
	const id = line.target.kind === 'existing' ? line.target.contractServiceId : '';
	const [first] = adjustments;
	const on = first?.on ?? work.contract.startsOn;
	return `Contract service ${id} of ${work.contract.name} carries this store's key, and the store has forgotten what it wrote there. It holds ${unitsOn(unitsInForce(line), on)} units on ${on}, the plan wants ${unitsOn(after.units, on)}. Correct it in Autotask, then retry the task; or enter the change there and ignore the task.`;
}

/**
 * Contracts with a line of ours that the store does not remember, as one that was put back does not: nothing is written
 * to such a line, and its tasks go on only where Autotask holds what they want. Source: rule F5.
 */
export function splitByForgottenLines(works: readonly ContractWork[]): {
	readonly known: readonly ContractWork[];
	readonly forgotten: readonly Refused[];
} {
	const groups = connected(works, (work) => work.approved.map(({ task }) => task.id)).map((some) => ({
		some,
		message: some.flatMap((work) => {
			const line = work.lines.find((one) => one.line.isForgotten === true && one.adjustments.length > 0);
			return line ? [messageOf(work, line)] : [];
		})[0],
	}));
	const forgotten = groups.flatMap(({ some, message }) => {
		if (message === undefined) return [];
		const tasks = uniqBy(
			some.flatMap((work) => work.approved.map(({ task }) => task)),
			'id',
		);
		return tasks.map((task): Refused => ({ task, attention: { reason: 'changed in Autotask', message } }));
	});
	return { forgotten, known: groups.filter(({ message }) => message === undefined).flatMap(({ some }) => some) };
}
