import { monthsAfter, periodAt, type DayNumber, type Period } from './days';
import type { OracleContract, OracleOrder, OracleSubscription } from './orders';

/** When an order of a subscription counts. */
export interface Effect {
	/** X of the rules. */
	readonly on: DayNumber;
	/** The contract's period that holds X. */
	readonly period: Period;
	/** From when fewer units are on the contract. */
	readonly fallsOn: DayNumber;
}

const earlyDays = 3;
const graceDays = 30;

/** Ends of the subscription's terms, the nearest to the day first. */
function termEnds(day: DayNumber, { boundary, termMonths }: OracleSubscription): readonly DayNumber[] {
	return [0, 1, 2, 3]
		.map((nth) => monthsAfter(boundary, nth * termMonths))
		.sort((a, b) => Math.abs(a - day) - Math.abs(b - day));
}

/** Rules P2, P1 and Q6: the day itself; of a renewal the new term's start, up to three days later or thirty earlier. */
function effectiveDay(order: OracleOrder, subscription: OracleSubscription): DayNumber {
	const [end] = termEnds(order.on, subscription);
	if (order.kind !== 'renewal' || end === undefined) return order.on;
	return end - order.on <= earlyDays && order.on - end <= graceDays ? end : order.on;
}

/** Rules Q3 and Q5: a fall at the end of a term is dated on it, in monthly contracts only where it is a boundary; a parked one on its boundary. */
export function effectOf(
	{ start, months }: Pick<OracleContract, 'start' | 'months'>,
	subscription: OracleSubscription,
	order: OracleOrder,
): Effect {
	const on = effectiveDay(order, subscription);
	const period = periodAt(on, start, months);
	const isEnd = termEnds(on, subscription)[0] === on && order.kind !== 'sale';
	const isOnBoundary = isEnd || order.kind === 'renewal' || order.isParked === true;
	const isAtOnce = on === period.start ? isOnBoundary : isEnd && months > 1;
	return { on, period, fallsOn: isAtOnce ? on : period.next };
}

/** The last day of the subscription's own period that ended last before the day. Source: rule A12. */
export function usageDay(
	day: DayNumber,
	subscription: OracleSubscription,
	months: OracleContract['months'],
): DayNumber {
	return periodAt(day, subscription.boundary, months).start - 1;
}
