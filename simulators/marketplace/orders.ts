import type { ActResult, OrderTiming, SettleAct } from './actKinds';
import { dayIn } from './billingDays';
import { totalOf } from './figures';
import type { Effect, Marketplace, PlacedEffect } from './marketplace';
import type { Order, OrderDetail, OrderProduct, Subscription, SubscriptionProduct } from './records';

/** What an order is made of. */
export interface OrderParts {
	readonly type: Order['type'];
	readonly prefix: string;
	readonly details: readonly OrderDetail[];
	readonly subscription: Subscription;
	readonly currency: string;
	/** What becomes of the order's own subscription. */
	readonly effect?: Effect;
	/** What becomes of others that it touches. */
	readonly furtherEffects?: readonly PlacedEffect[];
	readonly products?: readonly OrderProduct[];
}

const statusCodes: Readonly<Record<Order['status'], string>> = {
	submitted: 'NW',
	processing: 'IP',
	error: 'ER',
	completed: 'CP',
	cancelled: 'CL',
};

/** Makes an order and, where it has completed, changes its subscription. */
export function placeOrder(market: Marketplace, timing: OrderTiming, parts: OrderParts): ActResult {
	const { subscription } = parts;
	const { at, provisionedAt } = momentOf(market, timing);
	const status = timing.status ?? 'completed';
	const order: Order = {
		id: market.newId(),
		orderNumber: market.newOrderNumber(parts.prefix),
		type: parts.type,
		customerId: subscription.customerId,
		...(timing.poNumber === undefined ? {} : { poNumber: timing.poNumber }),
		creationDate: at,
		...(status === 'completed' ? { provisioningDate: provisionedAt } : {}),
		status,
		statusCode: timing.statusCode ?? statusCodes[status],
		total: totalOf(
			parts.details.map((line) => line.extendedPrice),
			parts.currency,
		),
		details: parts.details,
		products: parts.products ?? subscription.products.map((held) => orderedProduct(subscription, held)),
		subscriptionId: subscription.id,
		billingModel: subscription.billingModel,
	};
	market.put({ orders: [order] });
	const own = parts.effect === undefined ? [] : [{ subscriptionId: subscription.id, effect: parts.effect }];
	market.effects.set(order.id, [...own, ...(parts.furtherEffects ?? [])]);
	if (status === 'completed') applyEffect(market, order);
	return { orderId: order.id, orderNumber: order.orderNumber, subscriptionId: subscription.id };
}

function applyEffect(market: Marketplace, order: Order): void {
	const lastModifiedDate = dayIn(market.settings.zone, order.provisioningDate ?? order.creationDate);
	for (const { subscriptionId, effect } of market.effects.get(order.id) ?? []) {
		const changed = effect(market.subscription(subscriptionId));
		market.put({ subscriptions: [{ ...changed, lastModifiedDate }] });
	}
	market.effects.delete(order.id);
}

/** Ends an order that was under way or failed; completing it changes the subscription. */
export function settle(market: Marketplace, what: SettleAct): ActResult {
	const order = market.order(what.orderId);
	const at = what.at ?? market.clock.now().toISOString();
	const provisioned = what.status === 'completed' ? { provisioningDate: at } : {};
	const settled: Order = { ...order, status: what.status, statusCode: statusCodes[what.status], ...provisioned };
	market.put({ orders: [settled] });
	if (what.status === 'completed') applyEffect(market, settled);
	return { orderId: order.id, orderNumber: order.orderNumber, subscriptionId: order.subscriptionId ?? '' };
}

/** When an order is created and provisioned, and the day it takes effect in the platform's zone. */
export function momentOf(market: Marketplace, timing: OrderTiming): { at: string; provisionedAt: string; day: string } {
	const created = timing.at === undefined ? market.clock.now() : new Date(timing.at);
	const at = toSeconds(created);
	const provisionedAt = toSeconds(new Date(created.getTime() + (timing.provisionedAfterSeconds ?? 20) * 1000));
	return { at, provisionedAt, day: dayIn(market.settings.zone, provisionedAt) };
}

/** A product of a subscription as an order names it. */
export function orderedProduct(subscription: Subscription, held: SubscriptionProduct): OrderProduct {
	return {
		...(held.mpn === undefined ? {} : { mpn: held.mpn }),
		...(held.vendor === undefined ? {} : { vendor: held.vendor }),
		id: held.id,
		name: held.name,
		quantity: held.quantity,
		billingPeriod: subscription.billingPeriod,
		subscriptionPeriod: subscription.subscriptionPeriod,
		...(held.extendedPrice === undefined ? {} : { extendedPrice: held.extendedPrice }),
		subscriptionId: subscription.id,
	};
}

function toSeconds(instant: Date): string {
	return instant.toISOString().replace(/\.\d+Z$/, 'Z');
}
