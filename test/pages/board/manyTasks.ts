import { instant } from '../../../src/domain/calendarDate';
import type { ConnectionId, SubscriptionId, TaskId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import type { StorePort } from '../../../src/ports/store/store';

const waiting: readonly (SyncTask['attention'] & object)[] = [
	{ reason: 'customer not mapped', message: 'é'.repeat(900) },
	{ reason: 'approval', message: 'Look at the plan.' },
];

/**
 * Adds 10,000 tasks like one of a sale that has a plan, of a subscription each, every second one failed, the others
 * waiting, with long texts, a plan of twelve rows for those at approval and a log entry each.
 *
 * @returns the ids of those at approval.
 */
export async function manyTasks(
	store: StorePort,
	connectionId: ConnectionId,
	like: TaskId,
): Promise<readonly TaskId[]> {
	const task = await store.task(connectionId, like);
	const [plan] = await store.plans(connectionId, [like]);
	const [line] = plan?.lines ?? [];
	if (!task || !plan || !line) throw new RangeError('no plan');
	const { attention: _waits, ...rest } = task;
	const tasks = Array.from({ length: 10_000 }, (_, at): SyncTask => {
		const attention = waiting[(at >> 1) % 2];
		const own = {
			...rest,
			id: `order-x${at}` as TaskId,
			orderNumber: `SX${at}`,
			subscriptionIds: [`x${at}` as SubscriptionId],
			note: 'n'.repeat(2_000),
			isFirst: true,
		};
		return at % 2 === 0 && attention ? { ...own, state: 'attention', attention } : { ...own, state: 'failed' };
	});
	await store.addTasks(tasks);
	const planned = tasks.filter(({ attention }) => attention?.reason === 'approval').map((one) => one.id);
	const lines = Array.from({ length: 12 }, () => line);
	await store.savePlans(
		connectionId,
		planned.map((taskId) => ({ ...plan, taskId, lines })),
	);
	const message = 'm'.repeat(900);
	const at = instant('2026-10-16T09:00:00Z');
	await store.log(tasks.map((one) => ({ at, connectionId, taskId: one.id, action: 'check', message })));
	return planned;
}
