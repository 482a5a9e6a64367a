import type { CalendarDate } from '../calendarDate';
import { difference, simplified, summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import type { Span } from '../spans';
import type { Aside } from '../line/linkOwed';

/** Units on the days of a span, none before and after. */
export function unitsWithin({ from, until }: Span, units: number): UnitTimeline {
	return units === 0 ? [] : [{ from, units }, { from: until, units: 0 }];
}

/**
 * Ends seats of asides on the days of a span: fragments where `units` is above 0, credits where it is below; the newest
 * first. What the order states of them stays stated. `left` is what no aside had.
 */
export function endedWithin(
	asides: readonly Aside[],
	span: Span,
	units: number,
): { readonly asides: readonly Aside[]; readonly left: number } {
	let left = units;
	const kept = asides.toReversed().map((aside): Aside => {
		const held = unitsOn(aside.units, span.from);
		const ended = held * left > 0 ? (left > 0 ? Math.min(held, left) : Math.max(held, left)) : 0;
		left -= ended;
		return ended === 0 ? aside : { ...aside, units: difference(aside.units, unitsWithin(span, ended)) };
	});
	return { asides: kept.toReversed(), left };
}

/** What is owed beside the line after the day, where asides so far say something else. */
export function asidesMissing(
	inAll: UnitTimeline,
	onLine: UnitTimeline,
	asides: readonly Aside[],
	from: CalendarDate,
): readonly (Span & { readonly units: number })[] {
	const missing = difference(inAll, summed([onLine, ...asides.map(({ units }) => units)]));
	const later = missing.filter((step) => step.from > from);
	const steps = simplified([{ from, units: unitsOn(missing, from) }, ...later]);
	return steps.flatMap((step, at) => {
		const until = steps[at + 1]?.from;
		return step.units === 0 || until === undefined ? [] : [{ from: step.from, until, units: step.units }];
	});
}

/** Without asides that are of no day at all. */
export function lasting(asides: readonly Aside[]): readonly Aside[] {
	return asides.filter(({ units, stated }) => units.length > 0 || stated !== undefined);
}

