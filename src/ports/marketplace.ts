import type { CustomerId, Instant, OrderId, SubscriptionId } from '../domain/ids';
import type { NewCustomer } from '../domain/mapping/newCustomer';
import type {
	CatalogueProduct,
	Customer,
	Order,
	OrderRow,
	OrderStatus,
	ServicePlan,
	Subscription,
	SubscriptionRow,
} from '../domain/order/order';
import type { SendOptions } from './sending';
import type { TakeUnread } from './unread';

/** Talks to the Reseller Marketplace. Lists read each row by itself; see `TakeUnread`. All but `createCustomer` only read, hence are safe to repeat. Errors: `ApiError`, `MalformedResponseError`. */
export interface MarketplacePort {
	/** Orders created in the window, in no order, each id once. */
	orders(
		window: { readonly from: Instant; readonly to: Instant },
		filter?: { readonly status?: OrderStatus },
		unread?: TakeUnread<OrderRow>,
	): AsyncIterable<OrderRow>;
	/** Undefined where the marketplace no longer knows it. */
	order(id: OrderId): Promise<Order | undefined>;
	/** All subscriptions of the account, in no order, each id once. */
	subscriptions(unread?: TakeUnread<SubscriptionRow>): AsyncIterable<SubscriptionRow>;
	subscription(id: SubscriptionId): Promise<Subscription | undefined>;
	customer(id: CustomerId): Promise<Customer | undefined>;
	/** All service plans of the reseller, in no order, each id once. */
	servicePlans(unread?: TakeUnread<ServicePlan>): AsyncIterable<ServicePlan>;
	/** All customers of the reseller, in no order, each id once. */
	customers(unread?: TakeUnread<Customer>): AsyncIterable<Customer>;
	/** Customers that carry exactly this external id. */
	customersByExternalId(externalId: string): Promise<readonly Customer[]>;
	/**
	 * The id of the new customer. `RefusedError`: nothing was made, for its reasons, in which no password stands;
	 * `UnprovenError`: look for its external id.
	 */
	createCustomer(customer: NewCustomer, options?: SendOptions): Promise<CustomerId>;
	/** Catalogue entries of these part numbers; unknown ones are left out. What cannot be read is told by its part number. */
	catalogue(mpns: readonly string[], unread?: TakeUnread<CatalogueProduct>): Promise<readonly CatalogueProduct[]>;
}
