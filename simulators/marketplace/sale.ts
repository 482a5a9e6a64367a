import Big from 'big.js';
import type { ActResult, SaleAct } from './actKinds';
import { billedPeriodOf, dayOfMonthUpTo, daysBetween, monthsOf, plusMonths } from './billingDays';
import { orderLine, type LineFigures } from './figures';
import { extended, onlyProduct } from './heldProducts';
import type { Effect, Marketplace } from './marketplace';
import { momentOf, placeOrder } from './orders';
import type { OrderDetail, Product, Subscription, SubscriptionProduct } from './records';

/** A sale: its order, and the subscription, which is pending until the order completes. */
export function sale(market: Marketplace, what: SaleAct): ActResult {
	const product = market.product(what.productId);
	const { at, day } = momentOf(market, what);
	const currency = what.currency ?? market.settings.currency;
	const subscription = newSubscription(market, what, product, day, currency);
	const period = billedPeriodOf(subscription, day);
	const base = {
		at,
		product,
		...(what.sales === undefined ? {} : { sales: what.sales }),
		...(what.discountPercent === undefined ? {} : { discountPercent: what.discountPercent }),
	};
	const setup = what.setup ?? catalogueAmount(product, 'setup') ?? '0';
	const details: OrderDetail[] = [];
	if (!new Big(setup).eq(0)) {
		const fee = { type: 'setup', description: `Setup for ${product.name}`, quantity: 1 };
		details.push(orderLine({ ...base, ...fee, unitPrice: { currency, amount: setup } }));
	}
	if (isPrepaid(subscription)) {
		const left = { charged: daysBetween(day, period.nextStart), ofPeriod: daysBetween(period.start, period.nextStart) };
		const line: LineFigures = {
			...base,
			type: 'recurring',
			description: `Recurring for ${product.name}`,
			quantity: what.quantity,
			unitPrice: onlyProduct(subscription).unitPrice,
			...(day === period.start ? { period: subscription.billingPeriod } : { days: left }),
		};
		details.push(orderLine(line));
	}
	market.put({ subscriptions: [{ ...subscription, status: 'pending' }] });
	const started: Effect = (now) => ({ ...now, status: 'active' });
	return placeOrder(market, what, { type: 'sales', prefix: 'SO', details, subscription, currency, effect: started });
}

function newSubscription(
	market: Marketplace,
	what: SaleAct,
	product: Product,
	day: string,
	currency: string,
): Subscription {
	const termStart = what.alignedTo === undefined ? day : dayOfMonthUpTo(day, what.alignedTo);
	const termEnd = plusMonths(termStart, monthsOf(product.subscriptionPeriod));
	const price = what.price ?? catalogueAmount(product, 'recurring') ?? '0.00';
	const cost = what.cost ?? product.costs.find((one) => one.type === 'recurring')?.amount;
	const held: SubscriptionProduct = {
		mpn: product.mpn,
		vendor: product.vendor,
		id: product.id,
		quantity: what.quantity,
		name: product.name,
		unitPrice: { currency, amount: price },
		...(cost === undefined ? {} : { unitCost: { currency: market.settings.currency, amount: cost } }),
	};
	const planId = market.plans.get(product.serviceName);
	return {
		id: what.subscriptionId ?? market.newId(),
		name: product.name,
		customerId: what.customerId,
		status: 'active',
		renewalStatus: true,
		creationDate: day,
		renewalDate: termEnd,
		lastModifiedDate: day,
		expirationDate: termEnd,
		termStart,
		billingModel: product.billingModel,
		billingPeriod: product.billingPeriod,
		subscriptionPeriod: product.subscriptionPeriod,
		...(planId === undefined ? {} : { planId }),
		products: [extended(held)],
	};
}

function isPrepaid(subscription: Subscription): boolean {
	return subscription.billingModel.startsWith('chargeBefore');
}

function catalogueAmount(product: Product, type: 'recurring' | 'setup'): string | undefined {
	return product.prices.find((one) => one.type === type)?.amount;
}
