import { sortBy } from 'lodash';
import { groupBy } from '../keyed';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { Decimal } from '../money';
import { unitsOn } from '../unitTimeline';
import { type Held, lacksAmount, type LineWrite, withWrites } from './held';

/** What the writes of one day are together: the last price and cost count. */
function together(own: readonly PlannedAdjustment[], on: LineWrite['on']): LineWrite {
	const unitDelta = own.reduce((sum, write) => sum + write.unitDelta, 0);
	const price = own.findLast((write) => write.price !== undefined)?.price;
	const cost = own.findLast((write) => write.cost !== undefined)?.cost;
	return { on, unitDelta, ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) };
}

/** Whether the day holds it all already, or holds no unit that a price or cost would be for. */
function isNothing({ on, unitDelta, price, cost }: LineWrite, held: Held): boolean {
	const isLacking = (of: 'price' | 'cost', amount: Decimal | undefined) =>
		amount !== undefined && lacksAmount(held, of, on, amount);
	return unitDelta === 0 && (unitsOn(held.units, on) === 0 || !(isLacking('price', price) || isLacking('cost', cost)));
}

/**
 * The changes that the plans of a line make together: one for a day, oldest first.
 *
 * `held` is what Autotask holds now. Days on which they come to nothing are left out. Source: rule Q7.
 */
export function netWrites(planned: readonly PlannedAdjustment[], held: Held): readonly PlannedAdjustment[] {
	const days = sortBy(Object.values(groupBy(planned, 'on')), (own) => own[0]?.on);
	let now = held;
	return days.flatMap((own): PlannedAdjustment[] => {
		const [first] = own;
		if (!first) return [];
		const write = together(own, first.on);
		if (isNothing(write, now)) return [];
		const unitsBefore = unitsOn(now.units, first.on);
		now = withWrites(now, [write]);
		return [{ ...write, unitsBefore, unitsAfter: unitsBefore + write.unitDelta }];
	});
}
