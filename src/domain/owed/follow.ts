import { foundPrice } from './asidesAfter';
import { ruleOf } from './kindRules';
import type { Ordered } from './ordered';
import type { Owed } from './owed';
import { ratesAfter } from './rateAfter';

/**
 * What is owed once one more order counts. Orders of a subscription are followed oldest first.
 *
 * Seats that the line is to hold and seats that are owed follow from the quantity; the difference of both is what
 * fragments and credits are. Source: rules Q3 to Q6, Q8, Q10, Q11, A3, A6 to A10 and A13.
 */
export function follow(owed: Owed, order: Ordered): Owed {
	const rated = { ...owed, ...ratesAfter(owed, order) };
	const found = { ...rated, asides: foundPrice(rated, order) };
	return { ...found, ...ruleOf(order).seatsAfter(found, order) };
}
