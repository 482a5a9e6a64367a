import type { ActResult, CancellationsAct, ChangesAct } from './actKinds';
import { cancellationLines, endedOn } from './cancellationLines';
import { changeLines } from './changeLines';
import { changedProduct, onlyProduct } from './heldProducts';
import type { Effect, Marketplace } from './marketplace';
import { momentOf, orderedProduct, placeOrder } from './orders';
import type { OrderDetail, OrderProduct, SubscriptionProduct } from './records';
import { newProduct } from './sale';

interface Changed {
	readonly subscriptionId: string;
	readonly details: readonly OrderDetail[];
	/** None where the order leaves it out. */
	readonly products: readonly OrderProduct[];
	readonly effect: Effect;
}

function changed(market: Marketplace, what: ChangesAct, item: ChangesAct['items'][number]): Changed {
	const subscription = market.subscription(item.subscriptionId ?? what.subscriptionId);
	const moment = momentOf(market, what);
	const currency = onlyProduct(subscription).unitPrice.currency;
	const held =
		item.productId === undefined
			? onlyProduct(subscription)
			: subscription.products.find((one) => one.id === item.productId);
	const before: SubscriptionProduct =
		held ?? newProduct(market, market.product(item.productId ?? ''), { ...item, quantity: 0 }, currency);
	const after = changedProduct(before, item);
	const stated = market.switches.changeQuantity === 'total' ? after.quantity : after.quantity - before.quantity;
	return {
		subscriptionId: subscription.id,
		details: changeLines({ subscription, before, after, ...moment, amounts: item.amounts }),
		products: item.isUnnamed ? [] : [{ ...orderedProduct(subscription, after), quantity: stated }],
		effect: (now) => ({ ...now, products: [...now.products.filter((one) => one.id !== before.id), after] }),
	};
}

/** Several products get other quantities, in one order. */
export function changes(market: Marketplace, what: ChangesAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const items = what.items.map((item) => changed(market, what, item));
	return placeOrder(market, what, {
		type: 'change',
		prefix: 'CH',
		details: items.flatMap((item) => item.details),
		subscription,
		currency: onlyProduct(subscription).unitPrice.currency,
		furtherEffects: items,
		products: items.flatMap((item) => item.products),
	});
}

/** Several subscriptions end, in one order; a fee is charged once. */
export function cancellations(market: Marketplace, what: CancellationsAct): ActResult {
	const [first, ...others] = what.subscriptionIds;
	const { fee: _fee, ...withoutFee } = what;
	const moment = momentOf(market, what);
	const subscriptions = [first, ...others].map((id) => market.subscription(id));
	const own = market.subscription(first);
	return placeOrder(market, what, {
		type: 'cancellation',
		prefix: what.fee === undefined ? 'CL' : 'CF',
		details: subscriptions.flatMap((one) => cancellationLines(one, one.id === first ? what : withoutFee, moment)),
		subscription: own,
		currency: onlyProduct(own).unitPrice.currency,
		furtherEffects: subscriptions.map((one) => ({ subscriptionId: one.id, effect: endedOn(moment.day) })),
		products: subscriptions.flatMap((one) => one.products.map((held) => orderedProduct(one, held))),
	});
}
