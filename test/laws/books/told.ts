import { dayNumber, dayText, monthsAfter, type DayNumber } from '../../oracle/days';
import type { OracleContract, OracleGrid, OracleOrder, OracleSubscription } from '../../oracle/orders';
import { instantIn, type BatchSettings } from '../settings';
import { clearOrders, forOracle, termsOf } from '../timeline';
import { withMoves } from './moves';
import { gridOf, withPeriods } from './periods/tale';
import type { Paper } from './paper';
import { soldTogether } from './together';

/** An order and when it is provisioned. */
export interface Told {
	readonly order: OracleOrder;
	readonly at: string;
	/** Whether seats come from a product of the same subscription: the order then counts from its own day. */
	readonly isOne?: boolean;
	/** The order that it is part of, where that is of several products. */
	readonly task?: string;
}

/** A subscription's product with what is ordered of it. */
export interface ToldProduct extends Omit<OracleSubscription, 'orders'> {
	readonly told: readonly Told[];
	/** Products of one service may share a line. */
	readonly service: number;
	/** Whether the other contract bills it, of another billing period. */
	readonly isOther?: boolean;
	/** Whether another period bills its seats from its last order on. */
	readonly isEnded?: true;
	/** Which product it was until its billing period changed, and from which day on it is this one. */
	readonly begins?: { readonly after: number; readonly on: DayNumber };
}

/** Everything that is told of a contract. */
export interface Tale extends Pick<OracleContract, 'start' | 'months'> {
	/** The first days of the contracts that take over, one after another. */
	readonly successions: readonly DayNumber[];
	/** The contract of another billing period. */
	readonly other?: OracleGrid;
	readonly products: readonly ToldProduct[];
}

/** The first days of contracts that take over; of the second one only where it has the same periods. */
function successionsOf({ timeline: { succeededOn, months }, again }: Paper): readonly DayNumber[] {
	if (succeededOn === undefined) return [];
	const on = dayNumber(succeededOn);
	if (again === undefined) return [on];
	const next = monthsAfter(on, months * (1 + Math.floor(again / months)));
	return dayText(next).slice(8) === succeededOn.slice(8) ? [on, next] : [on];
}

/** The timeline as the oracle reads it, posted periods and costs as drawn, and with its moves. */
export function taleOf(paper: Paper, settings: BatchSettings): Tale {
	const { timeline, posted, hasOwnCosts } = paper;
	const { subscriptions, ...contract } = forOracle(timeline, settings, []);
	const apart = subscriptions.map(({ orders, ...subscription }, nth): ToldProduct => {
		const clear = clearOrders(timeline.subscriptions[nth] ?? { orders: [] }, settings);
		const told = orders.map((order, at): Told => {
			const { day = '', time = '' } = clear[at] ?? {};
			const cost = hasOwnCosts ? clear[at]?.cost : order.cost;
			const isPosted = at > 0 && (posted[(nth + at) % posted.length] ?? order.isPosted);
			return {
				order: { ...order, isPosted, ...(cost === undefined ? {} : { cost }) },
				at: instantIn(settings.zone, day, time),
			};
		});
		return { ...subscription, told, service: 0 };
	});
	const products = timeline.isBundle ? soldTogether(apart) : apart;
	const where = {
		terms: termsOf(timeline, settings),
		zone: settings.zone,
		subscriptionOf: (tale: Tale, nth: number) => subscriptionOf(tale, nth, new Set()),
	};
	const moved = withMoves({ ...contract, successions: successionsOf(paper), products }, paper.moves, where);
	const changed = withPeriods(moved, paper.periods, settings.zone);
	return changed.other ? withMoves(changed, paper.periods?.moves ?? [], where) : changed;
}

/** What an order is called: the one of a product at a place among those that are told of it. */
export function idOf(nth: number, at: number): string {
	return `s${nth}o${at}`;
}

/** A product as the oracle reads it, with what it was before. */
function subscriptionOf(tale: Tale, nth: number, refused: ReadonlySet<string>): OracleSubscription {
	const product = tale.products[nth];
	if (!product) throw new RangeError(`no product ${nth}`);
	const { boundary, termMonths, told, begins } = product;
	const before = begins && tale.products[begins.after];
	return {
		boundary,
		termMonths,
		orders: told.flatMap(({ order }, at): OracleOrder[] => {
			if (!refused.has(idOf(nth, at))) return [order];
			return order.kind === 'listPrice' ? [{ ...order, isSaidOnly: true }] : [];
		}),
		...(begins && before
			? { was: { contract: gridOf(tale, before), subscription: subscriptionOf(tale, begins.after, refused) } }
			: {}),
	};
}

/** A contract as the oracle reads it, without the orders that a person has to enter. */
export function forOracleOf(
	tale: Tale,
	grid: OracleGrid = tale,
	refused: ReadonlySet<string> = new Set(),
): OracleContract {
	const { start, months } = grid;
	const subscriptions = tale.products.flatMap((product, nth) =>
		gridOf(tale, product) === grid ? [subscriptionOf(tale, nth, refused)] : [],
	);
	return { start, months, subscriptions };
}
