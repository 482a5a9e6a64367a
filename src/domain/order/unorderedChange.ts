import type { ProductId } from '../ids';
import { compare } from '../money';
import { hasContractLine } from './billedPeriod';
import type { Subscription, SubscriptionProduct } from './order';

/** What a subscription that is listed otherwise than it was known amounts to, in the kinds of tasks. */
export type UnorderedKind = 'change' | 'cancellation';

/** A subscription as it is listed now, against what was known of it. */
export interface SweptSubscription {
	/** Undefined where the marketplace no longer knows it. */
	readonly now: Subscription | undefined;
	readonly before: Subscription;
	/** What its products were last written to hold; undefined where no line is known to follow it. */
	readonly written?: ReadonlyMap<ProductId, number>;
}

/** Whether the subscription is over, for whatever reason. */
export function isOver(subscription: Subscription | undefined): boolean {
	return !subscription || subscription.status === 'terminated' || subscription.status === 'removed';
}

function productOf(subscription: Subscription, id: ProductId): SubscriptionProduct | undefined {
	return subscription.products.find((product) => product.productId === id);
}

function hasOtherPrice(now: SubscriptionProduct, before: SubscriptionProduct | undefined): boolean {
	const [one, other] = [now.unitPrice, before?.unitPrice];
	return one !== undefined && other !== undefined && compare(one.amount, other.amount) !== 0;
}

function hasChanged(now: Subscription, { before, written }: SweptSubscription): boolean {
	const expected = (id: ProductId) => written?.get(id) ?? Number(productOf(before, id)?.quantity ?? 0);
	const known = written
		? [...written].filter(([, units]) => units > 0).map(([id]) => id)
		: before.products.map((product) => product.productId);
	return (
		now.products.some(
			(product) =>
				Number(product.quantity) !== expected(product.productId) ||
				hasOtherPrice(product, productOf(before, product.productId)),
		) || known.some((id) => !productOf(now, id))
	);
}

function isOnContracts({ before, written }: SweptSubscription): boolean {
	return written ? [...written.values()].some((units) => units > 0) : !isOver(before);
}

/**
 * What has happened to a subscription, if nobody ordered it: an end, another quantity or another price.
 *
 * Quantities are compared with what was last written, prices with the last sight. Hold and its end are nothing, and so
 * is whatever happens to a plan that has no line. Whether an order explains it is not looked at. Source: rule T5.
 */
export function unorderedChange(swept: SweptSubscription): UnorderedKind | undefined {
	const { now, before } = swept;
	if (!hasContractLine((now ?? before).billingModel)) return undefined;
	if (!now || isOver(now)) return isOnContracts(swept) ? 'cancellation' : undefined;
	return now.status === 'active' && hasChanged(now, swept) ? 'change' : undefined;
}
