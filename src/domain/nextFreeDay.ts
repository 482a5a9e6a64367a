import { daysIn, type BillingPeriod } from './billingPeriod';
import { daysBetween, plusDays, type CalendarDate } from './calendarDate';
import { minus, over, roundedAmount, times, type Decimal } from './money';
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

/**
 * Moves an adjustment to the next day that has none, and says what makes the bill exact.
 *
 * `rateBefore` is the price of a unit on the day. The amount is the difference that the line bills for the days between:
 * (units and price after - units and price before) x days / d. Source: rule Q7 (`sameDate: nextDay`).
 *
 * @throws RangeError where no day of the period is left.
 */
export function shiftToFreeDay(
	adjustment: PlannedAdjustment,
	isTaken: (day: CalendarDate) => boolean,
	rateBefore: Decimal,
	period: BillingPeriod,
): ShiftedAdjustment {
	const on = nextFreeDay(adjustment.on, isTaken);
	if (on >= period.nextStart)
		throw new RangeError(`no free day is left after ${adjustment.on} before ${period.nextStart}`);
	const days = daysBetween(adjustment.on, on);
	const after = times(adjustment.price ?? rateBefore, adjustment.unitsAfter);
	const perPeriod = minus(after, times(rateBefore, adjustment.unitsBefore));
	return {
		adjustment: { ...adjustment, on },
		days,
		amount: roundedAmount(over(times(perPeriod, days), daysIn(period))),
	};
}
