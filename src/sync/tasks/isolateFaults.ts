import type { TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { giveBack, isOfTheRun } from './giveBack';

/** What some tasks came to, and the errors of those that failed by themselves. */
export interface Isolated<Outcome> {
	readonly outcomes: readonly Outcome[];
	readonly faults: ReadonlyMap<TaskId, unknown>;
}

type Work<Outcome> = (tasks: readonly SyncTask[]) => Promise<readonly Outcome[]>;

async function inHalves<Outcome>(tasks: readonly SyncTask[], work: Work<Outcome>): Promise<Isolated<Outcome>> {
	try {
		return { outcomes: await work(tasks), faults: new Map() };
	} catch (error) {
		if (isOfTheRun(error)) throw error;
		if (tasks.length <= 1) return { outcomes: [], faults: new Map(tasks.map((task) => [task.id, error])) };
	}
	const middle = Math.ceil(tasks.length / 2);
	const first = await inHalves(tasks.slice(0, middle), work);
	const second = await inHalves(tasks.slice(middle), work);
	return {
		outcomes: [...first.outcomes, ...second.outcomes],
		faults: new Map([...first.faults, ...second.faults]),
	};
}

/**
 * Works on tasks together; where that fails unexpectedly, in halves, until the ones that fail stand alone.
 *
 * Work may be repeated: it writes nothing twice by itself. What failed is given back with its error, so that one task
 * which cannot be worked on holds up no other. Source: rule F1.
 *
 * @throws the error of a cause outside the tasks, and the first one where every task fails.
 */
export async function isolateFaults<Outcome>(
	tasks: readonly SyncTask[],
	work: Work<Outcome>,
	ports: Ports,
): Promise<Isolated<Outcome>> {
	const isolated = await inHalves(tasks, work).catch(async (error: unknown) => {
		await giveBack(tasks, error, ports);
		throw error;
	});
	for (const [id, error] of isolated.faults) {
		const own = tasks.filter((task) => task.id === id);
		await giveBack(own, error, ports);
	}
	const [first] = isolated.faults.values();
	if (isolated.faults.size > 0 && isolated.faults.size === tasks.length) throw first;
	return isolated;
}
