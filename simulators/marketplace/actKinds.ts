import type { ChangeAmounts } from './changeLines';
import type { BilledLine, NewFee } from './figures';
import type { Order, Period } from './records';

/** What each act may say about its order. Instants are ISO texts; without one the present is taken. */
export interface OrderTiming {
	readonly at?: string;
	/** How long the platform takes to provision (default 20 seconds after `at`, at once without it). */
	readonly provisionedAfterSeconds?: number;
	/** Anything but `completed` (the default) leaves the subscription as it is until `settle`. */
	readonly status?: Order['status'];
	/** The platform's own code, such as `WS` for an order that is scheduled; default that of the status. */
	readonly statusCode?: string;
	readonly poNumber?: string;
}

/** A customer buys a product. Prices and costs are decimal texts; without them the catalogue's are taken. */
export interface SaleAct extends OrderTiming {
	readonly kind: 'sale';
	readonly customerId: string;
	readonly productId: string;
	readonly quantity: number;
	readonly price?: string;
	readonly cost?: string;
	/** A one-time fee; without it the catalogue's setup price, if there is one. `0` is none. */
	readonly setup?: string;
	readonly discountPercent?: string;
	/** Day of the month its billing periods begin on; the first one is then charged in part. */
	readonly alignedTo?: number;
	/** Months of a first term that is longer or shorter than the product's own; it is charged whole at once. */
	readonly firstTermMonths?: number;
	/** Day of the month that it is billed on, where that is not the day its term ends on. */
	readonly billedOn?: number;
	/** A recurring fee of the subscription itself, beside its seats, which its later orders charge too. */
	readonly fee?: string;
	/** The first period is not charged: its line names the price, and 0.00. */
	readonly isFirstFree?: true;
	/** Payment currency; without it the marketplace's. */
	readonly currency?: string;
	readonly sales?: { readonly currency: string; readonly rate: string };
	/** Id of the new subscription; without it a new one. */
	readonly subscriptionId?: string;
}

/** A subscription gets another quantity (the new total), another price, or both. */
export interface ChangeAct extends OrderTiming {
	readonly kind: 'change';
	readonly subscriptionId: string;
	readonly quantity?: number;
	readonly price?: string;
	readonly cost?: string;
	/** Default: a rise charges the fragment, a fall nothing, an equal quantity the whole period. */
	readonly amounts?: ChangeAmounts;
	readonly productId?: string;
	/** What the order's quantity is; default as the switch says. */
	readonly states?: 'total' | 'difference';
}

/** A completed order is corrected by a Change of amounts alone. */
export interface CorrectionAct extends OrderTiming {
	readonly kind: 'correction';
	readonly subscriptionId: string;
	/** Below 0 for what is given back. */
	readonly amount: string;
	/** Default `adjustment`. */
	readonly type?: string;
	/** Default: the subscription's products as they are; else none. */
	readonly names?: 'products' | 'nothing';
}

/** A subscription ends at once. */
export interface CancellationAct extends OrderTiming {
	readonly kind: 'cancellation';
	readonly subscriptionId: string;
	readonly fee?: string;
	/** True credits the days of the running period that are left. */
	readonly refund?: boolean;
	/** A setup fee that is given back. */
	readonly setupRefund?: string;
}

/** A subscription goes into its next term. */
export interface RenewalAct extends OrderTiming, NewFee {
	readonly kind: 'renewal';
	readonly subscriptionId: string;
	readonly quantity?: number;
	/** What the order names and charges, where it counts a Change under way that the subscription does not have yet. */
	readonly counts?: number;
	readonly price?: string;
	readonly cost?: string;
}

/** The platform bills: usage, external rating, or the next period of a prepaid plan. */
export interface UsageAct extends OrderTiming, NewFee, Pick<RenewalAct, 'counts'> {
	readonly kind: 'usage';
	readonly subscriptionId: string;
	readonly lines: readonly BilledLine[];
}

/** An order of a type that the API does not name, with a number of the given prefix. */
export interface UnknownAct extends OrderTiming {
	readonly kind: 'unknown';
	readonly subscriptionId: string;
	readonly prefix: string;
	/** Of its one line; without it there is none. */
	readonly amount?: string;
}

/** One product of an order of several subscriptions, with a subscription of its own. */
export type SoldItem = Pick<SaleAct, 'productId' | 'quantity' | 'price' | 'cost' | 'setup' | 'subscriptionId'>;

/** A customer buys several products in one order, such as a product with its add-on; the order's own subscription is the first. */
export interface BundleAct extends OrderTiming {
	readonly kind: 'bundle';
	readonly customerId: string;
	readonly items: readonly [SoldItem, ...SoldItem[]];
	readonly alignedTo?: number;
}

/** Several products get other quantities in one order, of one subscription or of several; one that is not held yet is added. */
export interface ChangesAct extends OrderTiming {
	readonly kind: 'changes';
	readonly subscriptionId: string;
	readonly items: readonly (Pick<ChangeAct, 'quantity' | 'price' | 'cost' | 'amounts' | 'productId'> & {
		/** Default: the order's own. */
		readonly subscriptionId?: string;
		/** The order has lines of it, and leaves it out of its products. */
		readonly isUnnamed?: true;
	})[];
}

/** Several subscriptions end at once, in one order; the order's own is the first. */
export interface CancellationsAct extends OrderTiming {
	readonly kind: 'cancellations';
	readonly subscriptionIds: readonly [string, ...string[]];
	readonly fee?: string;
	readonly refund?: boolean;
}

/** Seats become another product, or go to another subscription, or are billed by another period. */
export interface MoveAct extends OrderTiming, NewFee {
	readonly kind: 'move';
	readonly subscriptionId: string;
	/** Default: the only product. */
	readonly productId?: string;
	/** Default: all of them. */
	readonly quantity?: number;
	/** Default: the same product. */
	readonly toProductId?: string;
	/** Default: the same subscription; `new` makes one. */
	readonly targetSubscriptionId?: string;
	/** Default: what the target has. */
	readonly billingPeriod?: Period;
	readonly price?: string;
	readonly cost?: string;
	/** True gives the rest of the period back and charges the new one for it; else, and for another period, a whole one of the new is charged. */
	readonly refund?: boolean;
	/** How the order names the new product; default by id and part number. */
	readonly names?: 'newId' | 'newProductId' | 'newMPN';
}

/** Seats that were bought elsewhere come to this marketplace with a new subscription; without lines unless it charges. */
export interface MigrationAct extends OrderTiming, SoldItem {
	readonly kind: 'migration';
	readonly customerId: string;
	readonly alignedTo?: number;
	readonly charges?: boolean;
}

/** An order that was under way or failed ends. */
export interface SettleAct {
	readonly kind: 'settle';
	readonly orderId: string;
	readonly status: Order['status'];
	readonly at?: string;
}

/** Something that happens at the marketplace. */
export type MarketplaceAct =
	| SaleAct
	| BundleAct
	| ChangeAct
	| ChangesAct
	| CorrectionAct
	| CancellationAct
	| CancellationsAct
	| RenewalAct
	| MoveAct
	| MigrationAct
	| UsageAct
	| UnknownAct
	| SettleAct;

/** The order an act made or moved. */
export interface ActResult {
	readonly orderId: string;
	readonly orderNumber: string;
	readonly subscriptionId: string;
}
