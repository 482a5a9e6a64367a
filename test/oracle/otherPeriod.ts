import { type Course, nothing } from './course';
import type { DayNumber } from './days';
import { meetingOf, type Setting } from './meeting';
import { movedOn } from './moves';
import type { OracleOrder, OracleSubscription } from './orders';
import { setFrom, type Step, valueOn } from './steps';

/** Rule Q11: nothing of one billing period is owed once another one bills. */
export function afterEnd({ contract, subscription }: Setting, before: Course, order: OracleOrder): Course {
	const day = movedOn(contract, subscription, order);
	const lots = before.lots.filter(({ from }) => from < day);
	return {
		...before,
		line: setFrom(before.line, day, 0),
		owed: setFrom(before.owed, day, 0),
		lots: lots.map((lot) => ({ ...lot, until: Math.min(lot.until, day) })),
		lastQuantity: 0,
	};
}

/** The day from which the other period bills. */
export function begunOn({ contract, subscription }: NonNullable<OracleSubscription['was']>): DayNumber | undefined {
	const last = subscription.orders.at(-1);
	return last?.kind === 'ends' ? movedOn(contract, subscription, last) : undefined;
}

/** Rule Q11: all seats that are owed by the day are on the line from then on, at the price of the order. */
export function begun(
	setting: Setting,
	was: NonNullable<OracleSubscription['was']>,
	order: OracleOrder,
	owedBefore: readonly Step[],
): Course {
	const day = begunOn(was);
	if (day === undefined) return nothing;
	const { rate } = meetingOf(setting, nothing, order);
	const later = owedBefore.filter(({ from }) => from > day);
	const seats = [{ from: day, value: valueOn(owedBefore, day) }, ...later];
	return {
		...nothing,
		line: seats,
		owed: seats,
		price: [{ from: day, value: rate.price }],
		cost: [{ from: day, value: rate.cost }],
		lastQuantity: order.quantity,
		lastPrice: order.price,
	};
}
