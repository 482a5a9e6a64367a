import type { DayNumber, PeriodMonths } from './days';

/** One order as the oracle reads it: what it leaves behind, from its day on. */
export interface OracleOrder {
	readonly on: DayNumber;
	/** The quantity that it leaves. */
	readonly quantity: number;
	/** Price of one unit for a whole period, in cents. */
	readonly price: number;
	/** What is charged once on the day, setup or fee, in cents. */
	readonly once: number;
}

export interface OracleSubscription {
	/** The day that its own periods are counted from. */
	readonly boundary: DayNumber;
	/** Oldest first; the first one is the sale. */
	readonly orders: readonly OracleOrder[];
}

export interface OracleContract {
	readonly start: DayNumber;
	readonly months: PeriodMonths;
	readonly subscriptions: readonly OracleSubscription[];
	/** Whether all begin on one line, which a price leaves on the days of its units (rule Q10). */
	readonly isShared?: boolean;
}

export interface OracleTerms {
	readonly proration: 'autotask' | 'marketplace';
	readonly priceSource: 'autotask' | 'marketplace';
	/** What the service costs in Autotask, in cents. */
	readonly servicePrice: number;
	/** What a unit costs the provider for a whole period, in cents. */
	readonly cost: number;
	/** Whether Autotask refuses a second change of a line on one day (rule Q7). */
	readonly sameDateRefused: boolean;
}
