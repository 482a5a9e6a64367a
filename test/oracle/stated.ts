import { periodAt, type DayNumber } from './days';
import type { Meeting, Setting } from './meeting';

/** seats x cents x n / d of the subscription's own period in whole cents, halves away from zero (rules A1, A2). */
function ownRest({ contract, subscription }: Setting, day: DayNumber, seats: number, cents: number): number {
	const own = periodAt(day, subscription.boundary, contract.months);
	const days = own.next - own.start;
	return Math.floor((2 * seats * cents * (own.next - day) + days) / (2 * days));
}

/**
 * What the order states for the seats that it adds, where the marketplace prorates and the order states these seats, all
 * of them above the line, up to the contract's boundary. Source: rules A9 and A10.
 */
export function statedFragment({ setting, order, effect, before, held, paid }: Meeting): number | undefined {
	const { terms, contract, subscription } = setting;
	const { on, period } = effect;
	const own = periodAt(on, subscription.boundary, contract.months);
	const isStated =
		terms.proration === 'marketplace' &&
		terms.priceSource === 'marketplace' &&
		order.kind !== 'renewal' &&
		on > period.start &&
		own.start < on &&
		own.next === period.next &&
		order.quantity > paid &&
		paid >= held &&
		paid === before.lastQuantity;
	return isStated ? ownRest(setting, on, order.quantity - paid, order.price) : undefined;
}

/**
 * What the order gives back for the seats that it takes, where it says so of just these, up to the contract's boundary.
 * Source: rule A10.
 */
export function statedCredit({ setting, order, effect, before }: Meeting, credited: number): number | undefined {
	const { contract, subscription, terms } = setting;
	const isStated =
		terms.priceSource === 'marketplace' &&
		order.isRefunded &&
		periodAt(effect.on, subscription.boundary, contract.months).next === effect.period.next &&
		credited > 0 &&
		credited === before.lastQuantity - order.quantity;
	return isStated ? -ownRest(setting, effect.on, credited, before.lastPrice) : undefined;
}
