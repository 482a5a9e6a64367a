import type { Ordered } from '../line/ordered';
import { summed, type UnitStep, type UnitTimeline, unitsOn } from '../unitTimeline';
import { type Owed, seatsInAll } from './owed';

/** An order as it is beside seats that are still to come, and what then comes of them. */
export interface Beside {
	readonly order: Ordered;
	readonly coming?: UnitStep;
}

/**
 * Seats that come on a later day, as a move brings them, are not there before it: a rise comes beside them, a fall takes
 * them first. Source: rules Q3, Q4 and Q11.
 */
export function besideComing(owed: Owed, order: Ordered): Beside {
	const inAll = seatsInAll(owed);
	const [paid, last] = [unitsOn(inAll, order.on), inAll.at(-1)];
	if (order.keepsSeats || !last || last.units <= paid) return { order };
	const rise = order.quantity - last.units;
	const quantity = rise >= 0 ? paid + rise : Math.min(paid, order.quantity);
	return { order: { ...order, quantity }, coming: { from: last.from, units: order.quantity - quantity } };
}

/** Seats with those that come. */
export function withComing(seats: UnitTimeline, { coming }: Beside): UnitTimeline {
	return coming ? summed([seats, [coming]]) : seats;
}
