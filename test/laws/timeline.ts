import fc from 'fast-check';
import { dayNumber, dayText, monthsAfter, periodAt, type DayNumber, type PeriodMonths } from '../oracle/days';
import type { OracleContract, OracleTerms } from '../oracle/orders';

/** What one order of a timeline does; `unclear` is an order of a type that nobody knows. */
export type OrderKind = 'sale' | 'quantity' | 'price' | 'riseAndPrice' | 'cancellation' | 'unclear';

export interface TimelineOrder {
	readonly kind: OrderKind;
	/** YYYY-MM-DD, in the marketplace's zone. */
	readonly day: string;
	/** HH:MM there. */
	readonly time: string;
	readonly quantity: number;
	/** In cents. */
	readonly price: number;
	/** Setup of a sale, fee of a cancellation; in cents. */
	readonly once: number;
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
	/** Whether all subscriptions begin with one price, and so share a line until a price leaves it. */
	readonly isShared: boolean;
	readonly subscriptions: readonly TimelineSubscription[];
	/** In which order the tasks arrive, where arrival is mixed: which subscription is next. */
	readonly arrival: readonly number[];
}

/** Prices in cents for a whole period. */
export const basePrice: Readonly<Record<PeriodMonths, number>> = { 1: 1800, 3: 5400, 6: 10800, 12: 21600 };
export const baseCost: Readonly<Record<PeriodMonths, number>> = { 1: 1440, 3: 4320, 6: 8640, 12: 17280 };

interface Drawn {
	readonly gap: number;
	readonly kind: Exclude<OrderKind, 'sale'>;
	readonly quantity: number;
	readonly step: number;
	readonly time: number;
}

interface DrawnSubscription {
	readonly first: number;
	readonly quantity: number;
	readonly setup: number;
	readonly isAligned: boolean;
	readonly time: number;
	readonly later: readonly Drawn[];
}

/** Which kinds are drawn, and how often: a kind that the planner learns is added here and in `actOf`. */
const kinds: fc.Arbitrary<Drawn['kind']> = fc.oneof(
	{ weight: 12, arbitrary: fc.constant('quantity' as const) },
	{ weight: 4, arbitrary: fc.constant('price' as const) },
	{ weight: 2, arbitrary: fc.constant('riseAndPrice' as const) },
	{ weight: 1, arbitrary: fc.constant('cancellation' as const) },
	{ weight: 1, arbitrary: fc.constant('unclear' as const) },
);

const laterOrder: fc.Arbitrary<Drawn> = fc.record({
	gap: fc.oneof(
		{ weight: 1, arbitrary: fc.constant(0) },
		{ weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
		{ weight: 3, arbitrary: fc.integer({ min: 13, max: 70 }) },
	),
	kind: kinds,
	quantity: fc.integer({ min: 1, max: 20 }),
	step: fc.integer({ min: 0, max: 3 }),
	time: fc.integer({ min: 0, max: 2 }),
});

const drawnSubscription: fc.Arbitrary<DrawnSubscription> = fc.record({
	first: fc.integer({ min: 0, max: 70 }),
	quantity: fc.integer({ min: 1, max: 20 }),
	setup: fc.constantFrom(0, 0, 5000),
	isAligned: fc.boolean(),
	time: fc.integer({ min: 0, max: 2 }),
	later: fc.array(laterOrder, { maxLength: 5 }),
});

const times = ['00:05', '09:00', '23:45'];
const anchors = ['01', '15', '29', '30', '31'];
const longMonths = ['01', '03', '05', '07', '08', '10', '12'];

function timeOf(slot: number, nth: number): string {
	const [hour = '', minute = ''] = (times[slot] ?? '09:00').split(':');
	return `${hour}:${String(Number(minute) + nth).padStart(2, '0')}`;
}

/** The kind as it can be: while a fall is to come a price is not drawn. */
function kindOf(wanted: Drawn['kind'], isFalling: boolean): Drawn['kind'] {
	const isPriced = wanted === 'price' || wanted === 'riseAndPrice';
	return isPriced && isFalling ? 'quantity' : wanted;
}

/** A quantity that differs from the one before. */
function other(quantity: number, before: number): number {
	return quantity === before ? quantity + 1 : quantity;
}

interface Line {
	readonly months: PeriodMonths;
	readonly anchor: DayNumber;
	readonly isShared: boolean;
	/** Which subscription of the contract this is: in lines of their own no two have a price in common. */
	readonly nth: number;
}

/** The orders of a subscription; prices only rise, so that none is the one of before. */
function ordersOf(drawn: DrawnSubscription, firstDay: DayNumber, line: Line): readonly TimelineOrder[] {
	const base = basePrice[line.months] + (line.isShared ? 0 : line.nth * 4000);
	let [day, slot, quantity, price, fallsOn] = [firstDay + drawn.first, drawn.time, drawn.quantity, base, 0];
	const orders: TimelineOrder[] = [
		{ kind: 'sale', day: dayText(day), time: timeOf(slot, 0), quantity, price, once: drawn.setup },
	];
	for (const [at, one] of drawn.later.entries()) {
		slot = one.gap === 0 ? slot : one.time;
		day += one.gap;
		const kind = kindOf(one.kind, fallsOn > day);
		if (kind === 'quantity') {
			const next = other(one.quantity, quantity);
			if (next < quantity) fallsOn = periodAt(day, line.anchor, line.months).next;
			quantity = next;
		}
		if (kind === 'riseAndPrice') quantity += one.quantity;
		if (kind === 'cancellation') quantity = 0;
		if (kind === 'price' || kind === 'riseAndPrice') price += 100 * (one.step + (kind === 'price' ? 0 : 1));
		const once = kind === 'cancellation' ? 100 * one.step : 0;
		orders.push({ kind, day: dayText(day), time: timeOf(slot, at + 1), quantity, price, once });
		if (kind === 'cancellation') break;
	}
	return orders;
}

/** Timelines whose first orders come in the weeks after the given day. */
export function timelines(firstDay: string): fc.Arbitrary<Timeline> {
	const year = Number(firstDay.slice(0, 4));
	return fc
		.record({
			months: fc.constantFrom<PeriodMonths[]>(1, 1, 1, 3, 6, 12),
			anchor: fc.constantFrom(...anchors),
			month: fc.constantFrom(...longMonths),
			isShared: fc.boolean(),
			drawn: fc.array(drawnSubscription, { minLength: 1, maxLength: 3 }),
			arrival: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 18, maxLength: 18 }),
		})
		.map(({ months, anchor, month, isShared, drawn, arrival }) => {
			const start = `${year - 1}-${month}-${anchor}`;
			return {
				months,
				start,
				isShared,
				arrival,
				subscriptions: drawn.map((one, nth) => ({
					...(one.isAligned && Number(anchor) <= 28 ? { alignedTo: Number(anchor) } : {}),
					orders: ordersOf(one, dayNumber(firstDay), { months, anchor: dayNumber(start), isShared, nth }),
				})),
			};
		});
}

/** Orders up to the first unclear one: what comes after it waits. */
export function clearOrders(subscription: TimelineSubscription): readonly TimelineOrder[] {
	const at = subscription.orders.findIndex((order) => order.kind === 'unclear');
	return at < 0 ? subscription.orders : subscription.orders.slice(0, at);
}

/** The subscription's own boundary: the end of its yearly term. Source: rule P3. */
function boundaryOf({ alignedTo, orders }: TimelineSubscription): DayNumber {
	const sold = dayNumber(orders[0]?.day ?? '');
	if (alignedTo === undefined) return monthsAfter(sold, 12);
	const dayOfMonth = Number(dayText(sold).slice(8));
	const inMonth = sold - dayOfMonth + alignedTo;
	return monthsAfter(dayOfMonth >= alignedTo ? inMonth : monthsAfter(inMonth, -1), 12);
}

/** The timeline as the oracle reads it. */
export function forOracle(timeline: Timeline): OracleContract {
	return {
		start: dayNumber(timeline.start),
		months: timeline.months,
		isShared: timeline.isShared,
		subscriptions: timeline.subscriptions.map((subscription) => ({
			boundary: boundaryOf(subscription),
			orders: clearOrders(subscription).map((order) => ({ ...order, on: dayNumber(order.day) })),
		})),
	};
}

/** What the oracle is told of the settings. */
export function termsOf(
	timeline: Timeline,
	settings: Pick<OracleTerms, 'proration' | 'priceSource' | 'sameDateRefused'>,
): OracleTerms {
	return { ...settings, servicePrice: basePrice[timeline.months], cost: baseCost[timeline.months] };
}

/** A timeline in lines that a person can read. */
export function described(timeline: Timeline): string {
	const lines = timeline.subscriptions.flatMap(({ alignedTo, orders }, nth) =>
		orders.map(
			(order) =>
				`  ${nth + 1}${alignedTo === undefined ? '' : ` (on the ${alignedTo}.)`} ${order.day} ${order.time} ${order.kind} ${order.quantity} x ${order.price / 100}${order.once === 0 ? '' : `, once ${order.once / 100}`}`,
		),
	);
	return [`contract of ${timeline.months} months from ${timeline.start}`, ...lines].join('\n');
}
