import { type PeriodLength, type PeriodType, periodTypeOf } from '../billingPeriod';
import type { BillingModel } from './order';

interface Billed {
	readonly billingModel: BillingModel;
	readonly billingPeriod?: PeriodLength;
	readonly subscriptionPeriod?: PeriodLength;
}

/** Whether the model has a line on the contract at all: usage and external rating are charged, not contracted. Source: rule Q12. */
export function hasContractLine(model: BillingModel): boolean {
	return model !== 'chargeAfterBillingPeriod' && model !== 'chargeExternalRating';
}

/** The length of time that is billed at once; undefined where the marketplace states none. Source: rule C2. */
export function billedLength(billed: Billed): PeriodLength | undefined {
	return billed.billingModel === 'chargeBeforeSubscriptionPeriod' ? billed.subscriptionPeriod : billed.billingPeriod;
}

/** The period type that contract and service must have; undefined for a length that Autotask does not have. Source: rule C2. */
export function billedPeriodType(billed: Billed): PeriodType | undefined {
	const length = billedLength(billed);
	return length && periodTypeOf(length);
}
