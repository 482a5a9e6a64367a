import type { ContractId, TaskId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';

/** A task that may be handed out, with every contract that its subscriptions are assigned to. */
export interface FreeTask {
	readonly id: TaskId;
	readonly contracts: readonly ContractId[];
}

/**
 * Takes tasks in their order until the limit is reached; with a task come all others of its contracts.
 *
 * The contract that begins below the limit goes whole, also where it ends above it. Returned in the order given.
 */
export function takeWholeContracts(tasks: readonly FreeTask[], limit: number): readonly TaskId[] {
	const pairs = tasks.flatMap((task) => task.contracts.map((contract) => ({ contract, task })));
	const ofContract = groupBy(pairs, (pair) => pair.contract);
	const taken = new Set<TaskId>();
	for (const first of tasks) {
		if (taken.size >= limit) break;
		const waiting = [first];
		for (let task = waiting.pop(); task; task = waiting.pop()) {
			if (taken.has(task.id)) continue;
			taken.add(task.id);
			waiting.push(...task.contracts.flatMap((contract) => (ofContract[contract] ?? []).map((pair) => pair.task)));
		}
	}
	return tasks.filter((task) => taken.has(task.id)).map((task) => task.id);
}
