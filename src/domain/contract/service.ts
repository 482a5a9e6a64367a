import type { PeriodType } from '../billingPeriod';
import type { ServiceId } from '../ids';
import type { Decimal } from '../money';

/** A service of Autotask's catalogue. */
export interface Service {
	readonly id: ServiceId;
	readonly name: string;
	readonly periodType?: PeriodType;
	readonly isActive: boolean;
	readonly unitPrice: Decimal;
	readonly unitCost?: Decimal;
	readonly externalId?: string;
	readonly sku?: string;
	readonly invoiceDescription?: string;
}

/** What services are looked for by; one that shares any of it is a candidate. At most 400 texts in all. */
export interface ServiceTraits {
	readonly externalIds: readonly string[];
	readonly skus: readonly string[];
	/** Parts of the name. */
	readonly words: readonly string[];
}
