import { range } from 'lodash';
import { earlierFreeDay, nextFreeDay } from '../../domain/amounts/nextFreeDay';
import { daysIn } from '../../domain/billingPeriod';
import { type CalendarDate, daysBetween, plusDays } from '../../domain/calendarDate';
import { contractPeriod, isPosted, type Rate, rateHeldOn } from '../../domain/contract/lineState';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { summed } from '../../domain/unitTimeline';
import type { LineTurn } from './lineTurn';

/** Whether the line, as Autotask holds it, would hold less than nothing on the day or later with that change from the day on. */
export function goesBelowZero(
	{ held }: LineTurn,
	{ on, unitDelta }: Pick<PlannedAdjustment, 'on' | 'unitDelta'>,
): boolean {
	const after = summed([held, [{ from: on, units: unitDelta }]]);
	return unitDelta < 0 && after.some((step) => step.from >= on && step.units < 0);
}

/** Whether a day can not take the adjustment: it has a change, or the line would go below zero. Days past the contract's end end the search. */
export function cannotTake(line: LineTurn, { unitDelta }: PlannedAdjustment): (day: CalendarDate) => boolean {
	const { endsOn } = line.turn.work.contract;
	return (on) => on <= endsOn && (line.taken.has(on) || goesBelowZero(line, { on, unitDelta }));
}

/** Whether the line would hold less than nothing on some day, were this adjustment and those after it moved off the days that are taken. */
function runsShort(line: LineTurn, adjustment: PlannedAdjustment): boolean {
	const taken = new Set(line.taken);
	let { held } = line;
	for (const { on, unitDelta } of [adjustment, ...(line.rest ?? [])]) {
		const day = taken.has(on) ? nextFreeDay(on, (one) => taken.has(one)) : on;
		taken.add(day);
		held = summed([held, [{ from: day, units: unitDelta }]]);
	}
	return held.some((step) => step.units < 0);
}

/**
 * The free day before that of a rise without a price, and what a unit costs on each day that it begins too early: where
 * on the next free day falls of days before would find too few units. Only in a period that is not posted, on a line
 * whose price stays. Source: rule Q7.
 */
export function earlierDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
): { readonly on: CalendarDate; readonly rates: readonly Rate[] } | undefined {
	const { turn, work, taken, before } = line;
	const { contract } = turn.work;
	const { unitDelta, price, cost } = adjustment;
	if (unitDelta <= 0 || price !== undefined || cost !== undefined || work.rates.length > 0) return undefined;
	if (!runsShort(line, adjustment)) return undefined;
	const on = earlierFreeDay(adjustment.on, (day) => taken.has(day));
	if (on < contract.startsOn) return undefined;
	const period = contractPeriod(contract, on);
	const days = range(daysBetween(on, adjustment.on)).map((day) => plusDays(on, day));
	if (adjustment.on > period.nextStart || days.length > daysIn(period) || isPosted(before, period)) return undefined;
	const moved = work.line.movedRates ?? [];
	if (moved.some(({ from, to }) => days.some((day) => from <= day && day < to))) return undefined;
	const rates = days.flatMap((day) => rateHeldOn(before, day, contract, work.line.journalledRates) ?? []);
	return rates.length < days.length ? undefined : { on, rates };
}
