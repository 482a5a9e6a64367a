import type { ConnectionId, CustomerId, Instant, SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import type { SeenSubscription } from '../../domain/order/seenSubscription';

export interface SubscriptionStore {
	/** Keeps the newest sight of each, and the ends of terms that it saw before. */
	saveSubscriptions(connectionId: ConnectionId, subscriptions: readonly Subscription[], seenAt: Instant): Promise<void>;
	subscriptionsById(connectionId: ConnectionId, ids: readonly SubscriptionId[]): Promise<readonly SeenSubscription[]>;
	subscriptionsOfCustomers(
		connectionId: ConnectionId,
		ids: readonly CustomerId[],
	): Promise<readonly SeenSubscription[]>;
	/** All that were seen. */
	subscriptionsOf(connectionId: ConnectionId): Promise<readonly SeenSubscription[]>;
}
