import { chunk } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { freeSuccessors } from '../tasks/freeSuccessors';

const unplanned: TaskChange = {
	state: 'open',
	attention: undefined,
	approval: undefined,
	firstApproval: undefined,
	offeredUntil: undefined,
};
const plansAtOnce = 500;

/** Whether an execution has the task in its hands now. */
export function isWorkedOn(task: SyncTask, now: SyncTask['createdAt']): boolean {
	return task.offeredUntil !== undefined && task.offeredUntil > now;
}

/** A task that has ended or is open needs no new plan; one that is failed or asks for something else is looked at anyway. */
function hasPlan(task: SyncTask): boolean {
	return task.state === 'approved' || (task.state === 'attention' && task.attention?.reason === 'approval');
}

async function plansOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	{ store }: Ports,
): Promise<readonly ContractPlan[]> {
	const plans: ContractPlan[] = [];
	for (const some of chunk(tasks, plansAtOnce))
		plans.push(
			...(await store.plans(
				connectionId,
				some.map((task) => task.id),
			)),
		);
	return plans;
}

/**
 * Opens the tasks whose plans were made with or without these ones, which have just left the chain or come back to it:
 * a plan is approved as it was shown, so that one made on another chain is made again, and its approval with it.
 *
 * Returns those tasks; the ones that these tasks held back are freed. Source: rule T9.
 */
export async function planAgain(
	connectionId: ConnectionId,
	moved: readonly SyncTask[],
	ports: Ports,
): Promise<readonly SyncTask[]> {
	const planned = (await ports.store.tasks(connectionId, { states: ['attention', 'approved'] })).filter(hasPlan);
	const ids = new Set<TaskId>(moved.map((task) => task.id));
	const touched = new Set(moved.flatMap((task) => task.subscriptionIds));
	const plans = await plansOf(connectionId, planned, ports);
	const counting = new Set(
		plans.filter((plan) => plan.predecessors.some((id) => ids.has(id))).map((plan) => plan.taskId),
	);
	const again = planned.filter(
		(task) => !ids.has(task.id) && (counting.has(task.id) || task.subscriptionIds.some((id) => touched.has(id))),
	);
	const now = ports.clock.now();
	if (again.length > 0)
		await ports.store.changeTasks(
			connectionId,
			again.map((task) => ({ id: task.id, change: unplanned, seen: task })),
			now,
		);
	await freeSuccessors(connectionId, moved, ports);
	return again;
}
