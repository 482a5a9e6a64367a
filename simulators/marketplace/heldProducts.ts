import Big from 'big.js';
import { cents, orderLine, type LineFigures, type NewFee } from './figures';
import type { OrderDetail, Subscription, SubscriptionProduct } from './records';

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

/** The subscription at another fee of its own. */
export function withFee(subscription: Subscription, fee: NewFee['fee']): Subscription {
	if (fee === undefined) return subscription;
	const { fee: _fee, ...without } = subscription;
	const { currency } = onlyProduct(subscription).unitPrice;
	return new Big(fee).eq(0) ? without : { ...without, fee: { currency, amount: fee } };
}

/** The line of a subscription's own fee, charged for the same days as a line of its seats; it names no product. None without a fee. */
export function feeLines({ fee }: Pick<Subscription, 'fee'>, seats: LineFigures): readonly OrderDetail[] {
	if (fee === undefined) return [];
	const { product: _product, tiers: _tiers, ...own } = seats;
	return [orderLine({ ...own, description: 'Subscription fee', quantity: 1, unitPrice: fee })];
}
