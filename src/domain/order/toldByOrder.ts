import { isEqual, uniqWith } from 'lodash';
import type { PeriodLength } from '../billingPeriod';
import type { Order, Subscription } from './order';
import { keepingFee } from './planFee';

/** The one length that some of them name. */
function only(lengths: readonly (PeriodLength | undefined)[]): PeriodLength | undefined {
	const [first, ...others] = uniqWith(
		lengths.filter((length) => length !== undefined),
		isEqual,
	);
	return others.length === 0 ? first : undefined;
}

type Billing = Pick<Subscription, 'billingModel' | 'billingPeriod' | 'subscriptionPeriod'>;

/** A subscription with what it does not say itself of how it is billed. */
function withBilling<Of extends Subscription>(subscription: Of, otherwise: Billing): Of {
	const billingPeriod = subscription.billingPeriod ?? otherwise.billingPeriod;
	const subscriptionPeriod = subscription.subscriptionPeriod ?? otherwise.subscriptionPeriod;
	return {
		...subscription,
		billingModel: subscription.billingModel === 'unknown' ? otherwise.billingModel : subscription.billingModel,
		...(billingPeriod ? { billingPeriod } : {}),
		...(subscriptionPeriod ? { subscriptionPeriod } : {}),
	};
}

/** A sight with what only orders have told of the subscription before. Source: rules P3 and M1. */
export function keepingTold<Of extends Subscription>(sight: Of, before: Subscription): Of {
	return keepingFee(withBilling(sight, before), before);
}

/**
 * A subscription with what only its order says of how it is billed: older installations show neither model nor periods of
 * subscriptions. Source: rule P3.
 */
export function toldByOrder(subscription: Subscription, order: Order): Subscription {
	const own = order.products.filter(({ subscriptionId = order.subscriptionId }) => subscriptionId === subscription.id);
	const billingPeriod = only(own.map((product) => product.billingPeriod));
	const subscriptionPeriod = only(own.map((product) => product.subscriptionPeriod));
	return withBilling(subscription, {
		billingModel: order.billingModel,
		...(billingPeriod ? { billingPeriod } : {}),
		...(subscriptionPeriod ? { subscriptionPeriod } : {}),
	});
}
