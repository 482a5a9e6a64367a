import type { SubscriptionId, TaskId } from '../ids';
import type { SubscriptionRow } from '../order/order';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';

function taskIdOfSubscription(id: SubscriptionId): TaskId {
	return `initial-${id}` as TaskId;
}

/** The task that brings the contract to what a subscription without an order of its own holds. Source: rules T2, T3. */
export function initialTask(subscription: SubscriptionRow, frame: TaskFrame): SyncTask {
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
