import { sortBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import { always, changesOf, difference, unitsOn, type UnitTimeline } from '../unitTimeline';
import type { PlannedAdjustment, RateStep } from './plannedAdjustment';

/** The adjustments with price and cost on the days of these steps; where a day has no change of units, they are written alone. */
export function withRates(
	adjustments: readonly PlannedAdjustment[],
	rates: readonly RateStep[],
	inForce: UnitTimeline,
): readonly PlannedAdjustment[] {
	const unitsBefore = (day: CalendarDate) =>
		adjustments
			.filter((write) => write.on < day)
			.reduce((units, write) => units + write.unitDelta, unitsOn(inForce, day));
	const added = rates
		.filter((rate) => !adjustments.some((write) => write.on === rate.from))
		.map(({ from: on }) => ({ on, unitDelta: 0, unitsBefore: unitsBefore(on), unitsAfter: unitsBefore(on) }));
	return sortBy([...adjustments, ...added], (write) => write.on).map((write) => {
		const { from: _from, ...rate } = rates.find((step) => step.from === write.on) ?? {};
		return { ...write, ...rate };
	});
}

/**
 * The adjustments that bring what is in force to the target from a day on, oldest first, one a day.
 *
 * An adjustment changes the units of its day and of every later one, so each is the change of the gap on its day. A
 * price or cost goes with the adjustment of its day, or alone with no units. Days after the contract's end are left
 * out: nothing is billed there. Source: rules Q3, Q4 and Q7.
 */
export function adjustmentsTo(
	target: UnitTimeline,
	inForce: UnitTimeline,
	options: { readonly from: CalendarDate; readonly lastDay: CalendarDate; readonly rate?: RateStep },
): readonly PlannedAdjustment[] {
	const gap = difference(target, inForce);
	const later = gap.filter((step) => step.from > options.from);
	const window: UnitTimeline = [{ from: options.from, units: unitsOn(gap, options.from) }, ...later];
	const changes = changesOf(window).filter((change) => change.on <= options.lastDay);
	let written = 0;
	const adjustments = changes.map(({ on, unitDelta }) => {
		const unitsBefore = unitsOn(inForce, on) + written;
		written += unitDelta;
		return { on, unitDelta, unitsBefore, unitsAfter: unitsBefore + unitDelta };
	});
	const rates = options.rate && options.rate.from <= options.lastDay ? [options.rate] : [];
	return withRates(adjustments, rates, inForce);
}

/**
 * A subscription's units over time once an order leaves a quantity behind.
 *
 * More than it has on the day: from `risesOn`. Fewer: from `fallsOn`, and until then what it has. A scheduled fall that
 * a rise takes back goes. Source: rules Q3 and Q4.
 */
export function unitsAfterOrder(
	before: UnitTimeline,
	quantity: number,
	days: { readonly changed: CalendarDate; readonly risesOn: CalendarDate; readonly fallsOn: CalendarDate },
): UnitTimeline {
	const had = unitsOn(before, days.changed);
	const on = quantity > had ? days.risesOn : days.fallsOn;
	const kept = before.filter((step) => step.from <= days.changed);
	const upTo = kept.length === 0 && had > 0 ? [{ from: always, units: had }] : kept;
	return quantity === had ? upTo : changeFrom(upTo, on, quantity);
}

function changeFrom(timeline: UnitTimeline, day: CalendarDate, units: number): UnitTimeline {
	const kept = timeline.filter((step) => step.from < day);
	const last = kept.at(-1)?.units ?? 0;
	return last === units ? kept : [...kept, { from: day, units }];
}
