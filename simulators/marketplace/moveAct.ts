import type { ActResult, MoveAct } from './actKinds';
import { billedPeriodOf, daysBetween } from './billingDays';
import { orderLine } from './figures';
import { changedProduct, feeLines, onlyProduct, withFee } from './heldProducts';
import type { Effect, Marketplace } from './marketplace';
import { momentOf, orderedProduct, placeOrder } from './orders';
import type { OrderDetail, OrderProduct, Subscription, SubscriptionProduct } from './records';
import { newProduct } from './sale';

interface Move {
	readonly from: Subscription;
	readonly to: Subscription;
	readonly isNew: boolean;
	readonly old: SubscriptionProduct;
	/** The new product as many of it as arrive. */
	readonly arriving: SubscriptionProduct;
	/** The subscription's service plan from now on, where all of it changes. */
	readonly plan?: number;
	readonly at: string;
	readonly day: string;
}

/** Seats leave a product: they become another, or go to another subscription. */
export function move(market: Marketplace, what: MoveAct): ActResult {
	const moved = moveOf(market, what);
	const { from, to, isNew } = moved;
	if (isNew) market.put({ subscriptions: [{ ...to, status: 'pending', products: [] }] });
	return placeOrder(market, what, {
		type: 'change',
		prefix: 'CH',
		details: moveLines(moved, what),
		subscription: from,
		currency: moved.old.unitPrice.currency,
		effect: left(moved),
		furtherEffects: [{ subscriptionId: to.id, effect: arrived(moved, what) }],
		products: [movedRow(moved, what)],
	});
}

function moveOf(market: Marketplace, what: MoveAct): Move {
	const from = market.subscription(what.subscriptionId);
	const old = from.products.find((one) => one.id === what.productId) ?? onlyProduct(from);
	const { at, day } = momentOf(market, what);
	const isNew = what.targetSubscriptionId === 'new';
	const target = isNew ? { ...from, id: market.newId(), creationDate: day } : undefined;
	const product = market.product(what.toProductId ?? old.id);
	const quantity = what.quantity ?? old.quantity;
	const to = target ?? market.subscription(what.targetSubscriptionId ?? from.id);
	const plan = to.id === from.id && quantity === old.quantity ? market.plans.get(product.serviceName) : undefined;
	return {
		from,
		to,
		isNew,
		...(plan === undefined ? {} : { plan }),
		old,
		arriving: newProduct(market, product, { ...what, quantity }, old.unitPrice.currency),
		at,
		day,
	};
}

function left({ old, arriving }: Move): Effect {
	const kept = (one: SubscriptionProduct): readonly SubscriptionProduct[] => {
		if (one.id !== old.id) return [one];
		const quantity = one.quantity - arriving.quantity;
		return quantity === 0 ? [] : [changedProduct(one, { quantity })];
	};
	return (now) => {
		const products = now.products.flatMap(kept);
		return { ...now, products, ...(products.length === 0 ? { renewalStatus: false } : {}) };
	};
}

function arrived({ arriving, isNew, plan }: Move, what: MoveAct): Effect {
	return (now) => {
		const had = now.products.find((one) => one.id === arriving.id)?.quantity ?? 0;
		const held = changedProduct(arriving, { quantity: had + arriving.quantity });
		const changed = {
			...now,
			...(isNew ? { status: 'active' as const, renewalStatus: true } : {}),
			...(what.billingPeriod === undefined ? {} : { billingPeriod: what.billingPeriod }),
			products: [...now.products.filter((one) => one.id !== arriving.id), held],
		};
		return plan === undefined ? changed : { ...withFee(changed, what.fee), planId: plan };
	};
}

function moveLines({ from, to, old, arriving, plan, at, day }: Move, what: MoveAct): readonly OrderDetail[] {
	const anew = {
		at,
		product: arriving,
		unitPrice: arriving.unitPrice,
		quantity: arriving.quantity,
		type: 'recurring',
		description: `Recurring for ${arriving.name}`,
	};
	const [oldFee, newFee] = plan === undefined ? [{}, {}] : [from, withFee(from, what.fee)];
	const forWhole = { ...anew, period: what.billingPeriod ?? to.billingPeriod };
	const whole = [orderLine(forWhole), ...feeLines(newFee, forWhole)];
	if (what.refund !== true) return whole;
	const period = billedPeriodOf(from, day);
	const days = { charged: daysBetween(day, period.nextStart), ofPeriod: daysBetween(period.start, period.nextStart) };
	const back = {
		at,
		product: old,
		unitPrice: old.unitPrice,
		quantity: arriving.quantity,
		type: 'recurringRefund',
		description: `Refund for ${old.name}`,
		refund: true,
		days,
	};
	const forRest = { ...anew, days };
	const rest = [orderLine(forRest), ...feeLines(newFee, forRest)];
	return [orderLine(back), ...feeLines(oldFee, back), ...(what.billingPeriod === undefined ? rest : whole)];
}

function movedRow({ from, to, isNew, old, arriving }: Move, what: MoveAct): OrderProduct {
	const names = what.names ?? 'newId';
	const isOther = arriving.id !== old.id;
	const isPeriod = what.billingPeriod !== undefined;
	return {
		...orderedProduct(from, changedProduct(old, { quantity: arriving.quantity })),
		...(isPeriod ? { billingPeriod: what.billingPeriod, type: 'CHANGE_PLAN_PERIOD' } : {}),
		...(!isPeriod && arriving.quantity < old.quantity ? { type: 'MOVE' } : {}),
		...(isOther && names !== 'newMPN' ? { [names]: arriving.id } : {}),
		...(isOther && names !== 'newProductId' && arriving.mpn !== undefined ? { newMPN: arriving.mpn } : {}),
		...(isNew ? { newSubscription: { id: Number(to.id), type: 'NEW' } } : {}),
		...(!isNew && to.id !== from.id ? { targetSubscriptionId: to.id } : {}),
	};
}
