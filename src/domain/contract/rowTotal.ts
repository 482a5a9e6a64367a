import { type BillingPeriod, daysIn } from '../billingPeriod';
import { daysBetween } from '../calendarDate';
import { absolute, agrees, type Decimal, minus, over, plus, roundedAmount, times } from '../money';
import type { UnitRow } from './contract';

const fourDecimals = '0.0002' as Decimal;
const twoDecimals = '0.005' as Decimal;
const ofOneUnit = '0.00005' as Decimal;

type RowDays = Pick<UnitRow, 'startsOn' | 'endsOn' | 'units'>;

/** What the rate makes of a row's units and days, before anything is rounded. */
export function rowTotal(perUnit: Decimal, { startsOn, endsOn, units }: RowDays, period: BillingPeriod): Decimal {
	return over(times(times(perUnit, units), daysBetween(startsOn, endsOn) + 1), daysIn(period));
}

/** What a unit comes to for a whole period by a row's total; its units are not none. */
export function rateOfTotal(total: Decimal, { startsOn, endsOn, units }: RowDays, period: BillingPeriod): Decimal {
	return over(times(total, daysIn(period)), units * (daysBetween(startsOn, endsOn) + 1));
}

/**
 * Whether rounding explains that a row's total is another one than the rate makes of it: Autotask keeps four decimals of a
 * row, or two, or of what a unit comes to on its days. Source: rule Q1.
 */
export function isTotalOf(perUnit: Decimal, row: RowDays, period: BillingPeriod, total: Decimal): boolean {
	const isShort = agrees(total, roundedAmount(total), '0' as Decimal);
	const tolerance = plus(isShort ? twoDecimals : fourDecimals, times(ofOneUnit, row.units));
	return agrees(rowTotal(perUnit, row, period), total, tolerance);
}

/** By how much the total is another one than the rate makes of the row. */
export function offBy(perUnit: Decimal, row: RowDays, period: BillingPeriod, total: Decimal): Decimal {
	return absolute(minus(rowTotal(perUnit, row, period), total));
}
