import { sortBy, takeWhile } from 'lodash';
import type { OrderPlace } from '../../../src/domain/amountTimeline';
import { periodAt, type DayNumber, type Period } from '../../oracle/days';
import { effectOf, type Effect } from '../../oracle/effects';
import { movedOn } from '../../oracle/moves';
import type { OracleGrid, OracleOrder, OracleSubscription } from '../../oracle/orders';
import { runInstants, type BatchSettings } from '../settings';
import type { Timeline } from '../timeline';
import type { HandEdit, Paper } from './paper';
import { gridOf } from './periods/tale';
import { idOf, type Tale, type Told, type ToldProduct } from './told';
import { proposalsOf } from './proposals';

/** An order where it is planned. */
export interface Event {
	/** Whose it is: which subscription. */
	readonly nth: number;
	readonly order: OracleOrder;
	/** What the marketplace said before it: the price in cents. */
	readonly said: { readonly quantity: number; readonly price: number };
	readonly effect: Effect;
	/** The day on which seats move, or another period begins to bill them. */
	readonly movedOn?: DayNumber;
	/** Which product it was until its billing period changed. */
	readonly begins?: number;
	/** The subscription's own period that holds its day. */
	readonly own: Period;
	readonly id: string;
	/** The order that it is part of: its own, or one of several products. */
	readonly task: string;
	/** List prices of the subscription that wait, by their places. */
	readonly waiting: readonly OrderPlace[];
	/** The run that plans it. */
	readonly run: number;
	readonly at: string;
	/** Set where no order is carried over, but a product to the contract that takes over. */
	readonly isSuccession?: true;
}

/** Which subscription is next, where orders come in a mixed order. */
function mixed(events: readonly Event[], { arrival }: Timeline): readonly Event[] {
	const left = [0, 1, 2].map((nth) => events.filter((event) => event.nth === nth));
	return events.flatMap((_, at) => {
		const open = left.filter((own) => own.length > 0);
		const next = open[(arrival[at % arrival.length] ?? 0) % open.length]?.shift();
		return next ? [next] : [];
	});
}

/** What is carried over in one run, and what somebody does by hand after it. */
export interface Batch {
	readonly events: readonly Event[];
	readonly edits: readonly HandEdit[];
}

/** Orders one after another, those of one order together. */
export function tasksOf(events: readonly Event[]): readonly (readonly Event[])[] {
	return events.flatMap((event, at) => {
		if (events[at - 1]?.task === event.task) return [];
		const until = events.findIndex(({ task }, other) => other > at && task !== event.task);
		return [events.slice(at, until < 0 ? undefined : until)];
	});
}

/** The runs: one ends before somebody edits lines, and none within an order. */
export function batchesOf(events: readonly Event[], edits: readonly HandEdit[]): readonly Batch[] {
	let from = 0;
	return events.flatMap((event, at): Batch[] => {
		const own = edits.filter(({ after }) => after === at);
		if (events[at + 1]?.task === event.task) return [];
		if (own.length === 0 && events[at + 1]?.run === event.run) return [];
		const batch = { events: events.slice(from, at + 1), edits: own };
		from = at + 1;
		return [batch];
	});
}

/** The order as it is planned, and when it counts: seats that come do so on the day on which they do. Source: rule Q11. */
function effectIn(
	contract: OracleGrid,
	{ begins, ...product }: OracleSubscription & Pick<ToldProduct, 'begins'>,
	{ order, isOne }: Told,
): Effect {
	if (order.kind === 'begins' && begins) return effectOf(contract, product, { ...order, on: begins.on });
	if ((order.moved ?? 0) <= 0 || isOne) return effectOf(contract, product, order);
	return effectOf(contract, product, { ...order, on: movedOn(contract, product, order) });
}

function saidBefore(told: readonly Told[]): Event['said'] {
	const orders = told.map(({ order }) => order);
	const quantity = orders.findLast(({ kind }) => kind !== 'usage' && kind !== 'listPrice')?.quantity ?? 0;
	return { quantity, price: orders.findLast(({ kind }) => kind !== 'usage')?.price ?? 0 };
}

/** A product's orders with the runs that could plan them first. */
function eventsOfProduct(
	tale: Tale,
	{ told, ...product }: ToldProduct,
	nth: number,
	settings: BatchSettings,
): readonly Event[] {
	const subscription = { ...product, orders: [] };
	const contract = gridOf(tale, product);
	return told.map((one, at) => {
		const { order, at: instant } = one;
		const effect = effectIn(contract, subscription, one);
		return {
			nth,
			order,
			said: saidBefore(told.slice(0, at)),
			effect,
			...(order.kind === 'move' || order.kind === 'ends' ? { movedOn: movedOn(contract, subscription, order) } : {}),
			...(order.kind === 'begins' && product.begins ? { begins: product.begins.after } : {}),
			own: periodAt(effect.on, product.boundary, contract.months),
			id: idOf(nth, at),
			task: one.task ?? idOf(nth, at),
			waiting: [],
			run: runInstants(settings).findIndex((one) => one >= instant),
			at: instant,
		};
	});
}

/** An event with the instant from which it is planned. */
export interface Placed {
	readonly event: Event;
	readonly from: string;
}

/** A subscription's orders in the order in which they are planned: list prices after some later ones. */
function withLate(
	events: readonly Event[],
	late: readonly number[],
	{ successions }: Pick<Tale, 'successions'>,
): readonly Placed[] {
	const inTurn = events.map((event): Placed => ({ event, from: event.at }));
	if (late.length === 0) return inTurn;
	return events
		.filter(({ order }) => order.kind === 'listPrice')
		.reduce<readonly Placed[]>((placed, event, nth) => {
			const at = placed.findIndex((one) => one.event === event);
			const rest = placed.filter((one) => one.event !== event);
			const [before, after] = [rest.slice(0, at), rest.slice(at)];
			const isSame = (one: Placed) =>
				one.event.order.kind !== 'ends' &&
				successions.every((day) => event.effect.on >= day || one.event.effect.on < day);
			const by = takeWhile(after, isSame).slice(0, late[nth % late.length]);
			const last = by.at(-1);
			if (!last) return placed;
			const own = { event: { ...event, run: last.event.run }, from: last.from };
			return [...before, ...by, own, ...after.slice(by.length)];
		}, inTurn);
}

/** Among the orders of its subscription. */
export function placeOf({ at, id }: Pick<Event, 'at' | 'id'>): OrderPlace {
	return `${at} ${id}` as OrderPlace;
}

/** Orders of a subscription with the list prices that wait while each is planned: those that later ones go before. */
function withWaiting(placed: readonly Placed[]): readonly Placed[] {
	return placed.map(({ event, from }, at) => {
		const newest =
			placed
				.slice(0, at + 1)
				.map((one) => placeOf(one.event))
				.toSorted()
				.at(-1) ?? '';
		const open = placed
			.slice(at + 1)
			.filter(({ event: { order, isSuccession } }) => order.kind === 'listPrice' && !isSuccession);
		const waiting = open.map((one) => placeOf(one.event)).filter((place) => place < newest);
		return { event: { ...event, waiting }, from };
	});
}

/** Seats leave before they come. */
function rank({ event: { nth, order } }: Placed): number {
	return order.moved === undefined ? nth : Math.sign(order.moved);
}

/** Each order in a run of its own, both sides of a move in one. */
function inRunsOfTheirOwn(events: readonly Event[]): readonly Event[] {
	let run = -1;
	return events.map((event, at) => {
		const isFirst = events[at - 1]?.task !== event.task;
		if (isFirst && (event.order.moved === undefined || event.order.moved < 0)) run += 1;
		return { ...event, run };
	});
}

/** All orders in the order in which they are planned. */
export function eventsOf({ timeline, late, ...paper }: Paper, tale: Tale, settings: BatchSettings): readonly Event[] {
	const placed = tale.products.flatMap((product, nth) => {
		const inTurn = withLate(eventsOfProduct(tale, product, nth, settings), late, tale);
		return withWaiting(sortBy([...inTurn, ...proposalsOf(tale, nth, paper.proposals, settings)], 'from'));
	});
	const byTime = sortBy(placed, 'from', rank).map(({ event }) => event);
	if (settings.arrival !== 'mixed' || timeline.isShared) return byTime;
	const hasMoves = byTime.some(({ order }) => order.kind === 'move' || order.kind === 'ends');
	return inRunsOfTheirOwn(hasMoves || timeline.isBundle ? byTime : mixed(byTime, timeline));
}
