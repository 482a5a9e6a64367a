/** The settings of Build Contract Services that a plan was made with. Defaults and meaning: docs/domain.md. */
export interface PlanSettings {
	readonly priceSource: 'autotask' | 'marketplace';
	readonly proration: 'autotask' | 'marketplace';
	readonly costSource: 'subscription' | 'catalogue' | 'none';
	readonly convertCost: boolean;
	readonly changeQuantity: 'automatic' | 'total' | 'difference';
	readonly syncRefunds: boolean;
	readonly invoiceDescription: 'productAndPeriod' | 'productName' | 'autotask';
	/** Percent that a price may move by without a person; 0 is no limit. Absent in plans from before it: the usual one. */
	readonly priceChangeLimit?: number;
	/** Percent of the price under which a price that moves is asked about. Absent: 0, which is below cost. */
	readonly marginLimit?: number;
	readonly whenNoContract: 'ask' | 'create';
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
}

/** Percent. */
export const usualPriceChangeLimit = 20;
