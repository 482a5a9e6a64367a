import { isEqual } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import { difference, simplified, summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import type { Span } from '../spans';
import type { Aside } from '../line/linkOwed';

/** Units on the days of a span, none before and after. */
export function unitsWithin({ from, until }: Span, units: number): UnitTimeline {
	return units === 0
		? []
		: [
				{ from, units },
				{ from: until, units: 0 },
			];
}

/** Seats of an aside that an order ends. */
export interface Ending {
	readonly aside: Aside;
	readonly units: number;
}

/**
 * Which seats of asides `units` end: of fragments where it is above 0, of credits where it is below; the newest first. What
 * a credit has given back of a fragment of its rate, or a fragment taken of a credit, is not there any more.
 */
export function endingOn(asides: readonly Aside[], day: CalendarDate, units: number): readonly Ending[] {
	const ending: Ending[] = [];
	let left = units;
	for (const aside of asides.toReversed()) {
		const held = unitsOn(aside.units, day);
		if (held * left <= 0) continue;
		const alike = asides.filter(({ rate }) => isEqual(rate, aside.rate));
		const ended = ending.filter((one) => alike.includes(one.aside)).reduce((sum, one) => sum + one.units, 0);
		const net = unitsOn(summed(alike.map((one) => one.units)), day) - ended;
		const own = left > 0 ? Math.min(held, left, Math.max(0, net)) : Math.max(held, left, Math.min(0, net));
		if (own === 0) continue;
		ending.push({ aside, units: own });
		left -= own;
	}
	return ending;
}

/** Ends seats of asides on the days of a span. What the order states of them stays stated. `left` is what no aside had. */
export function endedWithin(
	asides: readonly Aside[],
	span: Span,
	units: number,
): { readonly asides: readonly Aside[]; readonly left: number } {
	const ending = endingOn(asides, span.from, units);
	const kept = asides.map((aside): Aside => {
		const ended = ending.find((one) => one.aside === aside)?.units ?? 0;
		return ended === 0 ? aside : { ...aside, units: difference(aside.units, unitsWithin(span, ended)) };
	});
	return { asides: kept, left: units - ending.reduce((sum, one) => sum + one.units, 0) };
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
