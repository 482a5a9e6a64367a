import fc from 'fast-check';
import { dayNumber, dayText, periodAt, type Period } from '../../oracle/days';
import { effectOf, type Effect } from '../../oracle/effects';
import type { OracleContract, OracleOrder } from '../../oracle/orders';
import { timelines } from '../drawTimelines';
import { instantIn, runInstants, type BatchSettings } from '../settings';
import { clearOrders, forOracle, type Timeline } from '../timeline';

/** What somebody does to a line by hand, and leaves so. */
export interface HandEdit {
	/** After which order of all. */
	readonly after: number;
	/** The line: counted from the first, round and round. */
	readonly line: number;
	/** That are put there. */
	readonly units: number;
	/** What a unit is to cost from then on: steps of fifty pence from the service's price, of five from its cost. */
	readonly price?: number;
	readonly cost?: number;
	/** Days after the order's own. */
	readonly later: number;
}

/** A process that dies between a write and its record. */
export interface Kill {
	/** How many writes each run that is killed has sent; more than it has: all of them are there, and none is recorded. */
	readonly after: readonly number[];
	/** Whether the orders after those are carried over with them; else those alone are, as they were. */
	readonly isJoined: boolean;
}

/** A timeline, and what happens between its orders where nothing but the functions is run. */
export interface Paper {
	readonly timeline: Timeline;
	readonly edits: readonly HandEdit[];
	/** How runs are killed, round and round. */
	readonly kills: readonly Kill[];
	/** Whether the period of an order is posted before it is planned, round and round. */
	readonly posted: readonly boolean[];
	/** Whether each order is known with the cost of its time, instead of the last one that a run has seen. */
	readonly hasOwnCosts: boolean;
}

/** An order where it is planned. */
export interface Event {
	/** Whose it is: which subscription. */
	readonly nth: number;
	readonly order: OracleOrder;
	readonly effect: Effect;
	/** The subscription's own period that holds its day. */
	readonly own: Period;
	readonly id: string;
	/** The run that plans it. */
	readonly run: number;
	readonly at: string;
}

const where = {
	after: fc.integer({ min: 0, max: 8 }),
	line: fc.integer({ min: 0, max: 2 }),
	later: fc.integer({ min: -20, max: 40 }),
};
const units = fc.integer({ min: 1, max: 9 });
const price = fc.integer({ min: -4, max: 6 });
const cost = fc.integer({ min: -4, max: 4 });
const handEdit: fc.Arbitrary<HandEdit> = fc.oneof(
	fc.record({ ...where, units }),
	fc.record({ ...where, units: fc.constant(0), price }),
	fc.record({ ...where, units: fc.constant(0), cost }),
	fc.record({ ...where, units: fc.constantFrom(0, 1), price, cost }),
);

const kill: fc.Arbitrary<Kill> = fc.record({
	after: fc.oneof(
		fc.constant([]),
		fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(99)), { minLength: 1, maxLength: 2 }),
	),
	isJoined: fc.boolean(),
});

/** Timelines with what happens in between; the smallest has nothing of it. */
export function papers({ connectedOn, isEdited }: BatchSettings): fc.Arbitrary<Paper> {
	const drawn = fc.boolean().chain((isPosted) =>
		fc.record({
			timeline: timelines(dayText(dayNumber(connectedOn) + 2), { isPosted: false, isEdited: true }),
			edits: isEdited ? fc.array(handEdit, { maxLength: 2 }) : fc.constant<HandEdit[]>([]),
			kills: fc.array(kill, { maxLength: 4 }),
			posted: isPosted ? fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }) : fc.constant([]),
			hasOwnCosts: fc.boolean(),
		}),
	);
	return drawn.map((paper) => (isKilled(paper) ? { ...paper, edits: paper.edits.map(told) } : paper));
}

export function isKilled({ kills }: Pick<Paper, 'kills'>): boolean {
	return kills.some(({ after }) => after.length > 0);
}

/** At amounts that none of ours has: nothing tells somebody's price from the same one of a run that is not recorded. */
function told(edit: HandEdit): HandEdit {
	const odd = (step: number) => (step % 2 === 0 ? step + 1 : step);
	return {
		...edit,
		...(edit.price === undefined ? {} : { price: odd(edit.price) }),
		...(edit.cost === undefined ? {} : { cost: odd(edit.cost) }),
	};
}

/** The timeline as the oracle reads it, posted periods and costs as drawn. */
export function contractOf({ timeline, posted, hasOwnCosts }: Paper, settings: BatchSettings): OracleContract {
	const contract = forOracle(timeline, settings, []);
	const subscriptions = contract.subscriptions.map((subscription, nth) => {
		const clear = clearOrders(timeline.subscriptions[nth] ?? { orders: [] }, settings);
		const orders = subscription.orders.map((order, at): OracleOrder => {
			const cost = hasOwnCosts ? clear[at]?.cost : order.cost;
			const isPosted = at > 0 && (posted[(nth + at) % posted.length] ?? order.isPosted);
			return { ...order, isPosted, ...(cost === undefined ? {} : { cost }) };
		});
		return { ...subscription, orders };
	});
	return { ...contract, subscriptions };
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

/** All orders in the order in which they are planned. */
export function eventsOf({ timeline }: Paper, contract: OracleContract, settings: BatchSettings): readonly Event[] {
	const runs = runInstants(settings);
	const events = timeline.subscriptions.flatMap((subscription, nth) =>
		clearOrders(subscription, settings).flatMap(({ day, time }, at): Event[] => {
			const own = contract.subscriptions[nth];
			const order = own?.orders[at];
			if (!own || !order) return [];
			const instant = instantIn(settings.zone, day, time);
			const run = runs.findIndex((one) => one >= instant);
			const effect = effectOf(contract, own, order);
			const period = periodAt(effect.on, own.boundary, contract.months);
			return [{ nth, order, effect, own: period, id: `s${nth}o${at}`, run, at: instant }];
		}),
	);
	const byTime = events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.nth - b.nth));
	if (settings.arrival !== 'mixed' || timeline.isShared) return byTime;
	return mixed(byTime, timeline).map((event, run) => ({ ...event, run }));
}
