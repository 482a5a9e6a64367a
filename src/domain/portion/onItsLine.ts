import { amountFrom, amountOn, type OrderPlace } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Owed } from '../owed/owed';

/**
 * What a product is billed at from the day on which it goes to another line: at what is owed of it, where that is known of the
 * day and is what the line is to agree with, else at what it takes along; without that at the line's own. Source: rules A3 and C5.
 */
export function onItsLine(
	owed: Owed,
	{ on, place }: { readonly on: CalendarDate; readonly place?: OrderPlace },
	{ agreed, taken }: { readonly agreed: Rate | undefined; readonly taken: Rate | undefined },
): Owed {
	if (taken && agreed && amountOn(owed.price, on) !== undefined) return owed;
	const at = { from: on, ...(place === undefined ? {} : { place }) };
	if (!taken) return { ...owed, price: amountFrom(owed.price, at), cost: amountFrom(owed.cost, at) };
	return {
		...owed,
		price: amountFrom(owed.price, { ...at, amount: taken.price }),
		cost: taken.cost === undefined ? owed.cost : amountFrom(owed.cost, { ...at, amount: taken.cost }),
	};
}
