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

/** Talks to the Reseller Marketplace. All but `createCustomer` only read, hence are safe to repeat. Errors: `ApiError`, `MalformedResponseError`. */
export interface MarketplacePort {
	/** Orders created in the window, in no order, each id once. */
	orders(
		window: { readonly from: Instant; readonly to: Instant },
		filter?: { readonly status?: OrderStatus },
	): AsyncIterable<OrderRow>;
	/** Undefined where the marketplace no longer knows it. */
	order(id: OrderId): Promise<Order | undefined>;
	/** All subscriptions of the account, in no order, each id once. */
	subscriptions(): AsyncIterable<SubscriptionRow>;
	subscription(id: SubscriptionId): Promise<Subscription | undefined>;
	customer(id: CustomerId): Promise<Customer | undefined>;
	/** All service plans of the reseller, in no order, each id once. */
	servicePlans(): AsyncIterable<ServicePlan>;
	/** All customers of the reseller, in no order, each id once. */
	customers(): AsyncIterable<Customer>;
	/** Customers that carry exactly this external id. */
	customersByExternalId(externalId: string): Promise<readonly Customer[]>;
	/**
	 * The id of the new customer. `RefusedError`: nothing was made, for its reasons, in which no password stands;
	 * `UnprovenError`: look for its external id.
	 */
	createCustomer(customer: NewCustomer, options?: SendOptions): Promise<CustomerId>;
	/** Catalogue entries of these part numbers; unknown ones are left out. */
	catalogue(mpns: readonly string[]): Promise<readonly CatalogueProduct[]>;
}
