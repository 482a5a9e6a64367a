import { prorate } from '../proration';
import type { Rate } from '../contract/lineState';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { type Decimal, negate, total } from '../money';
import type { TaskContext } from '../portion/taskContext';

/** What Autotask's proration adds to this period, for showing: units that come and go, and a new price of those that stay. Source: rules A8 and Q10. */
export function estimateOf(
	{ period }: Pick<TaskContext, 'period'>,
	adjustments: readonly PlannedAdjustment[],
	before: Rate,
	after: Rate,
): Decimal | undefined {
	const inside = adjustments.filter((write) => write.on > period.start && write.on < period.nextStart);
	const amounts = inside.map((write) =>
		write.price === undefined
			? prorate(write.unitDelta, after.price, write.on, period)
			: total([
					prorate(write.unitsAfter, write.price, write.on, period),
					negate(prorate(write.unitsBefore, before.price, write.on, period)),
				]),
	);
	return amounts.length === 0 ? undefined : total(amounts);
}
