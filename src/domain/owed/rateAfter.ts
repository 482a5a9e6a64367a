import { amountFrom, amountOn, inOrder } from '../amountTimeline';
import { type CalendarDate, earliest } from '../calendarDate';
import { ruleOf } from './kindRules';
import { type Owed, seatsInAll } from './owed';
import type { Ordered } from '../line/ordered';

/** The day from which the order's price and cost hold; undefined where it brings none. Source: rules A6, A13, Q6, Q10, Q11 and T3. */
export function ratedFrom(owed: Owed, order: Ordered): CalendarDate | undefined {
	const { rate, on, moved } = order;
	const { ratedFrom: from } = ruleOf(order);
	if (!rate || !from) return undefined;
	const isFirst = seatsInAll(owed).every((step) => step.from > on);
	return isFirst ? earliest(on, moved?.on ?? on) : from(owed, order, rate.price);
}

/**
 * The day from which a product has another price or cost than before; where it has none, that from which the order's hold.
 * What comes late may change other days than its own. Source: rule A13.
 */
export function repricedFrom(before: Owed, after: Owed, order: Ordered): CalendarDate | undefined {
	const from = ratedFrom(before, order);
	if (from === undefined) return undefined;
	const days = inOrder([before.price, before.cost, after.price, after.cost].flat().map((step) => step.from));
	const isOther = (day: CalendarDate) =>
		amountOn(before.price, day) !== amountOn(after.price, day) ||
		amountOn(before.cost, day) !== amountOn(after.cost, day);
	return earliest(from, days.find(isOther) ?? from);
}

/** Price and cost over time once the order counts. */
export function ratesAfter(owed: Owed, order: Ordered): Pick<Owed, 'price' | 'cost'> {
	const { price, cost } = owed;
	const { rate, place, takesAlong } = order;
	const from = ratedFrom(owed, order);
	if (!rate || from === undefined || (takesAlong && amountOn(price, from) !== undefined)) return { price, cost };
	const at = { from, ...(place === undefined ? {} : { place }) };
	return {
		price: amountFrom(price, { ...at, amount: rate.price }),
		cost: rate.cost === undefined ? cost : amountFrom(cost, { ...at, amount: rate.cost }),
	};
}
