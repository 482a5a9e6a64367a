import { sortBy } from 'lodash';
import type { OrderPlace } from '../../../src/domain/amountTimeline';
import { periodAt, type Period } from '../../oracle/days';
import { effectOf, type Effect } from '../../oracle/effects';
import type { OracleContract, OracleOrder } from '../../oracle/orders';
import { instantIn, runInstants, type BatchSettings } from '../settings';
import { clearOrders, type Timeline, type TimelineOrder } from '../timeline';
import type { HandEdit, Paper } from './paper';

/** An order where it is planned. */
export interface Event {
	/** Whose it is: which subscription. */
	readonly nth: number;
	readonly order: OracleOrder;
	/** What the marketplace said before it: the price in cents. */
	readonly said: { readonly quantity: number; readonly price: number };
	readonly effect: Effect;
	/** The subscription's own period that holds its day. */
	readonly own: Period;
	readonly id: string;
	/** List prices of the subscription that wait, by their places. */
	readonly waiting: readonly OrderPlace[];
	/** The run that plans it. */
	readonly run: number;
	readonly at: string;
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

/** The runs: one ends before somebody edits lines. */
export function batchesOf(events: readonly Event[], edits: readonly HandEdit[]): readonly Batch[] {
	let from = 0;
	return events.flatMap((event, at): Batch[] => {
		const own = edits.filter(({ after }) => after === at);
		if (own.length === 0 && events[at + 1]?.run === event.run) return [];
		const batch = { events: events.slice(from, at + 1), edits: own };
		from = at + 1;
		return [batch];
	});
}

/** An order with the run that could plan it first. */
function eventOf(
	nth: number,
	at: number,
	{ contract, told, settings }: { contract: OracleContract; told: readonly TimelineOrder[]; settings: BatchSettings },
): readonly Event[] {
	const own = contract.subscriptions[nth];
	const [order, drawn] = [own?.orders[at], told[at]];
	if (!own || !order || !drawn) return [];
	const instant = instantIn(settings.zone, drawn.day, drawn.time);
	const effect = effectOf(contract, own, order);
	return [
		{
			nth,
			order,
			said: saidBefore(own.orders.slice(0, at)),
			effect,
			own: periodAt(effect.on, own.boundary, contract.months),
			id: `s${nth}o${at}`,
			waiting: [],
			run: runInstants(settings).findIndex((one) => one >= instant),
			at: instant,
		},
	];
}

function saidBefore(orders: readonly OracleOrder[]): Event['said'] {
	const quantity = orders.findLast(({ kind }) => kind !== 'usage' && kind !== 'listPrice')?.quantity ?? 0;
	return { quantity, price: orders.findLast(({ kind }) => kind !== 'usage')?.price ?? 0 };
}

/** An event with the instant from which it is planned. */
interface Placed {
	readonly event: Event;
	readonly from: string;
}

/** A subscription's orders in the order in which they are planned: list prices after some later ones. */
function withLate(events: readonly Event[], late: readonly number[]): readonly Placed[] {
	const inTurn = events.map((event): Placed => ({ event, from: event.at }));
	if (late.length === 0) return inTurn;
	return events
		.filter(({ order }) => order.kind === 'listPrice')
		.reduce<readonly Placed[]>((placed, event, nth) => {
			const at = placed.findIndex((one) => one.event === event);
			const rest = placed.filter((one) => one.event !== event);
			const [before, after] = [rest.slice(0, at), rest.slice(at)];
			const by = after.slice(0, late[nth % late.length]);
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
		const open = placed.slice(at + 1).filter((one) => one.event.order.kind === 'listPrice');
		const waiting = open.map((one) => placeOf(one.event)).filter((place) => place < newest);
		return { event: { ...event, waiting }, from };
	});
}

/** All orders in the order in which they are planned. */
export function eventsOf(
	{ timeline, late }: Paper,
	contract: OracleContract,
	settings: BatchSettings,
): readonly Event[] {
	const placed = timeline.subscriptions.flatMap((subscription, nth) => {
		const told = clearOrders(subscription, settings);
		const events = told.flatMap((_, at) => eventOf(nth, at, { contract, told, settings }));
		return withWaiting(withLate(events, late));
	});
	const byTime = sortBy(placed, 'from', 'event.nth').map(({ event }) => event);
	if (settings.arrival !== 'mixed' || timeline.isShared) return byTime;
	return mixed(byTime, timeline).map((event, run) => ({ ...event, run }));
}
