import Big from 'big.js';
import type { ActResult, BundleAct, MigrationAct, SaleAct, SoldItem } from './actKinds';
import { billedPeriodOf, dayOfMonthUpTo, daysBetween, monthsOf, plusMonths } from './billingDays';
import { orderLine, type LineFigures } from './figures';
import { extended, feeLines, onlyProduct } from './heldProducts';
import type { Effect, Marketplace } from './marketplace';
import { momentOf, orderedProduct, placeOrder } from './orders';
import type { OrderDetail, Product, Subscription, SubscriptionProduct } from './records';

type Sold = SoldItem &
	Pick<
		SaleAct,
		| 'customerId'
		| 'alignedTo'
		| 'firstTermMonths'
		| 'billedOn'
		| 'fee'
		| 'isFirstFree'
		| 'currency'
		| 'sales'
		| 'discountPercent'
	>;

interface SoldSubscription {
	readonly subscription: Subscription;
	readonly details: readonly OrderDetail[];
}

const started: Effect = (now) => ({ ...now, status: 'active' });

/** A sale: its order, and the subscription, which is pending until the order completes. */
export function sale(market: Marketplace, what: SaleAct): ActResult {
	return placeSale(market, what, 'sales', [soldItem(market, what, momentOf(market, what))]);
}

/** A sale of several products, a subscription each. */
export function bundle(market: Marketplace, what: BundleAct): ActResult {
	const { customerId, alignedTo } = what;
	const aligned = alignedTo === undefined ? {} : { alignedTo };
	const items = what.items.map((item) => soldItem(market, { ...item, ...aligned, customerId }, momentOf(market, what)));
	return placeSale(market, what, 'sales', items);
}

/** Seats that come from elsewhere: a new subscription, charged only where the act says so. */
export function migration(market: Marketplace, what: MigrationAct): ActResult {
	const sold = soldItem(market, what, momentOf(market, what));
	return placeSale(market, what, 'migration', [what.charges === true ? sold : { ...sold, details: [] }]);
}

function placeSale(
	market: Marketplace,
	what: SaleAct | BundleAct | MigrationAct,
	type: 'sales' | 'migration',
	sold: readonly SoldSubscription[],
): ActResult {
	const [first, ...others] = sold;
	if (first === undefined) throw new RangeError('nothing was sold');
	const subscriptions = sold.map((one) => one.subscription);
	market.put({ subscriptions: subscriptions.map((one) => ({ ...one, status: 'pending' })) });
	return placeOrder(market, what, {
		type,
		prefix: type === 'sales' ? 'SO' : 'MG',
		details: sold.flatMap((one) => one.details),
		subscription: first.subscription,
		currency: onlyProduct(first.subscription).unitPrice.currency,
		effect: started,
		furtherEffects: others.map((one) => ({ subscriptionId: one.subscription.id, effect: started })),
		products: subscriptions.flatMap((one) => one.products.map((held) => orderedProduct(one, held))),
	});
}

function soldItem(market: Marketplace, what: Sold, { at, day }: ReturnType<typeof momentOf>): SoldSubscription {
	const product = market.product(what.productId);
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
			...(what.isFirstFree ? { isFree: true as const } : {}),
		};
		const term = what.firstTermMonths;
		const first = term === undefined ? line : { ...line, ...firstTerm(subscription, term) };
		details.push(orderLine(first), ...feeLines(subscription, first));
	}
	return { subscription, details };
}

/** What a first term of its own length is charged for: all of it, at once. */
function firstTerm({ billingPeriod }: Subscription, term: number): Pick<LineFigures, 'period' | 'periods'> {
	return { period: { type: 'month', duration: monthsOf(billingPeriod) }, periods: term / monthsOf(billingPeriod) };
}

function newSubscription(
	market: Marketplace,
	what: Sold,
	product: Product,
	day: string,
	currency: string,
): Subscription {
	const termStart = what.alignedTo === undefined ? day : dayOfMonthUpTo(day, what.alignedTo);
	const termEnd = plusMonths(termStart, what.firstTermMonths ?? monthsOf(product.subscriptionPeriod));
	const billedFrom = what.billedOn === undefined ? undefined : dayOfMonthUpTo(day, what.billedOn);
	const held = newProduct(market, product, what, currency);
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
		...(billedFrom === undefined ? {} : { billedFrom }),
		billingModel: product.billingModel,
		billingPeriod: product.billingPeriod,
		subscriptionPeriod: product.subscriptionPeriod,
		...(planId === undefined ? {} : { planId }),
		...(what.fee === undefined ? {} : { fee: { currency, amount: what.fee } }),
		products: [held],
	};
}

/** A catalogue product as a subscription holds it. */
export function newProduct(
	market: Marketplace,
	product: Product,
	what: Pick<SoldItem, 'price' | 'cost' | 'quantity'>,
	currency: string,
): SubscriptionProduct {
	const price = what.price ?? catalogueAmount(product, 'recurring') ?? '0.00';
	const cost = what.cost ?? product.costs.find((one) => one.type === 'recurring')?.amount;
	return extended({
		mpn: product.mpn,
		vendor: product.vendor,
		id: product.id,
		quantity: what.quantity,
		name: product.name,
		unitPrice: { currency, amount: price },
		...(cost === undefined ? {} : { unitCost: { currency: market.settings.currency, amount: cost } }),
	});
}

function isPrepaid(subscription: Subscription): boolean {
	return subscription.billingModel.startsWith('chargeBefore');
}

function catalogueAmount(product: Product, type: 'recurring' | 'setup'): string | undefined {
	return product.prices.find((one) => one.type === type)?.amount;
}
