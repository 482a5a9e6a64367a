import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { Subscription } from '../../domain/order/order';
import { withFee } from '../../domain/order/planFee';
import { feeAfter, mayHaveFee, withFeeOf } from '../../domain/task/feeOfTask';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { StorePort } from '../../ports/store/store';

/** Tasks whose orders have just been read, and the subscriptions as they were seen with them. */
export interface JustRead {
	readonly tasks: readonly SyncTask[];
	readonly sights: readonly Subscription[];
}

/** The same, their subscriptions' own fees named. */
export interface FeesNamed {
	readonly tasks: readonly SyncTask[];
	/** A sight of a subscription with the fee that it has by now. */
	readonly told: (sight: Subscription) => Subscription;
}

/** Names the fees that orders charge beside their products, each as the orders before it have left it. Source: rules M1 and A11. */
export async function nameFees(connectionId: ConnectionId, read: JustRead, store: StorePort): Promise<FeesNamed> {
	const ids = read.tasks.flatMap((task) => mayHaveFee(task) ?? []);
	if (ids.length === 0) return { tasks: read.tasks, told: (sight) => sight };
	const stored = await store.tasks(connectionId, { subscriptionIds: ids });
	const known = await store.subscriptionsById(connectionId, ids);
	const seen = keyBy<Subscription>([...known, ...read.sights], 'id');
	const isRead = new Set(read.tasks.map(({ id }) => id));
	let all: readonly SyncTask[] = stored.filter(({ id }) => !isRead.has(id));
	for (const task of oldestFirst(read.tasks)) {
		const subscription = seen[mayHaveFee(task) ?? ''];
		all = [...all, subscription ? withFeeOf(task, all, subscription) : task];
	}
	const named = keyBy(all, 'id');
	return {
		tasks: read.tasks.map((task) => named[task.id] ?? task),
		told: (sight) => withFee(sight, feeAfter(all, sight.id)),
	};
}
