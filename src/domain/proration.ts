import { type BillingPeriod, daysIn, holds } from './billingPeriod';
import { type CalendarDate, daysBetween } from './calendarDate';
import { type Decimal, over, roundedAmount, times } from './money';

/**
 * What a quantity costs from a day to the end of its period, the day itself included.
 *
 * quantity x price x n / d, two places, halves away from zero, once. At the period's start this is the full price.
 *
 * @throws RangeError for a day outside the period. Source: rules A1 and A2.
 */
export function prorate(quantity: number, price: Decimal, from: CalendarDate, period: BillingPeriod): Decimal {
	if (!holds(period, from)) throw new RangeError(`${from} is not in the period ${period.start} to ${period.nextStart}`);
	return roundedAmount(over(times(times(price, quantity), daysBetween(from, period.nextStart)), daysIn(period)));
}
