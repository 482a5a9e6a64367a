import { range } from 'lodash';
import { type BillingPeriod, daysIn } from '../billingPeriod';
import { type CalendarDate, daysBetween, earliest, plusDays } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { type Decimal, minus, over, roundedAmount, times, total } from '../money';

/** An adjustment moved off a day that has one already, and what the days between are charged or credited. */
export interface ShiftedAdjustment {
	readonly adjustment: PlannedAdjustment;
	/** Negative for a credit. */
	readonly amount: Decimal;
	/** Negative for a credit; absent where a cost of the days between is not known. */
	readonly cost?: Decimal;
	readonly days: number;
}

/** The first day after the taken one that has no adjustment. */
export function nextFreeDay(taken: CalendarDate, isTaken: (day: CalendarDate) => boolean): CalendarDate {
	let on = plusDays(taken, 1);
	while (isTaken(on)) on = plusDays(on, 1);
	return on;
}

/** The last day before the taken one that has no adjustment. */
export function earlierFreeDay(taken: CalendarDate, isTaken: (day: CalendarDate) => boolean): CalendarDate {
	let on = plusDays(taken, -1);
	while (isTaken(on)) on = plusDays(on, -1);
	return on;
}

/** What the line is meant to hold on a day, and what a unit costs then, before the adjustment that is moved; and whether a later price of ours ends that of the adjustment before the day. */
export type HeldOn = (day: CalendarDate) => Rate & { readonly units: number; readonly keepsRate?: boolean };

/** What the adjustment changes of a whole period's bill, if the day were like all of them; undefined where that is not known. */
function changePerPeriod(
	adjustment: PlannedAdjustment,
	held: ReturnType<HeldOn>,
	of: 'price' | 'cost',
): Decimal | undefined {
	const before = held[of];
	const after = held.keepsRate ? before : (adjustment[of] ?? before);
	const units = held.units + adjustment.unitDelta;
	if (after === undefined || (before === undefined && held.units !== 0)) return undefined;
	return minus(times(after, units), before === undefined ? times(after, 0) : times(before, held.units));
}

/**
 * Moves an adjustment to the next day that has none, at most to the first day of the next period, and says what makes
 * the bill of its own period exact.
 *
 * `before` is what a unit costs on the day, or what is held day by day where units or rates change in between. Amount
 * and cost are the difference that the line bills for the days between, each as 1 / d of its period, rounded once.
 * Source: rule Q7 (`sameDate: nextDay`).
 */
export function shiftToFreeDay(
	adjustment: PlannedAdjustment,
	isTaken: (day: CalendarDate) => boolean,
	before: Rate | HeldOn,
	period: BillingPeriod,
): ShiftedAdjustment {
	const on = earliest(nextFreeDay(adjustment.on, isTaken), period.nextStart);
	const heldOn: HeldOn = typeof before === 'function' ? before : () => ({ ...before, units: adjustment.unitsBefore });
	const between = range(daysBetween(adjustment.on, on)).map((day) => heldOn(plusDays(adjustment.on, day)));
	const changed = (of: 'price' | 'cost'): Decimal | undefined => {
		const known = between.flatMap((held) => changePerPeriod(adjustment, held, of) ?? []);
		return known.length < between.length ? undefined : roundedAmount(over(total(known), daysIn(period)));
	};
	const [amount, cost] = [changed('price'), changed('cost')];
	if (amount === undefined) throw new RangeError(`no price is known from ${adjustment.on} on`);
	return { adjustment: { ...adjustment, on }, days: between.length, amount, ...(cost === undefined ? {} : { cost }) };
}

/**
 * Dates a rise on an earlier day, and says what makes the bill of that day's period exact: the units are credited for each
 * day before their own, at what Autotask bills for one then, as 1 / d of the period, rounded once. Source: rule Q7.
 */
export function shiftToEarlierDay(
	adjustment: PlannedAdjustment,
	on: CalendarDate,
	rates: readonly Rate[],
	period: BillingPeriod,
): ShiftedAdjustment {
	const credited = (amounts: readonly Decimal[]): Decimal =>
		roundedAmount(over(times(total(amounts), -adjustment.unitDelta), daysIn(period)));
	const costs = rates.flatMap((rate) => rate.cost ?? []);
	return {
		adjustment: { ...adjustment, on },
		days: rates.length,
		amount: credited(rates.map((rate) => rate.price)),
		...(costs.length < rates.length ? {} : { cost: credited(costs) }),
	};
}
