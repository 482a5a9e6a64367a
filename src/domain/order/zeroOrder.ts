import type { ProductId, SubscriptionId } from '../ids';
import { type Decimal, isZero } from '../money';
import type { Order, OrderProduct } from './order';

/** Whether a subscription has, or has had, the quantity of the product. */
export type IsHeld = (subscription: SubscriptionId, product: ProductId, quantity: Decimal) => boolean;

/** An order that states neither a total nor an amount says nothing of it. */
function hasNoAmount({ total, details }: Order): boolean {
	const amounts = [total, ...details.map(({ extendedPrice }) => extendedPrice)].filter((money) => money !== undefined);
	return amounts.length > 0 && amounts.every(({ amount }) => isZero(amount));
}

function isLeft(product: OrderProduct, order: Order, isHeld: IsHeld): boolean {
	const { productId, quantity, movesTo, subscriptionId = order.subscriptionId } = product;
	if (movesTo || subscriptionId === undefined) return false;
	return quantity === undefined || isHeld(subscriptionId, productId, quantity);
}

/**
 * Whether an order changes nothing: no amount but 0.00, nothing moves, and each product is as its subscription holds it. A
 * platform writes such orders when it brings its subscriptions in step with a plan. Source: rule T6.
 */
export function changesNothing(order: Order, isHeld: IsHeld): boolean {
	return hasNoAmount(order) && order.products.every((product) => isLeft(product, order, isHeld));
}

/** Whether a Billing order bills nothing, since it has no line. Source: rule A12. */
export function billsNothing(order: Order): boolean {
	return order.details.length === 0 && hasNoAmount(order);
}
