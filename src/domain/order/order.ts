import type { PeriodLength } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { CustomerId, Instant, OrderId, ProductId, SubscriptionId } from '../ids';
import type { Decimal, Money } from '../money';

/** `scheduled`: under way, but not before a later day: put off to the end of a term, or parked until the next billing day. */
export type OrderStatus = 'submitted' | 'processing' | 'scheduled' | 'error' | 'completed' | 'cancelled';

export type BillingModel =
	| 'chargeBeforeBillingPeriod'
	| 'chargeAfterBillingPeriod'
	| 'chargeBeforeSubscriptionPeriod'
	| 'chargeExternalRating'
	| 'unknown';

/** An order as the list gives it: without subscription and products. */
export interface OrderRow {
	readonly id: OrderId;
	readonly orderNumber: string;
	/** The API's word: sales, change, renewal, cancellation, migration, unknown, or one we do not know. */
	readonly type: string;
	readonly customerId: CustomerId;
	readonly createdAt: Instant;
	/** Absent until the order is provisioned. */
	readonly provisionedAt?: Instant;
	readonly status: OrderStatus;
}

/** One line of amounts of an order, in the customer's payment currency. */
export interface OrderDetail {
	/** The API's word, see rule A11. */
	readonly type: string;
	readonly productId?: ProductId;
	readonly mpn?: string;
	readonly description: string;
	/** May have a fraction. */
	readonly quantity: Decimal;
	readonly duration?: { readonly type: PeriodLength['type']; readonly duration: Decimal };
	readonly unitPrice?: Money;
	/** What the customer pays for the line, after discount, without tax. */
	readonly extendedPrice?: Money;
	readonly discount?: {
		readonly type: 'percent' | 'fixed' | 'unknown';
		readonly value?: Decimal;
		readonly amount?: Decimal;
	};
}

/** Where a product of an order goes: another product, plan or subscription. What the order leaves open is absent. Source: rule Q11. */
export interface MoveTarget {
	readonly productId?: ProductId;
	readonly mpn?: string;
	readonly subscriptionId?: SubscriptionId;
	/** The order speaks of a new subscription without naming it. */
	readonly isUnnamed?: true;
	/** In words, for messages. */
	readonly named: string;
}

/** One product of an order with the quantity it names. */
export interface OrderProduct {
	readonly productId: ProductId;
	readonly mpn?: string;
	readonly name: string;
	/** May have a fraction; rule Q8 says what it means, Q9 what a fraction means. */
	readonly quantity?: Decimal;
	readonly billingPeriod?: PeriodLength;
	readonly subscriptionPeriod?: PeriodLength;
	readonly subscriptionId?: SubscriptionId;
	/** The API's word for what is done to it, where it says so, such as CHANGE_PLAN_PERIOD. */
	readonly placement?: string;
	/** Set where the order moves the quantity to another product, plan or subscription (rule Q11). */
	readonly movesTo?: MoveTarget;
}

/** An order in full. */
export interface Order extends OrderRow {
	readonly subscriptionId?: SubscriptionId;
	readonly targetSubscriptionId?: SubscriptionId;
	readonly billingModel: BillingModel;
	/** Of all lines, in the customer's payment currency; its sign is not told. */
	readonly total?: Money;
	readonly details: readonly OrderDetail[];
	readonly products: readonly OrderProduct[];
	/** Whether it was seen as scheduled before it ended; the marketplace forgets that. Source: rule Q5. */
	readonly wasScheduled?: true;
	/** Of the answer that brought it; the marketplace's support asks for it. */
	readonly correlationId?: string;
}

export type SubscriptionStatus = 'pending' | 'active' | 'hold' | 'terminated' | 'removed' | 'unknown';

/** A subscription as the list gives it: without products. */
export interface SubscriptionRow {
	readonly id: SubscriptionId;
	readonly name: string;
	readonly customerId: CustomerId;
	readonly status: SubscriptionStatus;
	readonly createdOn: CalendarDate;
	readonly renewalOn?: CalendarDate;
	readonly lastModifiedOn?: CalendarDate;
	readonly expirationOn?: CalendarDate;
	readonly billingModel: BillingModel;
	readonly billingPeriod?: PeriodLength;
	readonly subscriptionPeriod?: PeriodLength;
}

export interface SubscriptionProduct {
	readonly productId: ProductId;
	readonly mpn?: string;
	readonly name: string;
	readonly quantity: Decimal;
	readonly unitPrice?: Money;
	readonly unitCost?: Money;
}

/** A service plan of the marketplace: what its products are sold under. */
export interface ServicePlan {
	readonly id: string;
	readonly name: string;
}

/** A subscription in full. */
export interface Subscription extends SubscriptionRow {
	/** Its service plan. */
	readonly planId?: string;
	readonly products: readonly SubscriptionProduct[];
	readonly correlationId?: string;
}

export interface Customer {
	readonly id: CustomerId;
	readonly externalId?: string;
	readonly name: string;
	readonly taxId?: string;
	/** Of its contacts' e-mail addresses, in small letters, each once. */
	readonly domains?: readonly string[];
}

/** A product of the marketplace's catalogue, with the costs that rule A4 falls back to. */
export interface CatalogueProduct {
	readonly id: ProductId;
	readonly mpn?: string;
	readonly name: string;
	readonly costs: readonly { readonly type: string; readonly cost: Money }[];
}
