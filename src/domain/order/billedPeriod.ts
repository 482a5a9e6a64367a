import { uniq } from 'lodash';
import { type PeriodLength, type PeriodType, periodTypeOf } from '../billingPeriod';
import type { BillingModel, OrderProduct } from './order';

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

/** The length that an order itself names for a product; undefined where it names none that can be read. */
export function orderedLength(product: OrderProduct, billingModel: BillingModel): PeriodLength | undefined {
	const length = billedLength({ ...product, billingModel });
	return length?.type === 'unknown' ? undefined : length;
}

/** The periods that an order names for its products, each once; undefined among them for a length that Autotask does not have. */
export function orderedPeriods(
	products: readonly OrderProduct[],
	billingModel: BillingModel,
): readonly (PeriodType | undefined)[] {
	return uniq(
		products.flatMap((product) => {
			const length = orderedLength(product, billingModel);
			return length ? [periodTypeOf(length)] : [];
		}),
	);
}

const units: Readonly<Record<PeriodLength['type'], string>> = {
	day: 'day',
	month: 'month',
	year: 'year',
	statement_day: 'statement day',
	unknown: 'period of its own',
};

/** How often something is billed, in words: `every 36 months`. */
export function lengthText(length: PeriodLength | undefined): string {
	if (!length) return 'in a period that the marketplace does not state';
	const unit = units[length.type];
	return length.duration === 1 ? `every ${unit}` : `every ${length.duration} ${unit}s`;
}

/** Why something is on no contract of Autotask, and what a person does about it. Source: rule C2. */
export function billedOtherwise(subject: string, length: PeriodLength | undefined): string {
	return `${subject} is billed ${lengthText(length)}, and Autotask knows months, quarters, half-years and years only. Bill it in Autotask by hand and ignore the task. If you always bill it by hand, exclude the subscription. Once the marketplace states another period, retry the task.`;
}
