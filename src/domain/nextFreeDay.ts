import { range } from 'lodash';
import { daysIn, type BillingPeriod } from './billingPeriod';
import { daysBetween, plusDays, type CalendarDate } from './calendarDate';
import { minus, over, roundedAmount, times, total, type Decimal } from './money';
import type { PlannedAdjustment } from './plan';

/** An adjustment moved off a day that has one already, and what the days between are charged or credited. */
export interface ShiftedAdjustment {
	readonly adjustment: PlannedAdjustment;
	/** Negative for a credit. */
	readonly amount: Decimal;
	readonly days: number;
}

/** Whether a day of the period is left after the given one. */
export function hasFreeDay(
	taken: CalendarDate,
	isTaken: (day: CalendarDate) => boolean,
	period: BillingPeriod,
): boolean {
	return nextFreeDay(taken, isTaken) < period.nextStart;
}

function nextFreeDay(taken: CalendarDate, isTaken: (day: CalendarDate) => boolean): CalendarDate {
	let on = plusDays(taken, 1);
	while (isTaken(on)) on = plusDays(on, 1);
	return on;
}

/** What the line is meant to hold on a day, and what a unit costs then, before the adjustment that is moved. */
export type HeldOn = (day: CalendarDate) => { readonly units: number; readonly price: Decimal };

/** What the adjustment changes of a whole period's bill, if the day were like all of them. */
function changePerPeriod({ unitDelta, price }: PlannedAdjustment, held: ReturnType<HeldOn>): Decimal {
	return minus(times(price ?? held.price, held.units + unitDelta), times(held.price, held.units));
}

/**
 * Moves an adjustment to the next day that has none, and says what makes the bill exact.
 *
 * `before` is the price of a unit on the day, or what is held day by day where units or prices change in between. The
 * amount is the difference that the line bills for the days between, each as 1 / d of its period, rounded once.
 * Source: rule Q7 (`sameDate: nextDay`).
 *
 * @throws RangeError where no day of the period is left.
 */
export function shiftToFreeDay(
	adjustment: PlannedAdjustment,
	isTaken: (day: CalendarDate) => boolean,
	before: Decimal | HeldOn,
	period: BillingPeriod,
): ShiftedAdjustment {
	const on = nextFreeDay(adjustment.on, isTaken);
	if (on >= period.nextStart)
		throw new RangeError(`no free day is left after ${adjustment.on} before ${period.nextStart}`);
	const heldOn: HeldOn =
		typeof before === 'function' ? before : () => ({ units: adjustment.unitsBefore, price: before });
	const days = daysBetween(adjustment.on, on);
	const changes = range(days).map((day) => changePerPeriod(adjustment, heldOn(plusDays(adjustment.on, day))));
	return { adjustment: { ...adjustment, on }, days, amount: roundedAmount(over(total(changes), daysIn(period))) };
}
