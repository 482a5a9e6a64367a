import { nothing, seatsIn, type Amount, type Course, type Lot, type Rate } from './course';
import type { DayNumber } from './days';
import { effectOf, usageDay } from './effects';
import { meetingOf, type Meeting, type Setting } from './meeting';
import { afterMove, besideComing, shifted } from './moves';
import { afterEnd, begun } from './otherPeriod';
import type { OracleOrder, OracleSubscription, OracleTerms } from './orders';
import { statedCredit, statedFragment } from './stated';
import { addedFrom, keptUpTo, setFrom, valueOn } from './steps';

/** Rule A10: the seats that the order itself takes, where it gives their rest of the period back. */
function creditedBy({ setting, order, effect, before, paid, fallsOn }: Meeting): number {
	const isCredited = order.kind === 'cancellation' ? order.isRefunded : setting.terms.syncRefunds;
	if (!isCredited || fallsOn === effect.on) return 0;
	return Math.max(0, Math.min(paid, before.lastQuantity) - order.quantity);
}

/** Rules Q3 and Q4: what was still to come is taken back; a rise from its day, a fall from E. */
function lineAfter({ order: { quantity }, effect, before, held, risesOn, fallsOn }: Meeting): Course['line'] {
	return setFrom(keptUpTo(before.line, effect.on), quantity > held ? risesOn : fallsOn, quantity);
}

/** More seats are paid for from the day in either proration, fewer from E, and what is credited from the day. */
function owedAfter(meeting: Meeting): Course['owed'] {
	const { order, effect, before, paid, fallsOn } = meeting;
	const kept = keptUpTo(before.owed, effect.on);
	if (order.quantity >= paid) return setFrom(kept, effect.on, order.quantity);
	return setFrom(setFrom(kept, effect.on, paid - creditedBy(meeting)), fallsOn, order.quantity);
}

/** Rule A6; where the day has the price already, and days before it on which there are seats another one, nothing of the past changes. */
function wholePeriodFrom({ order, effect: { on, period }, before, rate }: Meeting): DayNumber {
	if (order.isPosted) return period.next;
	const days = [period.start, ...[...before.price, ...before.line, ...before.owed].map((step) => step.from)];
	const hasSeats = (day: DayNumber) => valueOn(before.line, day) > 0 || valueOn(before.owed, day) > 0;
	const isOther = (day: DayNumber) => hasSeats(day) && valueOn(before.price, day) !== rate.price;
	const hadOther = days.some((day) => day >= period.start && day < on && isOther(day));
	return hadOther && valueOn(before.price, on) === rate.price ? on : period.start;
}

/** From when the order's price and cost hold: rules A6, A13, Q6 and Q10; undefined where it brings none. */
function ratedFrom(meeting: Meeting): DayNumber | undefined {
	const { setting, order, effect, before, held, paid, risesOn, fallsOn } = meeting;
	if (before.owed.every(({ from, value }) => from > effect.on || value === 0)) return setting.contract.start;
	if (order.kind === 'cancellation') return undefined;
	if (order.kind === 'renewal') return effect.on;
	if (order.kind === 'listPrice' || order.quantity === paid) return wholePeriodFrom(meeting);
	return order.quantity > held ? risesOn : fallsOn;
}

function ratedBy(meeting: Meeting): Pick<Course, 'price' | 'cost'> {
	const { before, rate } = meeting;
	const from = ratedFrom(meeting);
	if (from === undefined) return before;
	return { price: setFrom(before.price, from, rate.price), cost: setFrom(before.cost, from, rate.cost) };
}

/** Rule Q10 and decision B2: seats that come to the line from E bring their price and cost, the line has them from E. */
function lotsAfter({ order, effect, before, held, paid, risesOn, rate }: Meeting, lined: Rate): readonly Lot[] {
	const above = Math.max(held, paid);
	if (risesOn === effect.on || order.quantity <= above) return before.lots;
	const own = {
		...(rate.price === lined.price ? {} : { price: rate.price }),
		...(rate.cost === lined.cost ? {} : { cost: rate.cost }),
	};
	return [...before.lots, { above, from: effect.on, until: risesOn, ...own }];
}

/** Decision B1: the seats of a stated amount bill what it states; what becomes of them later is at the price of then. */
function correctionOf(meeting: Meeting, after: Course): readonly Amount[] {
	const { effect, before } = meeting;
	const cents = statedFragment(meeting) ?? statedCredit(meeting, creditedBy(meeting));
	if (cents === undefined) return [];
	const computed = seatsIn(after, effect.period, 'price') - seatsIn(before, effect.period, 'price');
	return [{ on: effect.on, cents, overDays: -computed }];
}

/** Setup, fee and usage: rules A11 and A12. */
function onceOf({ subscription, contract }: Setting, { kind, on, once }: OracleOrder): readonly Amount[] {
	const day = kind === 'usage' ? usageDay(on, subscription, contract.months) : on;
	return once === 0 ? [] : [{ on: day, cents: once, overDays: 0 }];
}

/** Seats on the line and beside it, and the price that they have. */
function afterQuantity(meeting: Meeting): Course {
	const { before, order } = meeting;
	const { price, cost } = ratedBy(meeting);
	const { on } = meeting.effect;
	const after = {
		...before,
		line: lineAfter(meeting),
		owed: owedAfter(meeting),
		price,
		cost,
		lots: lotsAfter(meeting, { price: valueOn(price, on), cost: valueOn(cost, on) }),
		lastQuantity: order.quantity,
		lastPrice: order.price,
	};
	return { ...after, amounts: [...after.amounts, ...correctionOf(meeting, after)] };
}

/** Rule Q11: the seats that are owed by the period that ends, as if it did not. */
function afterBegin(setting: Setting, order: OracleOrder): Course {
	const { was } = setting.subscription;
	if (!was) return nothing;
	const { orders } = was.subscription;
	const until = { ...was.subscription, orders: orders.slice(0, -1) };
	return begun(setting, was, order, courseOf(was.contract, until, setting.terms).owed);
}

function follow(setting: Setting, course: Course, order: OracleOrder): Course {
	const before = { ...course, amounts: [...course.amounts, ...onceOf(setting, order)] };
	if (order.kind === 'usage' || order.kind === 'amounts') return before;
	if (order.kind === 'move') return afterMove(setting, before, order);
	if (order.kind === 'ends') return afterEnd(setting, before, order);
	if (order.kind === 'begins') return afterBegin(setting, order);
	if (order.kind === 'listPrice') {
		const isBilled = before.lastQuantity !== 0 && !order.isSaidOnly;
		const rated = isBilled ? ratedBy(meetingOf(setting, before, order)) : {};
		return { ...before, lastPrice: order.price, ...rated };
	}
	const effect = effectOf(setting.contract, setting.subscription, order);
	const { coming, ...beside } = besideComing(before, order, effect.on);
	const after = afterQuantity(meetingOf(setting, beside.before, beside.order));
	if (!coming) return after;
	const withComing = (steps: Course['line']) => addedFrom(steps, coming.from, coming.value);
	return {
		...after,
		line: withComing(after.line),
		owed: withComing(after.owed),
		lots: shifted(after.lots, coming.from, coming.value),
		lastQuantity: order.quantity,
	};
}

/** Follows the orders of a subscription one after another. */
export function courseOf(contract: Setting['contract'], subscription: OracleSubscription, terms: OracleTerms): Course {
	return subscription.orders.reduce(
		(course, order) => follow({ contract, subscription, terms }, course, order),
		nothing,
	);
}
