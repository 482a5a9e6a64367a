import type { SubscriptionId, TaskId } from '../ids';
import type { SubscriptionRow } from '../order/order';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';

function taskIdOfSubscription(id: SubscriptionId): TaskId {
	return `initial-${id}` as TaskId;
}

/** The task that brings the contract to what a subscription without an order of its own holds. Source: rules T2, T3. */
export function initialTask(subscription: Pick<SubscriptionRow, 'id' | 'customerId'>, frame: TaskFrame): SyncTask {
	return {
		id: taskIdOfSubscription(subscription.id),
		connectionId: frame.connectionId,
		kind: 'initial',
		customerId: subscription.customerId,
		subscriptionIds: [subscription.id],
		state: 'open',
		createdAt: frame.now,
		effectiveAt: frame.now,
		firstSeenOn: frame.today,
		isFirst: true,
		isOlderThanConnection: true,
		processAutomatically: frame.processAutomatically,
		answers: {},
		updatedAt: frame.now,
	};
}

/** The same of one that could not be read; it has no snapshot, so that it is read again. */
export function unreadSubscription(task: SyncTask, why: string): SyncTask {
	const message = `Subscription ${task.subscriptionIds.join()} could not be read: ${why}. Retry the task when the marketplace answers correctly.`;
	return { ...task, attention: { reason: 'order not understood', message } };
}

/** Whether the task waits since its order or subscription could not be read, so that there is nothing to plan from. */
export function isUnreadTask(task: SyncTask): boolean {
	const isWaiting = task.state === 'open' || task.state === 'attention';
	return isWaiting && task.attention?.reason === 'order not understood' && !task.order && !task.snapshot;
}
