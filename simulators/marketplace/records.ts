/** Money as the platform sends it: the amount is text. */
export interface Money {
	readonly currency: string;
	readonly amount: string;
}

/** A billing or subscription period. */
export interface Period {
	readonly type: 'day' | 'month' | 'year' | 'statement_day' | 'unknown';
	readonly duration: number;
}

/** Who may be called at a customer. */
export interface ContactPerson {
	readonly type: 'admin' | 'billing' | 'technical';
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly phoneNumber: string;
	readonly login?: string;
}

/** A customer of the reseller. */
export interface Customer {
	readonly id: string;
	readonly externalId?: string;
	readonly status: 'pending' | 'active' | 'creditHold' | 'adminHold' | 'cancelled' | 'error';
	readonly name: string;
	readonly address: {
		readonly streetAddress: string;
		readonly postalCode: string;
		readonly city: string;
		readonly countryCode: string;
		readonly addressExtension?: string;
		readonly state?: string;
	};
	readonly contactPersons: readonly ContactPerson[];
	readonly language: string;
	readonly taxRegId?: string;
	readonly resellerId?: string;
}

/** How a plan is charged. */
export type BillingModel =
	'chargeBeforeBillingPeriod' | 'chargeAfterBillingPeriod' | 'chargeBeforeSubscriptionPeriod' | 'chargeExternalRating';

/** One price or cost of the catalogue. */
export interface ProductPrice extends Money {
	readonly type: 'recurring' | 'setup' | 'overuse';
	readonly model: 'FLAT' | 'TIERED' | 'VOLUME_SUBSCRIPTION' | 'VOLUME_ORDER' | 'VOLUME_RESOURCE_AGGREGATED';
	readonly lowerLimit?: number;
}

/** A product of the catalogue. */
export interface Product {
	readonly mpn: string;
	readonly vendor: string;
	readonly id: string;
	readonly serviceName: string;
	readonly name: string;
	readonly minimumQuantity?: string;
	readonly maximumQuantity?: string;
	readonly prices: readonly ProductPrice[];
	readonly costs: readonly ProductPrice[];
	readonly billingPeriod: Period;
	readonly subscriptionPeriod: Period;
	readonly billingModel: BillingModel;
}

/** What one subscription holds of one product. */
export interface SubscriptionProduct {
	readonly mpn?: string;
	readonly vendor?: string;
	readonly id: string;
	readonly quantity: number;
	readonly name: string;
	readonly unitPrice: Money;
	readonly unitCost?: Money;
	readonly extendedPrice?: Money;
	readonly vendorSubscriptionId?: string;
}

/** A subscription as held by the simulator. Days are YYYY-MM-DD in the platform's zone. */
export interface Subscription {
	readonly id: string;
	readonly name: string;
	readonly customerId: string;
	readonly status: 'pending' | 'active' | 'hold' | 'terminated' | 'removed' | 'unknown';
	readonly renewalStatus: boolean;
	readonly creationDate: string;
	readonly renewalDate?: string;
	readonly lastModifiedDate: string;
	/** The day after the term's last day; how it is shown is the switch `expirationIs`. */
	readonly expirationDate?: string;
	readonly billingModel: BillingModel;
	readonly billingPeriod: Period;
	readonly subscriptionPeriod: Period;
	readonly products: readonly SubscriptionProduct[];
	readonly planId?: number;
	/** First day of the running term, the anchor of the billing periods; never shown. */
	readonly termStart?: string;
	/** First day of some billing period, where they do not begin with the term; never shown. */
	readonly billedFrom?: string;
	/** What the subscription itself costs a period, beside its products; shown in lines of orders alone. */
	readonly fee?: Money;
}

/** A discount of an order line; `amount` is what `value` takes off the line. */
export interface Discount {
	readonly type: 'percent' | 'fixed' | 'unknown';
	readonly value: string;
	readonly amount: string;
	readonly amountCode: string;
}

/** One line of an order's amounts. */
export interface OrderDetail {
	readonly type: string;
	readonly mpn?: string;
	readonly productId?: string;
	readonly duration?: { readonly type: Period['type']; readonly duration: number };
	readonly description: string;
	readonly quantity: number;
	readonly unitPrice: Money;
	readonly salesUnitPrice: Money;
	readonly extendedPrice: Money;
	readonly salesExtendedPrice: Money;
	readonly discount?: Discount;
	readonly salesDiscount?: Discount;
	readonly taxAmount?: Money;
	readonly salesTaxAmount?: Money;
	readonly exchangeRate?: number;
	readonly exchangeTime?: string;
}

/** What an order asks for of one product. */
export interface OrderProduct {
	readonly mpn?: string;
	readonly vendor?: string;
	readonly id: string;
	readonly name: string;
	readonly quantity: number;
	readonly billingPeriod?: Period;
	readonly subscriptionPeriod?: Period;
	readonly extendedPrice?: Money;
	readonly subscriptionId?: string;
	readonly type?: string;
	readonly newMPN?: string;
	readonly newId?: string;
	readonly newProductId?: string;
	readonly targetSubscriptionId?: string;
	readonly newSubscription?: { readonly id: number; readonly type: string };
}

/** An order with its detail view. Instants are ISO texts in UTC; how they are shown is the switch `dates`. */
export interface Order {
	readonly id: string;
	readonly orderNumber: string;
	readonly type: 'sales' | 'change' | 'renewal' | 'cancellation' | 'migration' | 'unknown';
	readonly customerId: string;
	readonly poNumber?: string;
	readonly creationDate: string;
	readonly provisioningDate?: string;
	readonly status: 'submitted' | 'processing' | 'error' | 'completed' | 'cancelled';
	readonly statusCode: string;
	readonly total: Money;
	readonly details: readonly OrderDetail[];
	readonly products: readonly OrderProduct[];
	readonly subscriptionId?: string;
	readonly billingModel?: string;
	readonly creditCheck?: boolean;
}

/** Everything a marketplace holds, as seeded and as read back. */
export interface MarketplaceRecords {
	readonly customers: readonly Customer[];
	readonly products: readonly Product[];
	readonly subscriptions: readonly Subscription[];
	readonly orders: readonly Order[];
}
