import { amountOn, inOrder, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import { isZero } from '../money';
import { type Owed, seatsInAll, seatsPaidOn } from './owed';

/** Whether the seats of a day, or what one costs, are others after a task; not where they move from 0. */
function isChangedOn(before: Owed, after: Owed, day: CalendarDate): boolean {
	const [seats, then] = [seatsPaidOn(before, day), seatsPaidOn(after, day)];
	if (seats === 0) return false;
	const [was, price] = [amountOn(before.price, day), amountOn(after.price, day)];
	const isPriced = was !== undefined && price !== undefined && then !== 0 && !isZero(was);
	return seats !== then || (isPriced && !isSameAmount(was, price));
}

/**
 * The first day before the given one on which a task changes units or price of what was billed already: it was found late.
 * Undefined where it changes none. Source: rule T10.
 */
export function datedBack(before: Owed, after: Owed, start: CalendarDate): CalendarDate | undefined {
	const days = inOrder([before, after].flatMap((owed) => [...seatsInAll(owed), ...owed.price].map(({ from }) => from)));
	return days.find((day) => day < start && isChangedOn(before, after, day));
}
