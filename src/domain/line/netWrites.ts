import { sortBy, uniqBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import { summed, type UnitTimeline } from '../unitTimeline';
import { adjustmentsTo, withRates } from './adjustments';
import { held, type Ledger, type LedgerLine, linksOf } from './ledger';
import type { PlannedAdjustment, RateStep } from './plannedAdjustment';

/** Rates that the plans of a line write, one for a day: the last plan's counts. */
export function plannedRates(line: LedgerLine): readonly RateStep[] {
	const steps = line.planned.flatMap((write): RateStep[] =>
		write.price === undefined && write.cost === undefined
			? []
			: [
					{
						from: write.on,
						...(write.price === undefined ? {} : { price: write.price }),
						...(write.cost === undefined ? {} : { cost: write.cost }),
					},
				],
	);
	return sortBy(
		uniqBy(steps.toReversed(), (step) => step.from),
		(step) => step.from,
	);
}

/** What the line holds once every plan is written: all linked subscriptions and the other units. Source: rule Q2. */
export function targetUnits(line: LedgerLine, ledger: Ledger): UnitTimeline {
	return summed([...linksOf(ledger, line.target).map((link) => link.units), held(line.otherUnits ?? 0)]);
}

/**
 * The adjustments that all plans of a line make together: one for a day, oldest first.
 *
 * `inForce` is what Autotask holds now; where it holds the target already there is nothing to write. Source: rules Q3
 * and Q7.
 */
export function netAdjustments(
	target: UnitTimeline,
	inForce: UnitTimeline,
	options: { readonly from: CalendarDate; readonly lastDay: CalendarDate; readonly rates: readonly RateStep[] },
): readonly PlannedAdjustment[] {
	return withRates(adjustmentsTo(target, inForce, options), options.rates, inForce);
}
