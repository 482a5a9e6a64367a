import { dayNumber, dayText, monthsAfter, periodAt, type DayNumber, type PeriodMonths } from '../oracle/days';
import type { OracleContract, OracleOrder, OracleOrderKind, OracleTerms } from '../oracle/orders';
import { instantIn, runInstants, type BatchSettings } from './settings';

/**
 * What one order of a timeline does: `unclear` is an order of a type that nobody knows, `correction` charges or gives back an
 * amount, `nothing` changes nothing.
 */
export type OrderKind =
	| 'sale'
	| 'quantity'
	| 'price'
	| 'quantityAndPrice'
	| 'renewal'
	| 'cancellation'
	| 'usage'
	| 'listPrice'
	| 'correction'
	| 'nothing'
	| 'unclear';

export interface TimelineOrder {
	readonly kind: OrderKind;
	/** YYYY-MM-DD, in the marketplace's zone. */
	readonly day: string;
	/** HH:MM there. */
	readonly time: string;
	/** What the subscription holds afterwards. */
	readonly quantity: number;
	/** Of a unit for a whole period, in cents; what the subscription has afterwards. */
	readonly price: number;
	/** In cents; the usual cost of the period where absent. */
	readonly cost?: number;
	/** Setup of a sale, fee of a cancellation, usage, what is corrected; in cents. */
	readonly once: number;
	/** When it was ordered, where it waits for its day: the end of a term (a renewal is a change then), or the next billing day. */
	readonly orderedOn?: { readonly day: string; readonly time: string };
	/** Whether the order gives the rest of the period back. */
	readonly isRefunded?: boolean;
}

export interface TimelineSubscription {
	/** Day of the month that its periods are aligned to; without it they begin with the sale. */
	readonly alignedTo?: number;
	readonly orders: readonly TimelineOrder[];
}

/** Everything that happens to one contract. */
export interface Timeline {
	readonly months: PeriodMonths;
	/** The contract's first day, its anchor. */
	readonly start: string;
	/** Whether all subscriptions begin with one price, and so share a line until their prices part (rule Q10). */
	readonly isShared: boolean;
	readonly subscriptions: readonly TimelineSubscription[];
	/** Whether one order sells all subscriptions, each a product of its own. */
	readonly isBundle?: true;
	/** The first day of the contract that takes over. */
	readonly succeededOn?: string;
	/** In which order the tasks arrive, where arrival is mixed: which subscription is next. */
	readonly arrival: readonly number[];
}

/** Prices in cents for a whole period. */
export const basePrice: Readonly<Record<PeriodMonths, number>> = { 1: 1800, 3: 5400, 6: 10800, 12: 21600 };
export const baseCost: Readonly<Record<PeriodMonths, number>> = { 1: 1440, 3: 4320, 6: 8640, 12: 17280 };

/** Orders that say what a unit costs the customer. */
const restating: readonly OrderKind[] = ['quantity', 'price', 'quantityAndPrice', 'renewal'];

/** The months of a subscription's term. */
const termMonths = 12;

/**
 * Orders up to the first unclear one, usage after it, and list prices until an order that waits could set one, all of
 * them where Autotask's prices stay: the others wait. `stopped` are as unclear. Source: rule T9.
 */
export function clearOrders(
	subscription: TimelineSubscription,
	{ priceSource }: Pick<BatchSettings, 'priceSource'>,
	stopped: readonly TimelineOrder[] = [],
): readonly TimelineOrder[] {
	const { orders } = subscription;
	const isUnclear = (order: TimelineOrder) =>
		order.kind === 'unclear' || (order.kind !== 'listPrice' && stopped.includes(order));
	const unclear = orders.findIndex(isUnclear);
	const possible = orders.filter((order) => !stopped.includes(order));
	if (unclear < 0) return possible;
	const setting = orders.findIndex((order, nth) => nth > unclear && restating.includes(order.kind));
	return possible.filter((order) => {
		const nth = orders.indexOf(order);
		if (nth < unclear || order.kind === 'usage') return true;
		return order.kind === 'listPrice' && (setting < 0 || nth < setting || priceSource === 'autotask');
	});
}

/** The end of the subscription's first term, from which its own periods are counted. Source: rule P3. */
export function firstTermEnd(soldOn: DayNumber, alignedTo: number | undefined): DayNumber {
	if (alignedTo === undefined) return monthsAfter(soldOn, termMonths);
	const dayOfMonth = Number(dayText(soldOn).slice(8));
	const inMonth = soldOn - dayOfMonth + alignedTo;
	return monthsAfter(dayOfMonth >= alignedTo ? inMonth : monthsAfter(inMonth, -1), termMonths);
}

const oracleKinds: Readonly<Record<OrderKind, OracleOrderKind>> = {
	sale: 'sale',
	quantity: 'change',
	price: 'change',
	quantityAndPrice: 'change',
	unclear: 'change',
	renewal: 'renewal',
	cancellation: 'cancellation',
	usage: 'usage',
	listPrice: 'listPrice',
	correction: 'amounts',
	nothing: 'amounts',
};

/** Which run an order is carried over by. */
function runOf(order: TimelineOrder, settings: BatchSettings): number {
	const instant = instantIn(settings.zone, order.day, order.time);
	return runInstants(settings).findIndex((run) => run >= instant);
}

/**
 * What a unit costs, as the subscription says when the order is carried over: orders name no cost. Absent for a fall that
 * states no price where a later order does. Source: rules A4 and Q8.
 */
function costOf(orders: readonly TimelineOrder[], at: number, settings: BatchSettings): number | undefined {
	const order = orders[at];
	if (!order) return undefined;
	const run = runOf(order, settings);
	const seen = orders.filter((other) => runOf(other, settings) <= run);
	const isFall = order.kind === 'quantity' && order.quantity < (orders[at - 1]?.quantity ?? 0);
	const isRestated = orders.some(
		(other, nth) => nth > at && (restating.includes(other.kind) || other.kind === 'listPrice') && seen.includes(other),
	);
	return isFall && isRestated ? undefined : seen.at(-1)?.cost;
}

/** Whether the period of the contract that holds the order's day was posted when the order was carried over. */
function isPosted(timeline: Timeline, orders: readonly TimelineOrder[], at: number, settings: BatchSettings): boolean {
	const [order, sale] = [orders[at], orders[0]];
	if (!settings.isPosted || !order || !sale) return false;
	const { start } = periodAt(dayNumber(order.day), dayNumber(timeline.start), timeline.months);
	return runInstants(settings)
		.slice(runOf(sale, settings), runOf(order, settings))
		.some((run) => dayNumber(run) >= start);
}

/** The timeline as the oracle reads it, without what waits for a stopped order. */
export function forOracle(
	timeline: Timeline,
	settings: BatchSettings,
	stopped: readonly TimelineOrder[],
): OracleContract {
	return {
		start: dayNumber(timeline.start),
		months: timeline.months,
		subscriptions: timeline.subscriptions.map((subscription) => {
			const { orders, alignedTo } = subscription;
			const clear = clearOrders(subscription, settings, stopped);
			return {
				boundary: firstTermEnd(dayNumber(orders[0]?.day ?? ''), alignedTo),
				termMonths,
				orders: orders.flatMap((order, at): OracleOrder[] => {
					if (!clear.includes(order)) return [];
					const cost =
						costOf(orders, at, settings) ?? (orders.some((one) => one.cost) ? undefined : baseCost[timeline.months]);
					return [
						{
							kind: oracleKinds[order.kind],
							on: dayNumber(order.day),
							quantity: order.quantity,
							price: order.price,
							...(cost === undefined ? {} : { cost }),
							once: order.once,
							isRefunded: order.isRefunded === true,
							isPosted: isPosted(timeline, orders, at, settings),
							...(order.orderedOn && order.kind === 'quantity' ? { isParked: true as const } : {}),
						},
					];
				}),
			};
		}),
	};
}

/** What the oracle is told of the settings. */
export function termsOf(timeline: Timeline, settings: BatchSettings): OracleTerms {
	const { proration, priceSource, syncRefunds } = settings;
	return {
		proration,
		priceSource,
		syncRefunds,
		servicePrice: basePrice[timeline.months],
		serviceCost: baseCost[timeline.months],
	};
}

/** A timeline in lines that a person can read. */
export function described(timeline: Timeline): string {
	const lines = timeline.subscriptions.flatMap(({ alignedTo, orders }, nth) =>
		orders.map((order) =>
			[
				`  ${nth + 1}${alignedTo === undefined ? '' : ` (on the ${alignedTo}.)`} ${order.day} ${order.time} ${order.kind}`,
				`${order.quantity} x ${order.price / 100}${order.cost === undefined ? '' : ` cost ${order.cost / 100}`}`,
				...(order.once === 0 ? [] : [`once ${order.once / 100}`]),
				...(order.isRefunded ? ['refunded'] : []),
				...(order.orderedOn ? [`ordered on ${order.orderedOn.day}`] : []),
			].join(' '),
		),
	);
	const next = timeline.succeededOn === undefined ? '' : `, the next one from ${timeline.succeededOn}`;
	const sold = timeline.isBundle ? ', sold by one order' : '';
	return [`contract of ${timeline.months} months from ${timeline.start}${next}${sold}`, ...lines].join('\n');
}
