import type { CalendarDate } from '../calendarDate';
import type { Decimal } from '../money';
import type { TaskKind } from '../order/taskKind';
import { summed, unitsOn } from '../unitTimeline';
import { asidesAfter } from './asidesAfter';
import { besideComing, withComing } from './coming';
import type { Owed } from './owed';
import type { Ordered } from '../line/ordered';
import { isEqual, seatsOnLine, seatsOwed } from './seatsAfter';
import { ofWholePeriod } from './wholePeriod';

/** What an order of a kind makes of what is owed of a product. */
export interface KindRule {
	/** The day from which its price and cost hold; absent where it brings none. */
	readonly ratedFrom?: (owed: Owed, order: Ordered, price: Decimal) => CalendarDate;
	/** Seats on the line and, at the prices that hold by then, beside it. */
	readonly seatsAfter: (owed: Owed, order: Ordered) => Pick<Owed, 'seats' | 'asides'>;
}

/** The quantity that the order leaves, and fragments or credits until the line holds it. Source: rules Q3, Q4, A9 and A10. */
function byQuantity(owed: Owed, order: Ordered): Pick<Owed, 'seats' | 'asides'> {
	if (order.keepsSeats) return owed;
	const beside = besideComing(owed, order);
	const seats = withComing(seatsOnLine(owed, beside.order), beside);
	const inAll = withComing(seatsOwed(owed, beside.order), beside);
	return { seats, asides: asidesAfter(owed, beside.order, { inAll, seats }) };
}

/** Another quantity, whose price comes with the seats; or the same one at another price. Source: rules Q3, Q10 and A6. */
const change: KindRule = {
	ratedFrom(owed, order, price) {
		if (isEqual(owed, order)) return ofWholePeriod(owed, order, price);
		return besideComing(owed, order).order.quantity > unitsOn(owed.seats, order.on) ? order.risesOn : order.fallsOn;
	},
	seatsAfter: byQuantity,
};

/** A term from its first day on, at its own price. Source: rule Q6. */
const renewal: KindRule = { ratedFrom: (_owed, { on }) => on, seatsAfter: byQuantity };

/** The end of all seats, at the price that they have. Source: rules Q5 and A7. */
const cancellation: KindRule = { seatsAfter: byQuantity };

/** What a subscription has when it is first seen, and what a Billing order says of it. Source: rules T3 and A13. */
const found: KindRule = { ratedFrom: ofWholePeriod, seatsAfter: byQuantity };

/** Seats that leave for good or come from elsewhere, on no account of the period. Source: rule Q11. */
const move: KindRule = {
	ratedFrom: (_owed, { on, moved }) => moved?.on ?? on,
	seatsAfter(owed, order) {
		const { moved } = order;
		if (!moved) return byQuantity(owed, order);
		return { seats: summed([owed.seats, [{ from: moved.on, units: moved.units }]]), asides: owed.asides };
	},
};

const rules: Readonly<Record<TaskKind, KindRule>> = {
	initial: found,
	sales: change,
	change,
	migration: change,
	renewal,
	cancellation,
	billing: found,
	unknown: change,
};

/** The rule of an order: that of its kind, or where it moves seats that of a move. */
export function ruleOf({ kind, isMove }: Ordered): KindRule {
	return isMove ? move : rules[kind];
}
