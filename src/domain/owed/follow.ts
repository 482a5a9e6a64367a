import { dropWhile, omit } from 'lodash';
import type { Ahead } from '../line/linkOwed';
import type { Ordered } from '../line/ordered';
import { foundPrice } from './asidesAfter';
import { ruleOf } from './kindRules';
import type { Owed } from './owed';
import { ratesAfter } from './rateAfter';

/** What is owed once the order that comes next counts. */
function afterNext(owed: Owed, order: Ordered): Owed {
	const rated = { ...owed, ...ratesAfter(owed, order) };
	const found = rated.price === owed.price ? rated : { ...rated, asides: foundPrice(rated, order) };
	return { ...found, ...ruleOf(order).seatsAfter(found, order) };
}

/**
 * The orders that are followed ahead of one that waits, with this one among them: in its place where it brings a price alone;
 * one with seats after all of them, since it is followed beside what they have left.
 */
function aheadWith({ ahead, ...before }: Owed, order: Ordered): Ahead {
	const { keepsSeats, place = '' } = order;
	const followed = ahead?.orders ?? [];
	const later = keepsSeats ? dropWhile(followed, (other) => (other.place ?? '') <= place) : [];
	const earlier = followed.slice(0, followed.length - later.length);
	return { before: ahead?.before ?? before, orders: [...earlier, omit(order, 'waiting'), ...later] };
}

/** Whether any of them is followed ahead of an order that waits. */
function isAhead({ orders }: Ahead, { waiting = [] }: Ordered): boolean {
	return waiting.some((waits) => orders.some(({ place }) => place !== undefined && place > waits));
}

/**
 * What is owed once one more order counts. Orders of a subscription are followed oldest first; a Billing order that waited
 * comes to what it would have come to in its turn, since the orders that were followed ahead of it are followed again.
 *
 * Seats that the line is to hold and seats that are owed follow from the quantity; the difference of both is what
 * fragments and credits are. Source: rules Q3 to Q6, Q8, Q10, Q11, A3, A6 to A10 and A13.
 */
export function follow(owed: Owed, order: Ordered): Owed {
	const ahead = aheadWith(owed, order);
	const isLate = ahead.orders.at(-1)?.id !== order.id;
	const after = isLate
		? { ...ahead.orders.reduce(afterNext, ahead.before), seats: owed.seats }
		: afterNext(omit(owed, 'ahead'), order);
	return isAhead(ahead, order) ? { ...after, ahead } : after;
}
