import { type BillingPeriod, daysIn } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { type Decimal, over, plus, roundedAmount, times, zero } from '../money';
import { lengthOf, spansOf } from '../spans';

/** What a day comes to, for a whole period; undefined where that can not be told. */
export type OnDay = (day: CalendarDate) => Decimal | undefined;

/**
 * What a period comes to in whole cents, rounded once, when each of its days comes to a part of it. `cuts`: the days on
 * which that changes. Days that can not be told are left out. Source: rules A1 and A2.
 */
export function amountOfPeriod(period: BillingPeriod, cuts: readonly CalendarDate[], onDay: OnDay): Decimal {
	const spans = spansOf({ from: period.start, until: period.nextStart }, cuts);
	const sum = spans.reduce<Decimal>((all, span) => plus(all, times(onDay(span.from) ?? zero, lengthOf(span))), zero);
	return roundedAmount(over(sum, daysIn(period)));
}
