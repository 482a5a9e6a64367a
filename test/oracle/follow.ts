import { credit, fragment, onceOf, type Charge, type Rate, type Setting } from './charges';
import type { DayNumber } from './days';
import { effectOf, type Effect } from './effects';
import { recredited, withoutSeats, type Ended } from './ended';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from './orders';
import { changedDays, keptFrom, keptUpTo, setFrom, valueOn, type Step } from './steps';

/** What a subscription comes to when its orders have been followed. */
export interface Course {
	readonly units: readonly Step[];
	readonly prices: readonly Step[];
	readonly costs: readonly Step[];
	readonly charges: readonly Charge[];
	/** Days on which each order changes what is in force; a day twice where two orders do. */
	readonly changes: readonly DayNumber[];
	/** The quantity that a period is paid for, where charges or credits have made it another than the units in force. */
	readonly paid?: { readonly quantity: number; readonly until: DayNumber };
	readonly ended?: readonly Ended[];
	readonly lastQuantity: number;
	/** The price that the subscription has in the marketplace. */
	readonly lastPrice: number;
}

/** Rules A8 and A9: more units are there from the day, or, where the marketplace prorates, from E. */
function risesOn({ on, period }: Effect, terms: OracleTerms): DayNumber {
	return terms.proration === 'autotask' || on === period.start ? on : period.next;
}

/** Rules Q3 and Q4: what was still to come is taken back; a rise from its day, a fall from E. */
function unitsAfter(course: Course, quantity: number, effect: Effect, terms: OracleTerms): readonly Step[] {
	const kept = keptUpTo(course.units, effect.on);
	const inForce = valueOn(course.units, effect.on);
	if (quantity === inForce) return kept;
	return setFrom(kept, quantity > inForce ? risesOn(effect, terms) : fallsOn(course, effect), quantity);
}

function isPaidApart({ paid }: Course, day: DayNumber): boolean {
	return paid !== undefined && day < paid.until;
}

/** Rule Q5; within a period that charges or credits have paid for, the rest of it is credited and the units fall from E. */
function fallsOn(course: Course, { on, period, fallsOn: day }: Effect): DayNumber {
	return day === on && on > period.start && isPaidApart(course, on) ? period.next : day;
}

function paidOn({ paid, units }: Course, day: DayNumber): number {
	return paid && day < paid.until ? paid.quantity : valueOn(units, day);
}

/** Rule A3: whose price and cost are billed. */
function rateOf(order: OracleOrder, course: Course, terms: OracleTerms): Rate {
	if (terms.priceSource === 'autotask') return { price: terms.servicePrice, cost: terms.serviceCost };
	return { price: order.price, cost: order.cost ?? course.costs.at(-1)?.value ?? terms.serviceCost };
}

/** What a seat is billed at from the day on: a renewal's rate counts from it; of units that begin later, theirs. */
function billedRate({ terms }: Setting, course: Course, order: OracleOrder, { on, period }: Effect): Rate {
	if (order.kind === 'renewal') return rateOf(order, course, terms);
	const day = valueOn(course.units, on) > 0 ? on : period.next;
	return { price: valueOn(course.prices, day), cost: valueOn(course.costs, day) };
}

/** What the order charges or credits beside the units: rules A9 and A10. */
function moneyOf(
	setting: Setting,
	course: Course,
	order: OracleOrder,
	effect: Effect,
): { readonly charges: readonly Charge[]; readonly paid?: number; readonly ended?: readonly Ended[] } {
	const { terms } = setting;
	const { quantity } = order;
	const inForce = valueOn(course.units, effect.on);
	const paid = paidOn(course, effect.on);
	const isAtOnce = risesOn(effect, terms) === effect.on;
	const risen = (isAtOnce ? Math.min(quantity, inForce) : quantity) - paid;
	if (risen > 0) {
		const isTakenBack = paid + risen <= inForce;
		const rate = rateOf(order, course, terms);
		const ownRise = quantity - course.lastQuantity;
		return {
			charges: [fragment(setting, order, effect, { units: risen, ownRise, isTakenBack, rate })],
			paid: quantity,
			...(isAtOnce ? { ended: withoutSeats(course.ended ?? [], risen, effect.on) } : {}),
		};
	}
	const isTermEnd = fallsOn(course, effect) !== effect.fallsOn;
	const lost = (isTermEnd ? paid : course.lastQuantity) - quantity;
	const isCredited = order.kind === 'cancellation' ? order.isRefunded : terms.syncRefunds;
	if (isTermEnd ? lost > 0 : isCredited && lost > 0 && effect.fallsOn !== effect.on) {
		const of = {
			units: lost,
			statedPrice: course.lastPrice,
			billed: billedRate(setting, course, order, effect),
			isTermEnd,
		};
		const charges = [credit(setting, order, effect, of)];
		const units = Math.min(lost, inForce - quantity);
		if (!isTermEnd || units <= 0) return { charges, paid: quantity };
		const { on, period } = effect;
		const days = { on, from: on, until: period.next, ofDays: period.next - period.start };
		return { charges, paid: quantity, ended: [...(course.ended ?? []), { units, ...days, rate: of.billed }] };
	}
	return quantity > paid && course.paid && effect.on < course.paid.until
		? { charges: [], paid: quantity }
		: { charges: [] };
}

/** Rule A6; where the day has the price already, and the days before it another one, nothing of the past changes. */
function wholePeriodFrom(course: Course, order: OracleOrder, { on, period }: Effect, terms: OracleTerms): DayNumber {
	if (order.isPosted) return period.next;
	const { price } = rateOf(order, course, terms);
	const days = [period.start, ...course.prices.map((step) => step.from)].filter(
		(day) => day >= period.start && day < on,
	);
	const hadOther = days.some((day) => valueOn(course.prices, day) !== price);
	return valueOn(course.prices, on) === price && hadOther ? on : period.start;
}

/** From when the order's price and cost hold: rules A6, Q6 and Q10; undefined where it has none. */
function ratedFrom(course: Course, order: OracleOrder, effect: Effect, terms: OracleTerms): DayNumber | undefined {
	const inForce = valueOn(course.units, effect.on);
	if (order.kind === 'cancellation') return undefined;
	if (order.kind === 'renewal') return effect.on;
	const paid = paidOn(course, effect.on);
	if (order.quantity === paid || (order.quantity === inForce && paid <= inForce))
		return wholePeriodFrom(course, order, effect, terms);
	return order.quantity > inForce ? risesOn(effect, terms) : fallsOn(course, effect);
}

/** Rule A13: the price of what is billed already, from the start of the period that holds the day. */
function followListPrice(setting: Setting, course: Course, order: OracleOrder, effect: Effect): Course {
	const known = { ...course, lastPrice: order.price };
	if (setting.terms.priceSource === 'autotask' || course.lastQuantity === 0) return known;
	const from = wholePeriodFrom(course, order, effect, setting.terms);
	return withRate(known, from, rateOf(order, course, setting.terms));
}

function withRate(course: Course, from: DayNumber, { price, cost }: Rate): Course {
	const [prices, costs] = [keptFrom(course.prices, from, price), keptFrom(course.costs, from, cost)];
	const changes = new Set([...changedDays(course.prices, prices), ...changedDays(course.costs, costs)]);
	const credits = recredited(course.ended ?? [], from, { price, cost });
	return {
		...course,
		prices,
		costs,
		changes: [...course.changes, ...changes],
		charges: [...course.charges, ...credits.charges],
		ended: credits.ended,
	};
}

function follow(setting: Setting, course: Course, order: OracleOrder): Course {
	const { contract, subscription, terms } = setting;
	const effect = effectOf(contract, subscription, order);
	const once = { ...course, charges: [...course.charges, ...onceOf(setting, order)] };
	if (order.kind === 'usage') return once;
	if (order.kind === 'listPrice') return followListPrice(setting, once, order, effect);
	const money = moneyOf(setting, course, order, effect);
	const units = unitsAfter(course, order.quantity, effect, terms);
	const rate = rateOf(order, course, terms);
	const from = ratedFrom(course, order, effect, terms);
	const next: Course = {
		...once,
		units,
		charges: [...once.charges, ...money.charges],
		changes: [...course.changes, ...changedDays(course.units, units)],
		...(money.paid === undefined ? {} : { paid: { quantity: money.paid, until: effect.period.next } }),
		...(money.ended ? { ended: money.ended } : {}),
		lastQuantity: order.quantity,
		lastPrice: order.price,
	};
	if (course.prices.length === 0)
		return { ...next, prices: setFrom([], contract.start, rate.price), costs: setFrom([], contract.start, rate.cost) };
	return from === undefined ? next : withRate(next, from, rate);
}

/** Follows the orders of a subscription one after another. */
export function courseOf(contract: OracleContract, subscription: OracleSubscription, terms: OracleTerms): Course {
	const nothing: Course = {
		units: [],
		prices: [],
		costs: [],
		charges: [],
		changes: [],
		lastQuantity: 0,
		lastPrice: 0,
	};
	return subscription.orders.reduce(
		(course, order) => follow({ contract, subscription, terms }, course, order),
		nothing,
	);
}
