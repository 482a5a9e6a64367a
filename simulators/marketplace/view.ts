import Big from 'big.js';
import { omit } from 'lodash';
import { DateTime } from 'luxon';
import { plusDays } from './billingDays';
import { totalOf } from './figures';
import type { Marketplace } from './marketplace';
import type { Money, Order, Subscription } from './records';

/** An order as a list shows it: without subscription, products and billing model. */
export function orderRow(market: Marketplace, order: Order): object {
	const row = omit(order, ['subscriptionId', 'products', 'billingModel']);
	const shown = market.switches.listDetails === 'shown' ? row : omit(row, 'details');
	return shownRecord(market, withShownInstants(market, shown));
}

/** An order with everything the platform tells about it. */
export function orderDetail(market: Marketplace, order: Order): object {
	return shownRecord(market, withShownInstants(market, withShownIds(market, order)));
}

function withShownIds(market: Marketplace, order: Order): Order {
	if (market.switches.lineIds === 'product') return order;
	const details = order.details.map((line) =>
		line.productId === undefined ? line : { ...line, productId: `R-${line.productId}` },
	);
	return { ...order, details };
}

/** A subscription as a list shows it: without products and totals. */
export function subscriptionRow(market: Marketplace, subscription: Subscription): object {
	const row = omit(subscription, ['products', 'planId', 'termStart', 'billedFrom', 'fee']);
	return shownRecord(market, withShownFields(market, { ...row, ...shownExpiration(market, subscription) }));
}

function withShownFields<Of extends Partial<Subscription>>(market: Marketplace, shown: Of): object {
	if (market.switches.subscriptionFields === 'all') return shown;
	const { renewalDate } = shown;
	const rest = omit(shown, ['expirationDate', 'billingModel', 'billingPeriod']);
	return { ...rest, ...(renewalDate === undefined ? {} : { renewalDate: plusDays(renewalDate, -2) }) };
}

/** A subscription with its products and totals. */
export function subscriptionDetail(market: Marketplace, subscription: Subscription): object {
	const rest = omit(subscription, ['termStart', 'billedFrom', 'fee']);
	const prices = subscription.products.map((held) => times(held.unitPrice, held.quantity));
	const costs = subscription.products.flatMap((held) =>
		held.unitCost === undefined ? [] : [times(held.unitCost, held.quantity)],
	);
	const price = totalOf(prices, prices[0]?.currency ?? market.settings.currency);
	const cost = totalOf(costs, costs[0]?.currency ?? market.settings.currency);
	const totals = { totalPrice: price, totalSubscriptionPrice: price, totalSubscriptionCost: cost };
	const shown = { ...rest, ...shownExpiration(market, subscription), ...totals };
	return shownRecord(market, withShownFields(market, shown));
}

/** Any record with its amounts in the form the switch `amounts` names. */
export function shownRecord(market: Marketplace, record: object): object {
	if (market.switches.amounts === 'twoDecimals') return record;
	return JSON.parse(JSON.stringify(record), (_key: string, value: unknown) =>
		isMoney(value) ? { ...value, amount: new Big(value.amount).toFixed() } : value,
	) as object;
}

function withShownInstants(market: Marketplace, order: Partial<Order>): object {
	return {
		...order,
		...(order.creationDate === undefined ? {} : { creationDate: shownInstant(market, order.creationDate) }),
		...(order.provisioningDate === undefined ? {} : { provisioningDate: shownInstant(market, order.provisioningDate) }),
	};
}

function shownInstant(market: Marketplace, instant: string): string {
	const at = DateTime.fromISO(instant, { zone: 'utc' });
	if (!at.isValid) return instant;
	const { dates } = market.switches;
	const zoned = dates === 'utc' ? at : at.setZone(market.settings.zone);
	return (dates === 'dayOnly' ? zoned.toISODate() : zoned.toISO({ suppressMilliseconds: true })) ?? instant;
}

function shownExpiration(market: Marketplace, subscription: Subscription): object {
	if (subscription.expirationDate === undefined || market.switches.expirationIs === 'dayAfter') return {};
	return { expirationDate: plusDays(subscription.expirationDate, -1) };
}

function times(money: Money, quantity: number): Money {
	return { currency: money.currency, amount: new Big(money.amount).times(quantity).toFixed(2) };
}

function isMoney(value: unknown): value is Money {
	return (
		typeof value === 'object' &&
		value !== null &&
		'currency' in value &&
		'amount' in value &&
		typeof value.amount === 'string' &&
		/^-?\d+(\.\d+)?$/.test(value.amount)
	);
}
