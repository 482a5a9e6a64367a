import fc from 'fast-check';
import { dayNumber, dayText, periodAt } from '../oracle/days';
import { firstTermEnd, type Timeline, type TimelineOrder, type TimelineSubscription } from './timeline';

/** An order beside those of seats: it corrects an amount, or changes nothing. */
interface DrawnBeside {
	/** Of which subscription, counted from the first, round and round; and after which of its orders. */
	readonly of: number;
	readonly after: number;
	/** Days after that order, at most up to the next one. */
	readonly later: number;
	readonly kind: 'correction' | 'nothing';
	/** In cents, below 0 for what is given back. */
	readonly once: number;
}

/** What marketplaces do to the orders of a timeline. */
interface DrawnField {
	readonly beside: readonly DrawnBeside[];
	/** Days before the end of a term on which a change is ordered that stands in the renewal's place; by subscription. */
	readonly scheduled: readonly (number | undefined)[];
	/** Which falls wait until the next billing day, round and round. */
	readonly parked: readonly boolean[];
}

const field: fc.Arbitrary<DrawnField> = fc.record({
	beside: fc.array(
		fc.record({
			of: fc.integer({ min: 0, max: 2 }),
			after: fc.integer({ min: 0, max: 6 }),
			later: fc.integer({ min: 0, max: 9 }),
			kind: fc.constantFrom('correction' as const, 'nothing' as const),
			once: fc.constantFrom(500, -500, 1234),
		}),
		{ maxLength: 2 },
	),
	scheduled: fc.array(fc.option(fc.integer({ min: 7, max: 40 }), { nil: undefined }), { minLength: 3, maxLength: 3 }),
	parked: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});

type Dated = Pick<TimelineOrder, 'day' | 'time'>;

function isBefore(one: Dated, other: Dated): boolean {
	return `${one.day} ${one.time}` < `${other.day} ${other.time}`;
}

/** A moment after an order, before the next one where there is room. */
function momentAfter(order: Dated, next: Dated | undefined, later: number): Dated | undefined {
	const day = dayText(dayNumber(order.day) + later);
	const [hour = '', minute = ''] = order.time.split(':');
	const moment = { day, time: later > 0 ? '12:00' : `${hour}:${String(Number(minute) + 1).padStart(2, '0')}` };
	return next && !isBefore(moment, next) ? undefined : moment;
}

function withBeside(
	subscriptions: readonly TimelineSubscription[],
	drawn: DrawnBeside,
): readonly TimelineSubscription[] {
	const nth = drawn.of % subscriptions.length;
	const own = subscriptions[nth];
	const at = drawn.after % (own?.orders.length ?? 1);
	const order = own?.orders[at];
	const moment = order && momentAfter(order, own.orders[at + 1], drawn.later);
	if (!order || !moment || order.kind === 'cancellation') return subscriptions;
	const { isRefunded: _, orderedOn: __, ...rest } = order;
	const beside = { ...rest, ...moment, kind: drawn.kind, once: drawn.kind === 'nothing' ? 0 : drawn.once };
	return subscriptions.with(nth, { ...own, orders: own.orders.toSpliced(at + 1, 0, beside) });
}

/** A renewal as a change that was put off to the end of the term. */
function putOff(subscription: TimelineSubscription, daysBefore: number | undefined): TimelineSubscription {
	const at = subscription.orders.findIndex(({ kind }) => kind === 'renewal');
	const [before, order] = [subscription.orders[at - 1], subscription.orders[at]];
	if (daysBefore === undefined || !before || !order) return subscription;
	const [sale] = subscription.orders;
	const end = firstTermEnd(dayNumber(sale?.day ?? ''), subscription.alignedTo);
	const ordered = { day: dayText(end - daysBefore), time: '12:00' };
	if (!isBefore(before, ordered)) return subscription;
	return { ...subscription, orders: subscription.orders.with(at, { ...order, orderedOn: ordered }) };
}

/** A fall as one that waits until the next billing day, where that is one of the contract's and nothing else is ordered before. */
function parkedFall(
	{ months, start }: Pick<Timeline, 'months' | 'start'>,
	subscription: TimelineSubscription,
	at: number,
): TimelineOrder | undefined {
	const { orders, alignedTo } = subscription;
	const [before, order, next] = [orders[at - 1], orders[at], orders[at + 1]];
	if (order?.kind !== 'quantity' || !before || order.quantity >= before.quantity) return undefined;
	const ordered = { day: order.day, time: order.time };
	const { next: on } = periodAt(dayNumber(order.day), dayNumber(start), months);
	const end = firstTermEnd(dayNumber(orders[0]?.day ?? ''), alignedTo);
	const moment = { day: dayText(on), time: '12:00' };
	if (periodAt(on, end, months).start !== on || (next && !isBefore(moment, next))) return undefined;
	return { ...order, ...moment, isRefunded: false, orderedOn: ordered };
}

function withParked(
	timeline: Timeline,
	drawn: DrawnField['parked'],
	subscription: TimelineSubscription,
): TimelineSubscription {
	return subscription.orders.reduce<TimelineSubscription>((now, _, at) => {
		const parked = drawn[at % drawn.length] ? parkedFall(timeline, now, at) : undefined;
		return parked ? { ...now, orders: now.orders.with(at, parked) } : now;
	}, subscription);
}

/** Timelines with what marketplaces do besides: changes that wait for their day, corrections, orders that change nothing. */
export function withFieldOrders(timelines: fc.Arbitrary<Timeline>): fc.Arbitrary<Timeline> {
	return fc.tuple(timelines, field).map(([timeline, { beside, scheduled, parked }]) => {
		const waiting = timeline.subscriptions.map((subscription, nth) =>
			withParked(timeline, parked, putOff(subscription, scheduled[nth])),
		);
		return { ...timeline, subscriptions: beside.reduce(withBeside, waiting) };
	});
}
