import type { ContractId, TaskId } from '../../domain/ids';

/** A task that may be handed out, with every contract that its subscriptions are assigned to. */
export interface FreeTask {
	readonly id: TaskId;
	readonly contracts: readonly ContractId[];
}

function tasksByContract(tasks: readonly FreeTask[]): Map<ContractId, FreeTask[]> {
	const ofContract = new Map<ContractId, FreeTask[]>();
	for (const task of tasks) {
		for (const contract of task.contracts) {
			const others = ofContract.get(contract);
			if (others) others.push(task);
			else ofContract.set(contract, [task]);
		}
	}
	return ofContract;
}

/**
 * Takes tasks in their order until the limit is reached; with a task come all others of its contracts.
 *
 * `beginWith`: only these, and what comes with them. The contract that begins below the limit goes whole, also where it ends above it. Returned in the order given.
 */
export function takeWholeContracts(
	tasks: readonly FreeTask[],
	limit: number,
	beginWith?: readonly TaskId[],
): readonly TaskId[] {
	const ofContract = tasksByContract(tasks);
	const firsts = beginWith && new Set(beginWith);
	const taken = new Set<FreeTask>();
	for (const first of firsts ? tasks.filter((task) => firsts.has(task.id)) : tasks) {
		if (taken.size >= limit) break;
		const waiting = [first];
		for (let task = waiting.pop(); task; task = waiting.pop()) {
			if (taken.has(task)) continue;
			taken.add(task);
			for (const contract of task.contracts) {
				for (const other of ofContract.get(contract) ?? []) waiting.push(other);
				// They are on their way: the next task of the contract brings nothing more.
				ofContract.delete(contract);
			}
		}
	}
	return tasks.filter((task) => taken.has(task)).map((task) => task.id);
}
