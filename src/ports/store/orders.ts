import type { ConnectionId, Instant, OrderId, SubscriptionId } from '../../domain/ids';
import type { OrderStatus } from '../../domain/order/order';

/** An order that was not `completed` when seen, or ended in error: asked for again. Source: rules T4 and T7. */
export interface RememberedOrder {
	readonly connectionId: ConnectionId;
	readonly orderId: OrderId;
	readonly status: OrderStatus;
	/** Known once its detail was read: the chain of this subscription's orders is not complete yet (rule Q8). */
	readonly subscriptionId?: SubscriptionId;
	readonly createdAt: Instant;
	readonly firstSeenAt: Instant;
	/** When it was last asked for by itself, where it was. */
	readonly askedAt?: Instant;
}

export interface OrderStore {
	rememberOrders(orders: readonly RememberedOrder[]): Promise<void>;
	forgetOrders(connectionId: ConnectionId, ids: readonly OrderId[]): Promise<void>;
	rememberedOrders(connectionId: ConnectionId): Promise<readonly RememberedOrder[]>;
	/** Which of these orders have a task or are remembered. */
	knownOrders(connectionId: ConnectionId, ids: readonly OrderId[]): Promise<ReadonlySet<OrderId>>;
}
