import type { Course, Lot } from './course';
import type { DayNumber } from './days';
import { meetingOf, type Setting } from './meeting';
import type { OracleContract, OracleOrder } from './orders';
import { effectOf } from './effects';
import { addedFrom, lastChange, setFrom, valueOn, type Step } from './steps';

/** The day on which seats move: that of the order where it gives the old ones back, else that of a fall. Source: rule Q11. */
export function movedOn(
	contract: Pick<OracleContract, 'start' | 'months'>,
	subscription: Setting['subscription'],
	order: OracleOrder,
): DayNumber {
	const { on, fallsOn } = effectOf(contract, subscription, order);
	return order.isRefunded ? on : fallsOn;
}

/** Seats that are bought beside the line stay beside it, whatever moves. */
export function shifted(lots: readonly Lot[], day: DayNumber, units: number): readonly Lot[] {
	return lots.flatMap((lot) => {
		const later = { ...lot, above: lot.above + units, from: Math.max(lot.from, day) };
		return [
			...(lot.from < day ? [{ ...lot, until: Math.min(lot.until, day) }] : []),
			...(lot.until > day ? [later] : []),
		];
	});
}

/** Rule Q11: seats leave or come for good, at the price of the order that brings them. */
export function afterMove(setting: Setting, before: Course, order: OracleOrder): Course {
	const day = movedOn(setting.contract, setting.subscription, order);
	const { rate } = meetingOf(setting, before, order);
	const units = order.moved ?? 0;
	const moved = {
		...before,
		line: addedFrom(before.line, day, units),
		owed: addedFrom(before.owed, day, units),
		lots: shifted(before.lots, day, units),
		lastQuantity: order.quantity,
	};
	if (units < 0) return moved;
	return {
		...moved,
		price: setFrom(before.price, day, rate.price),
		cost: setFrom(before.cost, day, rate.cost),
		lastPrice: order.price,
	};
}

/** An order beside seats that are still to come, and what of them then comes on which day. */
interface Beside {
	readonly order: OracleOrder;
	readonly before: Course;
	readonly coming?: Step;
}

/**
 * Rules Q3 and Q11: seats that a move brings later are not there before their day. A rise comes beside them, a fall takes them
 * first.
 */
export function besideComing(before: Course, order: OracleOrder, on: DayNumber): Beside {
	const paid = valueOn(before.owed, on);
	const last = lastChange(before.owed);
	if (!last || last.value <= paid) return { order, before };
	const quantity = order.quantity >= last.value ? order.quantity - last.value + paid : Math.min(paid, order.quantity);
	return {
		order: { ...order, quantity },
		before: {
			...before,
			line: addedFrom(before.line, last.from, paid - last.value),
			owed: addedFrom(before.owed, last.from, paid - last.value),
			lots: shifted(before.lots, last.from, paid - last.value),
			lastQuantity: paid,
		},
		coming: { from: last.from, value: order.quantity - quantity },
	};
}
