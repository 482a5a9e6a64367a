import { groupBy, sortBy } from 'lodash';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { summed, unitsOn, type UnitTimeline } from '../unitTimeline';

/**
 * The changes that the plans of a line make together: one for a day, oldest first; the last price and cost of a day count.
 *
 * `held` is what Autotask holds now. Days on which they come to nothing are left out. Source: rule Q7.
 */
export function netWrites(planned: readonly PlannedAdjustment[], held: UnitTimeline): readonly PlannedAdjustment[] {
	const days = sortBy(Object.values(groupBy(planned, 'on')), (own) => own[0]?.on);
	let units = held;
	return days.flatMap((own): PlannedAdjustment[] => {
		const [first] = own;
		if (!first) return [];
		const unitDelta = own.reduce((sum, write) => sum + write.unitDelta, 0);
		const price = own.findLast((write) => write.price !== undefined)?.price;
		const cost = own.findLast((write) => write.cost !== undefined)?.cost;
		const unitsBefore = unitsOn(units, first.on);
		if (unitDelta === 0 && (unitsBefore === 0 || (price === undefined && cost === undefined))) return [];
		units = summed([units, [{ from: first.on, units: unitDelta }]]);
		return [
			{
				on: first.on,
				unitDelta,
				unitsBefore,
				unitsAfter: unitsBefore + unitDelta,
				...(price === undefined ? {} : { price }),
				...(cost === undefined ? {} : { cost }),
			},
		];
	});
}
