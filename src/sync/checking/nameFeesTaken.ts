import { nameFees } from '../reading/nameFees';
import type { CheckRun } from './checkRun';
import type { TakenOrder } from './takeOrder';

/** What orders came to, with the fees of their subscriptions named. */
export async function nameFeesTaken(run: CheckRun, taken: readonly TakenOrder[]): Promise<readonly TakenOrder[]> {
	const tasks = taken.flatMap(({ task }) => task ?? []);
	const sights = taken.flatMap(({ subscriptions }) => subscriptions);
	const named = await nameFees(run.connection.id, { tasks, sights }, run.ports.store);
	const taskOf = new Map(tasks.map((task, at) => [task, named.tasks[at] ?? task]));
	return taken.map((one) => {
		const task = one.task && taskOf.get(one.task);
		return { ...one, ...(task ? { task } : {}), subscriptions: one.subscriptions.map(named.told) };
	});
}
