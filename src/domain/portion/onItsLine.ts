import { amountFrom, amountOn, type OrderPlace } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Owed } from '../owed/owed';

/**
 * What a product is billed at from the day on which it goes to another line: at what it takes along, where the order has no
 * price or nothing is owed on the day; without that at the line's own. Source: rules A3 and C5.
 */
export function onItsLine(
	owed: Owed,
	{ on, place }: { readonly on: CalendarDate; readonly place?: OrderPlace },
	{ ordered, taken }: { readonly ordered: Rate | undefined; readonly taken: Rate | undefined },
): Owed {
	if (ordered && amountOn(owed.price, on) !== undefined) return owed;
	const at = { from: on, ...(place === undefined ? {} : { place }) };
	if (!taken) return { ...owed, price: amountFrom(owed.price, at), cost: amountFrom(owed.cost, at) };
	return {
		...owed,
		price: amountFrom(owed.price, { ...at, amount: taken.price }),
		cost: taken.cost === undefined ? owed.cost : amountFrom(owed.cost, { ...at, amount: taken.cost }),
	};
}
