import type { ProductId } from '../ids';
import type { Decimal } from '../money';
import type { Order, Subscription, SubscriptionProduct } from './order';

const ofPlan = 'fee-of-plan-';
const ofSubscription = 'fee-of-subscription-';

/** What a subscription has of its own fee. */
export const oneFee = '1' as Decimal;

/**
 * The recurring fee of a subscription itself as a product: one for all subscriptions of a plan, so that it is mapped once.
 *
 * The marketplace names a subscription after its plan. Where it names no plan, the fee is the subscription's alone. Source:
 * rule M1.
 */
export function feeOf({ id, name, planId }: Pick<Subscription, 'id' | 'name' | 'planId'>): SubscriptionProduct {
	const productId = planId === undefined ? `${ofSubscription}${id}` : `${ofPlan}${planId}`;
	return { productId: productId as ProductId, name: `fee of plan ${name || (planId ?? id)}`, quantity: oneFee };
}

/** Whether the product is a subscription's own fee: the marketplace lists none among what a subscription holds. */
export function isFee(id: ProductId): boolean {
	return id.startsWith(ofPlan) || id.startsWith(ofSubscription);
}

/** The fee that a subscription is known to have. */
export function knownFee(subscription: Pick<Subscription, 'products'> | undefined): SubscriptionProduct | undefined {
	return subscription?.products.find(({ productId }) => isFee(productId));
}

/** The subscription with that fee as its only one; as it is without one. */
export function withFee<Of extends Pick<Subscription, 'products'>>(
	subscription: Of,
	fee: SubscriptionProduct | undefined,
): Of {
	if (!fee) return subscription;
	return { ...subscription, products: [...subscription.products.filter(({ productId }) => !isFee(productId)), fee] };
}

/** A sight with the fee that was known before, where it tells none: only orders do. Source: rule M1. */
export function keepingFee<Of extends Pick<Subscription, 'products'>>(
	sight: Of,
	before: Pick<Subscription, 'products'> | undefined,
): Of {
	return withFee(sight, knownFee(sight) ?? knownFee(before));
}

/** The fee that an order names, as it leaves it. */
export function feeLeftBy({ products }: Pick<Order, 'products'>): SubscriptionProduct | undefined {
	const ordered = products.find(({ productId }) => isFee(productId));
	if (!ordered) return undefined;
	const { productId, name, movesTo } = ordered;
	return { productId: movesTo?.productId ?? productId, name: movesTo?.named ?? name, quantity: oneFee };
}

/** Products of a subscription without its own fee, unless that is among the ordered ones. */
export function withoutFee(
	products: readonly SubscriptionProduct[],
	ordered: readonly Pick<SubscriptionProduct, 'productId'>[] = [],
): readonly SubscriptionProduct[] {
	return products.filter(({ productId: id }) => !isFee(id) || ordered.some(({ productId }) => productId === id));
}
