import type {
	ActResult,
	CancellationAct,
	ChangeAct,
	CorrectionAct,
	MarketplaceAct,
	RenewalAct,
	UnknownAct,
	UsageAct,
} from './actKinds';
import { monthsOf, plusMonths } from './billingDays';
import { cancellationLines, endedOn } from './cancellationLines';
import { changeLines } from './changeLines';
import { orderLine } from './figures';
import { changedProduct, feeLines, onlyProduct, withFee } from './heldProducts';
import type { Effect, Marketplace } from './marketplace';
import { momentOf, orderedProduct, placeOrder, settle } from './orders';
import { move } from './moveAct';
import { bundle, migration, sale } from './sale';
import { cancellations, changes } from './severalActs';

/**
 * Lets something happen: makes its order and, once that has completed, changes the subscription.
 *
 * @throws RangeError for an unknown subscription, product, order or kind.
 */
export function act(market: Marketplace, described: MarketplaceAct): ActResult {
	const what = timed(market, described);
	switch (what.kind) {
		case 'sale':
			return sale(market, what);
		case 'bundle':
			return bundle(market, what);
		case 'change':
			return change(market, what);
		case 'changes':
			return changes(market, what);
		case 'correction':
			return correction(market, what);
		case 'cancellation':
			return cancellation(market, what);
		case 'cancellations':
			return cancellations(market, what);
		case 'move':
			return move(market, what);
		case 'migration':
			return migration(market, what);
		case 'renewal':
			return renewal(market, what);
		case 'usage':
			return usage(market, what);
		case 'unknown':
			return unknownOrder(market, what);
		case 'settle':
			return settle(market, what);
		default:
			throw new RangeError(`unknown act: ${JSON.stringify(what)}`);
	}
}

/** An act with its instant, to the second; one that happens at present is provisioned at once. */
function timed(market: Marketplace, what: MarketplaceAct): MarketplaceAct {
	const at = new Date(what.at ?? market.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
	if (what.kind === 'settle' || what.at !== undefined) return { ...what, at };
	return { ...what, at, provisionedAfterSeconds: what.provisionedAfterSeconds ?? 0 };
}

function change(market: Marketplace, what: ChangeAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const before = subscription.products.find((one) => one.id === what.productId) ?? onlyProduct(subscription);
	const { at, day } = momentOf(market, what);
	const after = changedProduct(before, what);
	const details = changeLines({ subscription, before, after, day, at, amounts: what.amounts });
	const effect: Effect = (now) => ({
		...now,
		products: now.products.map((one) => (one.id === before.id ? changedProduct(one, what) : one)),
	});
	const stated =
		(what.states ?? market.switches.changeQuantity) === 'total' ? after.quantity : after.quantity - before.quantity;
	return placeOrder(market, what, {
		type: 'change',
		prefix: 'CH',
		details,
		subscription,
		currency: after.unitPrice.currency,
		effect,
		products: [{ ...orderedProduct(subscription, after), quantity: stated }],
	});
}

function correction(market: Marketplace, what: CorrectionAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const held = onlyProduct(subscription);
	const { currency } = held.unitPrice;
	const line = orderLine({
		at: momentOf(market, what).at,
		type: what.type ?? 'adjustment',
		description: `Correction for ${held.name}`,
		quantity: 1,
		unitPrice: { currency, amount: what.amount },
		product: held,
	});
	return placeOrder(market, what, {
		type: 'change',
		prefix: 'CH',
		details: [line],
		subscription,
		currency,
		...(what.names === 'nothing' ? { products: [] } : {}),
	});
}

function cancellation(market: Marketplace, what: CancellationAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const held = onlyProduct(subscription);
	const { at, day } = momentOf(market, what);
	const details = cancellationLines(subscription, what, { at, day });
	return placeOrder(market, what, {
		type: 'cancellation',
		prefix: what.fee === undefined ? 'CL' : 'CF',
		details,
		subscription,
		currency: held.unitPrice.currency,
		effect: endedOn(day),
	});
}

function renewal(market: Marketplace, what: RenewalAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const { at, day } = momentOf(market, what);
	const after = changedProduct(onlyProduct(subscription), what);
	const named = changedProduct(after, { quantity: what.counts ?? after.quantity });
	const termStart = subscription.expirationDate ?? day;
	const termEnd = plusMonths(termStart, monthsOf(subscription.subscriptionPeriod));
	const seats = {
		at,
		type: 'renew',
		description: `Renewal of ${after.name}`,
		quantity: named.quantity,
		unitPrice: after.unitPrice,
		product: after,
		period: subscription.billingPeriod,
	};
	return placeOrder(market, what, {
		type: 'renewal',
		prefix: 'RN',
		details: [orderLine(seats), ...feeLines(withFee(subscription, what.fee), seats)],
		subscription,
		currency: after.unitPrice.currency,
		effect: (now) => ({
			...withFee(now, what.fee),
			status: 'active',
			renewalStatus: true,
			termStart,
			expirationDate: termEnd,
			renewalDate: termEnd,
			products: now.products.map((one) => (one.id === after.id ? changedProduct(one, what) : one)),
		}),
		products: [orderedProduct(subscription, named)],
	});
}

function usage(market: Marketplace, what: UsageAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const held = onlyProduct(subscription);
	const { at } = momentOf(market, what);
	const { currency } = held.unitPrice;
	const own = withFee(subscription, what.fee);
	const details = what.lines.flatMap((line) => {
		const isRecurring = line.type === 'recurring';
		const figures = {
			at,
			type: line.type ?? 'overuse',
			description: line.description ?? `${isRecurring ? 'Recurring for' : 'Usage of'} ${held.name}`,
			quantity: line.quantity,
			unitPrice: { currency, amount: line.unitPrice },
			product: held,
			...(isRecurring ? { period: subscription.billingPeriod, periods: line.periods ?? 1 } : {}),
			...(line.tiers ? { tiers: line.tiers } : {}),
		};
		return [orderLine(figures), ...(isRecurring ? feeLines(own, figures) : [])];
	});
	const counted = what.counts === undefined ? [] : [changedProduct(held, { quantity: what.counts })];
	const named = [...counted, ...subscription.products.slice(counted.length)];
	const products = named.map((one) => orderedProduct(subscription, one));
	const effect: Effect = (now) => withFee(now, what.fee);
	const parts = { details, subscription, currency, products, ...(what.fee === undefined ? {} : { effect }) };
	return placeOrder(market, what, { type: 'unknown', prefix: 'BO', ...parts });
}

function unknownOrder(market: Marketplace, what: UnknownAct): ActResult {
	const subscription = market.subscription(what.subscriptionId);
	const product = onlyProduct(subscription);
	const { currency } = product.unitPrice;
	const line = { type: 'unknown', description: `Something about ${product.name}`, quantity: 1, product };
	const { at } = momentOf(market, what);
	const details =
		what.amount === undefined ? [] : [orderLine({ ...line, at, unitPrice: { currency, amount: what.amount } })];
	return placeOrder(market, what, { type: 'unknown', prefix: what.prefix, details, subscription, currency });
}
