import { amountFrom, amountOn, type AmountTimeline, amountTolerance } from '../amountTimeline';
import { type CalendarDate, earliest } from '../calendarDate';
import { agrees, type Decimal } from '../money';
import { unitsOn } from '../unitTimeline';
import { type Owed, seatsInAll, seatsPaidOn } from './owed';
import type { Ordered } from './ordered';

function isPrice(held: Decimal | undefined, price: Decimal): boolean {
	return held !== undefined && agrees(held, price, amountTolerance);
}

/** What a seat costs on the day, before the order. */
function priceBefore({ price }: Owed, { lineRate }: Ordered, day: CalendarDate): Decimal | undefined {
	return amountOn(price, day) ?? lineRate?.price;
}

function hasSeats(owed: Owed, day: CalendarDate): boolean {
	return unitsOn(owed.seats, day) > 0 || seatsPaidOn(owed, day) > 0;
}

/**
 * From the start of the period, or where that is posted from its end; not over days of it that had another price, where X
 * has the price already. Source: rules A6, A13 and T3.
 */
function ofWholePeriod(owed: Owed, order: Ordered, price: Decimal): CalendarDate {
	const { on, period, isPosted } = order;
	if (isPosted) return period.nextStart;
	const steps = [...owed.price, ...owed.seats, ...seatsInAll(owed)].map(({ from }) => from);
	const days = [period.start, ...steps].filter((day) => period.start <= day && day < on);
	const hadOther = days.some((day) => hasSeats(owed, day) && !isPrice(priceBefore(owed, order, day), price));
	return isPrice(priceBefore(owed, order, on), price) && hadOther ? on : period.start;
}

/** Whether the order leaves the quantity that is in force. Source: rules Q3, A9 and A10. */
export function isEqual(owed: Owed, { on, quantity, keepsSeats }: Ordered): boolean {
	const [onLine, paid] = [unitsOn(owed.seats, on), seatsPaidOn(owed, on)];
	return keepsSeats === true || quantity === paid || (quantity === onLine && paid <= onLine);
}

/** The day from which the order's price and cost hold. Source: rules A6, A13, Q6, Q10, Q11 and T3. */
export function ratedFrom(owed: Owed, order: Ordered, price: Decimal): CalendarDate {
	const { kind, on, quantity, risesOn, fallsOn, moved, isMove } = order;
	if (seatsInAll(owed).length === 0) return earliest(on, moved?.on ?? on);
	if (kind === 'renewal') return on;
	if (isMove) return moved?.on ?? on;
	if (kind === 'initial' || kind === 'billing' || isEqual(owed, order)) return ofWholePeriod(owed, order, price);
	return quantity > unitsOn(owed.seats, on) ? risesOn : fallsOn;
}

/** Price and cost over time once the order counts; a cancellation has none. */
export function ratesAfter(
	owed: Owed,
	order: Ordered,
): { readonly price: AmountTimeline; readonly cost: AmountTimeline; readonly from?: CalendarDate } {
	const { price, cost } = owed;
	if (!order.rate || order.kind === 'cancellation') return { price, cost };
	const from = ratedFrom(owed, order, order.rate.price);
	return {
		price: amountFrom(price, from, order.rate.price),
		cost: order.rate.cost === undefined ? cost : amountFrom(cost, from, order.rate.cost),
		from,
	};
}
