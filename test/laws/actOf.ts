import { omit } from 'lodash';
import type { ActResult, MarketplaceAct } from '../../simulators/marketplace/actKinds';
import type { World } from '../sync/fixtureWorld';
import { productOf } from './catalogue';
import { instantIn } from './settings';
import { baseCost, type Timeline, type TimelineOrder } from './timeline';

/** An order and when it happens: of which timeline, of which of its subscriptions. */
export interface Placed {
	readonly at: number;
	readonly nth: number;
	readonly order: TimelineOrder;
	readonly instant: string;
	/** Set where it is ordered then, and completes on its own day. */
	readonly isBegun?: true;
}

function pounds(cents: number): string {
	return (cents / 100).toFixed(2);
}

/** What the subscription of a contract is called in the marketplace. */
export function subscriptionIdOf({ at, nth }: Pick<Placed, 'at' | 'nth'>): string {
	return `sub-${at + 1}-${nth + 1}`;
}

function saleOf(timeline: Timeline, { at, nth, order }: Placed): Extract<MarketplaceAct, { kind: 'sale' }> {
	const alignedTo = timeline.subscriptions[nth]?.alignedTo;
	return {
		kind: 'sale',
		customerId: String(at + 1),
		productId: productOf(timeline, nth),
		quantity: order.quantity,
		price: pounds(order.price),
		cost: pounds(order.cost ?? baseCost[timeline.months]),
		setup: pounds(order.once),
		...(alignedTo === undefined ? {} : { alignedTo }),
	};
}

/** The one sale of all subscriptions. */
function bundleOf(timeline: Timeline, placed: Placed): MarketplaceAct {
	const [first, ...others] = timeline.subscriptions.map(({ orders: [sale] }, nth) => {
		if (!sale) throw new RangeError('a subscription begins with a sale');
		const sold = omit(saleOf(timeline, { ...placed, nth, order: sale }), 'kind', 'customerId', 'alignedTo');
		return { ...sold, subscriptionId: subscriptionIdOf({ at: placed.at, nth }) };
	});
	if (!first) throw new RangeError('nothing is sold');
	const { customerId, alignedTo } = saleOf(timeline, placed);
	const aligned = alignedTo === undefined ? {} : { alignedTo };
	return { kind: 'bundle', customerId, items: [first, ...others], ...aligned };
}

/** What lets an order happen; a kind that is added to the timelines is added here. */
function actOf(timeline: Timeline, placed: Placed, subscriptionId: string): MarketplaceAct {
	const { order } = placed;
	const cost = order.cost === undefined ? {} : { cost: pounds(order.cost) };
	const rate = { price: pounds(order.price), ...cost };
	const refunds = order.isRefunded ? ({ amounts: 'fragment' } as const) : {};
	switch (order.kind) {
		case 'sale':
			return timeline.isBundle ? bundleOf(timeline, placed) : { ...saleOf(timeline, placed), subscriptionId };
		case 'quantity':
			return { kind: 'change', quantity: order.quantity, subscriptionId, ...refunds };
		case 'price':
			return { kind: 'change', ...rate, subscriptionId };
		case 'quantityAndPrice':
			return { kind: 'change', quantity: order.quantity, ...rate, subscriptionId };
		case 'renewal':
			return order.orderedOn
				? { kind: 'change', quantity: order.quantity, ...rate, amounts: 'nextTerm', subscriptionId }
				: { kind: 'renewal', quantity: order.quantity, ...rate, subscriptionId };
		case 'usage':
			return { kind: 'usage', lines: [{ quantity: order.once / 37, unitPrice: '0.37' }], subscriptionId };
		case 'listPrice':
			return {
				kind: 'usage',
				lines: [{ type: 'recurring', quantity: order.quantity, unitPrice: rate.price }],
				subscriptionId,
			};
		case 'cancellation':
			return {
				kind: 'cancellation',
				subscriptionId,
				refund: order.isRefunded === true,
				...(order.once === 0 ? {} : { fee: pounds(order.once) }),
			};
		case 'correction':
			return { kind: 'correction', amount: pounds(order.once), subscriptionId };
		case 'nothing':
			return { kind: 'unknown', prefix: 'RO', amount: '0.00', subscriptionId };
		case 'unclear':
			return { kind: 'unknown', prefix: 'XX', amount: '5.00', subscriptionId };
	}
}

/** The price list has changed: the subscription has the price that its Billing order states. */
function repriceSubscription({ marketplaceSide }: World, id: string, price: string): void {
	const subscription = marketplaceSide.state().subscriptions.find((one) => one.id === id);
	if (!subscription) throw new RangeError(`no subscription ${id}`);
	const products = subscription.products.map((held) => ({
		...held,
		unitPrice: { ...held.unitPrice, amount: price },
	}));
	marketplaceSide.seed({ subscriptions: [{ ...subscription, products }] });
}

/** Lets an order happen; `begun`: its id, where it has waited for its day. */
export function happen(
	world: World,
	timeline: Timeline,
	placed: Placed,
	{ subscriptionId, begun }: { readonly subscriptionId: string; readonly begun: string | undefined },
): ActResult {
	const { instant: at, isBegun, order } = placed;
	if (begun !== undefined) return world.order({ kind: 'settle', orderId: begun, status: 'completed', at });
	const statusCode = order.kind === 'renewal' ? 'WS' : 'IP';
	const status = isBegun ? ({ status: 'processing', statusCode } as const) : {};
	const result = world.order({ ...actOf(timeline, placed, subscriptionId), at, ...status });
	if (placed.order.kind === 'listPrice') repriceSubscription(world, subscriptionId, pounds(placed.order.price));
	return result;
}

/** All orders of the timelines as they come. */
export function placedOrders(timelines: readonly Timeline[], zone: string): readonly Placed[] {
	return timelines
		.flatMap((timeline, at) =>
			timeline.subscriptions.flatMap(({ orders }, nth) =>
				orders.flatMap((order): Placed[] => {
					const { orderedOn } = order;
					const placed = { at, nth, order, instant: instantIn(zone, order.day, order.time) };
					if (!orderedOn) return [placed];
					return [{ ...placed, instant: instantIn(zone, orderedOn.day, orderedOn.time), isBegun: true }, placed];
				}),
			),
		)
		.sort((a, b) => (a.instant < b.instant ? -1 : a.instant > b.instant ? 1 : a.at - b.at || a.nth - b.nth));
}
