import type { DayNumber, PeriodMonths } from './days';

/**
 * What an order is about: the whole subscription (`sale`, `change`, `renewal`, `cancellation`), what was used (`usage`),
 * the price of what is billed already (`listPrice`), amounts alone (`amounts`), seats that leave for another product or come from one (`move`), or
 * the end of one billing period and the begin of another one (`ends`, `begins`).
 */
export type OracleOrderKind =
	'sale' | 'change' | 'renewal' | 'cancellation' | 'usage' | 'listPrice' | 'amounts' | 'move' | 'ends' | 'begins';

/** One order as the oracle reads it: what it leaves behind, from its day on. */
export interface OracleOrder {
	readonly kind: OracleOrderKind;
	/** The day that it is provisioned. */
	readonly on: DayNumber;
	/** The quantity that it leaves. */
	readonly quantity: number;
	/** Price of one unit for a whole period, in cents. */
	readonly price: number;
	/** What a unit costs the provider for a whole period, in cents; absent where nothing says. */
	readonly cost?: number;
	/** What is charged once: setup, fee or usage, in cents. */
	readonly once: number;
	/** Of a move: seats that come (above 0) or leave. */
	readonly moved?: number;
	/** Whether it gives the rest of the subscription's period back, in lines of its own. */
	readonly isRefunded: boolean;
	/** Of a list price: the marketplace's own amounts follow it, and nothing that is billed does. */
	readonly isSaidOnly?: true;
	/** Whether it has waited for the contract's boundary, on which it is provisioned. */
	readonly isParked?: true;
	/** Whether the contract's period of its day was posted before it was written. */
	readonly isPosted: boolean;
}

export interface OracleSubscription {
	/** The day that its own periods are counted from: an end of its term. */
	readonly boundary: DayNumber;
	readonly termMonths: number;
	/** Oldest first; the first one is the sale. */
	readonly orders: readonly OracleOrder[];
	/** What it was until it was billed by another period: its last order ends that. */
	readonly was?: { readonly contract: OracleGrid; readonly subscription: OracleSubscription };
}

/** The first day of a contract, and the months that it bills at once. */
export interface OracleGrid {
	readonly start: DayNumber;
	readonly months: PeriodMonths;
}

export interface OracleContract extends OracleGrid {
	readonly subscriptions: readonly OracleSubscription[];
}

export interface OracleTerms {
	readonly proration: 'autotask' | 'marketplace';
	readonly priceSource: 'autotask' | 'marketplace';
	/** Whether falls are credited (rule A10). */
	readonly syncRefunds: boolean;
	/** What the service costs in Autotask, in cents. */
	readonly servicePrice: number;
	/** What Autotask says that a unit costs the provider for a whole period, in cents. */
	readonly serviceCost: number;
}
