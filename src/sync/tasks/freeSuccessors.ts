import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { openAgain } from './freeTasks';
import { holdSuccessors } from './holdSuccessors';

/** Opens the tasks that waited for these ones and for nothing else. Source: rule T9. */
export async function freeSuccessors(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: Ports,
): Promise<void> {
	await holdSuccessors(connectionId, ports);
	const subscriptionIds = [...new Set(tasks.flatMap((task) => task.subscriptionIds))];
	if (subscriptionIds.length === 0) return;
	const waiting = await ports.store.tasks(connectionId, {
		states: ['attention'],
		reasons: ['approval'],
		subscriptionIds,
	});
	const plans = await ports.store.plans(
		connectionId,
		waiting.map((task) => task.id),
	);
	const unfinished = await ports.store.tasks(connectionId, {
		states: ['open', 'attention', 'approved', 'syncing', 'failed'],
		subscriptionIds,
	});
	const isFree = (task: SyncTask) => {
		const plan = plans.find((other) => other.taskId === task.id);
		return (
			plan !== undefined &&
			plan.approvalNeeded.length === 0 &&
			!plan.predecessors.some((id) => unfinished.some((other) => other.id === id))
		);
	};
	const free = waiting.filter(isFree);
	if (free.length > 0) await openAgain(free, ports);
}
