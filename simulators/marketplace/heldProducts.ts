import Big from 'big.js';
import { cents } from './figures';
import type { Subscription, SubscriptionProduct } from './records';

/** What a subscription holds after a change of quantity, price or cost. */
export function changedProduct(
	now: SubscriptionProduct,
	what: { readonly quantity?: number; readonly price?: string; readonly cost?: string },
): SubscriptionProduct {
	const currency = now.unitCost?.currency ?? now.unitPrice.currency;
	return extended({
		...now,
		quantity: what.quantity ?? now.quantity,
		unitPrice: { currency: now.unitPrice.currency, amount: what.price ?? now.unitPrice.amount },
		...(what.cost === undefined ? {} : { unitCost: { currency, amount: what.cost } }),
	});
}

/** The same with its extended price worked out. */
export function extended(held: SubscriptionProduct): SubscriptionProduct {
	const amount = cents(new Big(held.unitPrice.amount).times(held.quantity));
	return { ...held, extendedPrice: { currency: held.unitPrice.currency, amount } };
}

/** The first product of a subscription. @throws RangeError where it holds none. */
export function onlyProduct(subscription: Subscription): SubscriptionProduct {
	const first = subscription.products[0];
	if (first === undefined) throw new RangeError(`subscription ${subscription.id} holds no product`);
	return first;
}
