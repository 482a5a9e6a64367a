import { DateTime } from 'luxon';
import { isPlainObject, mapValues, omit } from 'lodash';
import { SimulatorClock } from '../../../simulators/clock';
import { act } from '../../../simulators/marketplace/acts';
import type { MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { Marketplace, type MarketplaceSettings } from '../../../simulators/marketplace/marketplace';
import type { Product } from '../../../simulators/marketplace/records';
import { orderDetail, subscriptionDetail } from '../../../simulators/marketplace/view';
import type { DrawnOrder } from './drawOrder';

/** What the subscription of a drawn order was, and is once it is completed. */
interface Truth {
	readonly quantity: number;
	/** What a seat costs; of a subscription that has ended, what it cost. */
	readonly price: string;
	/** What the subscription itself costs; absent where it has no fee, or has ended. */
	readonly fee?: string;
}

/** An order as the marketplace writes it down, with what is true. */
export interface WrittenOrder {
	/** As the API answers. */
	readonly order: unknown;
	readonly subscription: unknown;
	/** Absent where the order is its first. */
	readonly before?: Truth & { readonly from: string };
	readonly after: Truth;
}

const settings: MarketplaceSettings = {
	basePath: '',
	marketplace: 'uk',
	username: 'u',
	password: 'p',
	subscriptionKey: 'k',
	realm: 'r',
	clientId: 'c',
	clientSecret: 's',
	zone: 'Europe/London',
	currency: 'GBP',
	seed: 1,
};

const year = { type: 'year', duration: 1 } as const;

const product: Product = {
	mpn: 'MPN-1',
	vendor: 'Vendor',
	id: 'p1',
	serviceName: 'Mail',
	name: 'Mail',
	prices: [{ type: 'recurring', model: 'FLAT', currency: 'GBP', amount: '18.00' }],
	costs: [{ type: 'recurring', model: 'FLAT', currency: 'GBP', amount: '3.10' }],
	billingPeriod: { type: 'month', duration: 1 },
	subscriptionPeriod: year,
	billingModel: 'chargeBeforeBillingPeriod',
};

type Json = Readonly<Record<string, unknown>>;

function mapped(value: unknown, change: (row: Json) => Json): unknown {
	if (Array.isArray(value)) return value.map((one) => mapped(one, change));
	if (!isPlainObject(value)) return value;
	return change(mapValues(value as Json, (one) => mapped(one, change)));
}

function above(money: unknown): unknown {
	const { amount = '', ...rest } = money as { readonly amount?: string };
	return { ...rest, amount: amount.replace(/^-/, '') };
}

/** The order in the platform's own form. */
function inForm(order: unknown, { form, act: { kind } }: DrawnOrder): unknown {
	const isOfLines = kind === 'usage' || kind === 'correction' || kind === 'unknown';
	const head = form.hasNoLines && !isOfLines ? { ...omit(order as Json, 'total'), details: [] } : order;
	return mapped(head, (row) => {
		if (!('extendedPrice' in row) || !('type' in row) || !('unitPrice' in row)) return row;
		const isRefund = typeof row['type'] === 'string' && row['type'].endsWith('Refund');
		const discount = row['discount'] as Json | undefined;
		return {
			...omit(row, form.hasNoDurations ? ['duration'] : []),
			...(form.hasPartNumbersOnly && row['productId'] !== undefined ? { productId: 'other' } : {}),
			...(isRefund && form.refundsAre === 'above zero' ? { extendedPrice: above(row['extendedPrice']) } : {}),
			...(discount && form.discountsAre === 'amount'
				? { discount: { ...omit(discount, 'value'), type: 'unknown' } }
				: {}),
		};
	});
}

function truthOf(market: Marketplace, id: string): Truth {
	const { status, products, fee } = market.subscription(id);
	const [held] = products;
	const isOver = status === 'terminated' || status === 'removed';
	return {
		quantity: isOver ? 0 : (held?.quantity ?? 0),
		price: held?.unitPrice.amount ?? '',
		...(fee && !isOver ? { fee: fee.amount } : {}),
	};
}

function ofAllSeats(what: DrawnOrder['act'], { quantity }: Truth): DrawnOrder['act'] {
	if (what.kind !== 'usage') return what;
	return { ...what, lines: what.lines.map((one) => (one.type === 'recurring' ? { ...one, quantity } : one)) };
}

/** Lets the drawn order happen at a marketplace of its own. */
export function writtenOrder(drawn: DrawnOrder): WrittenOrder {
	const { periods, sold, soldBefore, on, act: what, form } = drawn;
	const market = new Marketplace(settings, new SimulatorClock());
	market.move(form.switches);
	market.put({ products: [periods === 'yearly' ? { ...product, billingPeriod: year } : product] });
	const first = { kind: 'sale', customerId: 'c1', productId: 'p1', subscriptionId: 's1', setup: '0' } as const;
	const at = `${on}T12:00:00Z`;
	if (what.kind === 'sale' || what.kind === 'migration') {
		const { orderId } = act(market, { ...first, ...what, at } as MarketplaceAct);
		return { ...shown(market, orderId, drawn), after: truthOf(market, 's1') };
	}
	const from = DateTime.fromISO(on).minus(soldBefore).toISODate() ?? on;
	act(market, { ...first, ...sold, at: `${from}T12:00:00Z` });
	const before = { ...truthOf(market, 's1'), from };
	const { orderId } = act(market, { ...ofAllSeats(what, before), subscriptionId: 's1', at } as MarketplaceAct);
	const after = truthOf(market, 's1');
	const billed = what.kind === 'usage' ? what.lines.find(({ type }) => type === 'recurring') : undefined;
	return { ...shown(market, orderId, drawn), before, after: { ...after, price: billed?.unitPrice ?? after.price } };
}

function shown(market: Marketplace, orderId: string, drawn: DrawnOrder): Pick<WrittenOrder, 'order' | 'subscription'> {
	return {
		order: inForm(orderDetail(market, market.order(orderId)), drawn),
		subscription: subscriptionDetail(market, market.subscription('s1')),
	};
}
