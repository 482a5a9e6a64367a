import { uniq } from 'lodash';
import type { FittingContract } from '../../domain/contract/fittingContract';
import { mayWaitForPeriod, otherPeriodNamed } from '../../domain/contractChoice/otherPeriod';
import type { ConnectionId } from '../../domain/ids';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { outgrows } from '../../domain/portion/periodChange';
import { productsOfPortion } from '../../domain/portion/taskPortions';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { BatchFacts } from '../planning/batchFacts';

/** Whether the task's order still names another period than its subscription has. */
export function waitsForPeriod(
	task: SyncTask,
	seen: SeenSubscription,
	belongs: FittingContract | undefined,
	facts: BatchFacts['facts'],
): boolean {
	if (!task.order || outgrows(task, seen, belongs)) return false;
	const ordered = productsOfPortion(task, seen.id, facts) ?? [];
	return otherPeriodNamed(task, { seen, ordered, belongs: belongs?.periodType }, facts.chainOf)?.kind === 'waits';
}

/** Those of the tasks that may wait for another period of their subscription, as it was seen last. */
export async function tasksOfPeriod(
	connectionId: ConnectionId,
	due: readonly SyncTask[],
	{ store }: Ports,
): Promise<readonly SyncTask[]> {
	const waiting = due.filter(({ attention }) => attention?.reason === 'billing period differs');
	if (waiting.length === 0) return [];
	const ids = uniq(waiting.flatMap((task) => task.subscriptionIds));
	const seen = await store.subscriptionsById(connectionId, ids);
	return waiting.filter((task) =>
		seen.some((one) => task.subscriptionIds.includes(one.id) && mayWaitForPeriod(task, one)),
	);
}
