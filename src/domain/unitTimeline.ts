import { sortBy, uniq } from 'lodash';
import type { CalendarDate } from './calendarDate';

/** Units from a day on, until the next step. */
export interface UnitStep {
	readonly from: CalendarDate;
	readonly units: number;
}

/** Units over time: steps in order of their day; none before the first. */
export type UnitTimeline = readonly UnitStep[];

/** The day before all others: where a timeline begins that always held something. */
export const always = '0001-01-01' as CalendarDate;

export function unitsOn(timeline: UnitTimeline, day: CalendarDate): number {
	return timeline.findLast((step) => step.from <= day)?.units ?? 0;
}

/** Whether there are none on the day and later. */
export function isEmptyFrom(timeline: UnitTimeline, day: CalendarDate): boolean {
	return unitsOn(timeline, day) === 0 && timeline.every((step) => step.from <= day || step.units === 0);
}

/** The units of the days of a span, half-open; without its end those from its first day on. */
export function within(timeline: UnitTimeline, from: CalendarDate, until?: CalendarDate): UnitTimeline {
	const inside = timeline.filter((step) => step.from > from && (until === undefined || step.from < until));
	const end = until === undefined ? [] : [{ from: until, units: 0 }];
	return simplified([{ from, units: unitsOn(timeline, from) }, ...inside, ...end]);
}

/** Drops steps that change nothing; the first step of zero units goes too. */
export function simplified(timeline: UnitTimeline): UnitTimeline {
	return timeline.filter((step, at) => step.units !== (timeline[at - 1]?.units ?? 0));
}

/** The same timeline up to the day, then these units for good: later steps are taken back. */
export function fromDayOn(timeline: UnitTimeline, day: CalendarDate, units: number): UnitTimeline {
	return simplified([...timeline.filter((step) => step.from < day), { from: day, units }]);
}

function combined(timelines: readonly UnitTimeline[], by: (units: readonly number[]) => number): UnitTimeline {
	const days = sortBy(uniq(timelines.flatMap((timeline) => timeline.map((step) => step.from))));
	return simplified(days.map((day) => ({ from: day, units: by(timelines.map((timeline) => unitsOn(timeline, day))) })));
}

/** Day by day, the units of all of them together. */
export function summed(timelines: readonly UnitTimeline[]): UnitTimeline {
	return combined(timelines, (units) => units.reduce((a, b) => a + b, 0));
}

/** Day by day, what the first holds more than the second. */
export function difference(first: UnitTimeline, second: UnitTimeline): UnitTimeline {
	return combined([first, second], ([a = 0, b = 0]) => a - b);
}

/** By how much the units change on each day that changes them. */
export function changesOf(
	timeline: UnitTimeline,
): readonly { readonly on: CalendarDate; readonly unitDelta: number }[] {
	return simplified(timeline).map((step, at, steps) => ({
		on: step.from,
		unitDelta: step.units - (steps[at - 1]?.units ?? 0),
	}));
}

/** The timeline that starts at zero and takes these changes; changes of one day add up. */
export function timelineOfChanges(
	changes: readonly { readonly on: CalendarDate; readonly unitDelta: number }[],
): UnitTimeline {
	const days = sortBy(uniq(changes.map((change) => change.on)));
	return simplified(
		days.map((day) => ({
			from: day,
			units: changes.filter((change) => change.on <= day).reduce((sum, change) => sum + change.unitDelta, 0),
		})),
	);
}
