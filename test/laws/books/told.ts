import { dayNumber, type DayNumber } from '../../oracle/days';
import type { OracleContract, OracleOrder, OracleSubscription } from '../../oracle/orders';
import { instantIn, type BatchSettings } from '../settings';
import { clearOrders, forOracle, termsOf } from '../timeline';
import { withMoves } from './moves';
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
}

/** Everything that is told of a contract. */
export interface Tale extends Pick<OracleContract, 'start' | 'months'> {
	/** The first day of the contract that takes over. */
	readonly succeededOn?: DayNumber;
	readonly products: readonly ToldProduct[];
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
	const { succeededOn } = timeline;
	const successor = succeededOn === undefined ? {} : { succeededOn: dayNumber(succeededOn) };
	return withMoves({ ...contract, ...successor, products }, paper.moves, {
		terms: termsOf(timeline, settings),
		zone: settings.zone,
	});
}

/** What an order is called: the one of a product at a place among those that are told of it. */
export function idOf(nth: number, at: number): string {
	return `s${nth}o${at}`;
}

/** As the oracle reads it, without the orders that a person has to enter. */
export function forOracleOf(
	{ start, months, products }: Tale,
	refused: ReadonlySet<string> = new Set(),
): OracleContract {
	const subscriptions = products.map(({ boundary, termMonths, told }, nth) => ({
		boundary,
		termMonths,
		orders: told.flatMap(({ order }, at) => (refused.has(idOf(nth, at)) ? [] : [order])),
	}));
	return { start, months, subscriptions };
}
