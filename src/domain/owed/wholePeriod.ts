import { amountOn, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Decimal } from '../money';
import { unitsOn } from '../unitTimeline';
import { type Owed, seatsInAll, seatsPaidOn } from './owed';
import type { Ordered } from '../line/ordered';

function isPrice(held: Decimal | undefined, price: Decimal): boolean {
	return held !== undefined && isSameAmount(held, price);
}

/** What a seat costs on the day, before the order. */
function priceBefore({ price }: Owed, { lineRate }: Ordered, day: CalendarDate): Decimal | undefined {
	return amountOn(price, day) ?? lineRate?.price;
}

function hasSeats(owed: Owed, day: CalendarDate): boolean {
	return unitsOn(owed.seats, day) > 0 || seatsPaidOn(owed, day) > 0;
}

/**
 * From when a price of the whole period holds: from its start, or where that is posted from its end; not over days of it
 * that had another price, where X has the price already. Source: rules A6, A13 and T3.
 */
export function ofWholePeriod(owed: Owed, order: Ordered, price: Decimal): CalendarDate {
	const { on, period, isPosted } = order;
	if (isPosted) return period.nextStart;
	const steps = [...owed.price, ...owed.seats, ...seatsInAll(owed)].map(({ from }) => from);
	const days = [period.start, ...steps].filter((day) => period.start <= day && day < on);
	const hadOther = days.some((day) => hasSeats(owed, day) && !isPrice(priceBefore(owed, order, day), price));
	return isPrice(priceBefore(owed, order, on), price) && hadOther ? on : period.start;
}
