import { periodAt, type DayNumber, type Period } from './days';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from './orders';
import { changedDays, keptUpTo, setFrom, valueOn, type Step } from './steps';

/** What is charged once, in whole cents. */
export interface Charge {
	readonly on: DayNumber;
	readonly price: number;
	readonly cost: number;
}

/** What a subscription comes to when its orders have been followed. */
export interface Course {
	readonly units: readonly Step[];
	readonly prices: readonly Step[];
	readonly charges: readonly Charge[];
	/** Days on which each order changes what is in force; a day twice where two orders do. */
	readonly changes: readonly DayNumber[];
	/** The quantity that the fragments of a period have reached. */
	readonly charged?: { readonly quantity: number; readonly until: DayNumber };
	readonly lastQuantity: number;
}

interface Setting {
	readonly contract: OracleContract;
	readonly subscription: OracleSubscription;
	readonly terms: OracleTerms;
}

/** units x cents x n / d in whole cents, halves away from zero (rules A1, A2); whole numbers only. */
export function partOfPeriod(units: number, cents: number, days: number, ofDays: number): number {
	return Math.floor((2 * units * cents * days + ofDays) / (2 * ofDays));
}

function fragmentOf(
	{ contract, subscription, terms }: Setting,
	order: OracleOrder,
	units: number,
	period: Period,
	ownRise: number,
): Charge {
	const own = periodAt(order.on, subscription.boundary, contract.months);
	const isStated =
		terms.priceSource === 'marketplace' && own.next === period.next && own.start < order.on && ownRise === units;
	const price = terms.priceSource === 'marketplace' ? order.price : terms.servicePrice;
	const rest = period.next - order.on;
	return {
		on: order.on,
		price: isStated
			? partOfPeriod(units, price, own.next - order.on, own.next - own.start)
			: partOfPeriod(units, price, rest, period.next - period.start),
		cost: partOfPeriod(units, terms.cost, rest, period.next - period.start),
	};
}

/** Rules Q3 and A9: more than in force counts from the day or, with fragments, from E; fewer from E. */
function unitsFrom(course: Course, order: OracleOrder, period: Period, terms: OracleTerms): DayNumber {
	const isAtOnce = terms.proration === 'autotask' || order.on === period.start;
	return order.quantity > valueOn(course.units, order.on) && isAtOnce ? order.on : period.next;
}

/** Rule Q4: what was still to come is taken back. */
function unitsAfter(course: Course, order: OracleOrder, period: Period, terms: OracleTerms): readonly Step[] {
	const kept = keptUpTo(course.units, order.on);
	if (order.quantity === valueOn(course.units, order.on)) return kept;
	return setFrom(kept, unitsFrom(course, order, period, terms), order.quantity);
}

function follow(setting: Setting, course: Course, order: OracleOrder): Course {
	const { contract, terms } = setting;
	const period = periodAt(order.on, contract.start, contract.months);
	const fragments = course.charged && order.on < course.charged.until ? course.charged.quantity : 0;
	const inForce = Math.max(valueOn(course.units, order.on), fragments);
	const units = unitsAfter(course, order, period, terms);
	const isCharged = terms.proration === 'marketplace' && order.on > period.start && order.quantity > inForce;
	const rest = isCharged
		? [fragmentOf(setting, order, order.quantity - inForce, period, order.quantity - course.lastQuantity)]
		: [];
	const isFirst = course.prices.length === 0;
	const price = terms.priceSource === 'marketplace' ? order.price : terms.servicePrice;
	const isEqual = order.quantity === inForce;
	const isRepriced = isEqual || price !== course.prices.at(-1)?.value;
	const pricedFrom = isEqual ? period.start : unitsFrom(course, order, period, terms);
	const prices = isFirst
		? setFrom([], contract.start, price)
		: isRepriced
			? setFrom(course.prices, pricedFrom, price)
			: course.prices;
	const once = order.once === 0 ? [] : [{ on: order.on, price: order.once, cost: 0 }];
	return {
		units,
		prices,
		charges: [...course.charges, ...once, ...rest],
		changes: [
			...course.changes,
			...changedDays(course.units, units),
			...(isFirst ? [] : changedDays(course.prices, prices)),
		],
		...(isCharged
			? { charged: { quantity: order.quantity, until: period.next } }
			: course.charged
				? { charged: course.charged }
				: {}),
		lastQuantity: order.quantity,
	};
}

/** Follows the orders of a subscription one after another. */
export function courseOf(contract: OracleContract, subscription: OracleSubscription, terms: OracleTerms): Course {
	const nothing: Course = { units: [], prices: [], charges: [], changes: [], lastQuantity: 0 };
	return subscription.orders.reduce(
		(course, order) => follow({ contract, subscription, terms }, course, order),
		nothing,
	);
}
