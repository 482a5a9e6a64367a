import type { CalendarDate } from '../../../src/domain/calendarDate';
import { summed, timelineOfChanges, type UnitTimeline } from '../../../src/domain/unitTimeline';
import { type Held, type LineWrite, withWrites } from '../../../src/domain/writes/held';
import { type Meant, meantOf, type BilledStay } from '../../../src/domain/writes/meant';
import { netWrites } from '../../../src/domain/writes/netWrites';
import { ofCents } from './orders';

/** A line in Autotask as plain data. */
export interface PaperLine {
	/** As it is created: no units, the service's price and cost. */
	readonly base: Held;
	/** What Autotask has accepted, edits by hand included. */
	readonly written: readonly LineWrite[];
	/** What the run has planned so far. */
	readonly planned: readonly LineWrite[];
	/** Units that somebody put there by hand. */
	readonly foreign: UnitTimeline;
	/** Days that have a change. */
	readonly changed: ReadonlySet<CalendarDate>;
}

/** A line without units, at a price and a cost in cents. */
export function newLine(from: CalendarDate, price: number, cost: number): PaperLine {
	const base: Held = {
		units: [],
		price: [{ from, amount: ofCents(price) }],
		cost: [{ from, amount: ofCents(cost) }],
	};
	return { base, written: [], planned: [], foreign: [], changed: new Set() };
}

/** What it holds once everything planned is written. */
export function heldOn({ base, written, planned }: PaperLine): Held {
	return withWrites(withWrites(base, written), planned);
}

/** What it is to hold: its stays, and what somebody put there. */
export function meantOn({ foreign }: PaperLine, stays: readonly BilledStay[]): Meant {
	const meant = meantOf(stays, 0);
	return foreign.length === 0 ? meant : { ...meant, units: summed([meant.units, foreign]) };
}

/** Somebody adds units by hand. */
export function edited(line: PaperLine, on: CalendarDate, unitDelta: number): PaperLine {
	return {
		...line,
		written: [...line.written, { on, unitDelta }],
		foreign: summed([line.foreign, timelineOfChanges([{ on, unitDelta }])]),
		changed: new Set([...line.changed, on]),
	};
}

/** The run writes what it has planned: one change a day. What Autotask refuses, or should, comes back as faults. */
export function writtenTo(
	line: PaperLine,
	isRefused: boolean,
): { readonly line: PaperLine; readonly faults: readonly string[] } {
	const held = withWrites(line.base, line.written);
	const planned = line.planned.map((write) => ({ ...write, unitsBefore: 0, unitsAfter: 0 }));
	const own = netWrites(planned, held).map(({ unitsBefore: _, unitsAfter: __, ...write }): LineWrite => write);
	const second = own.filter(({ on }) => isRefused && line.changed.has(on));
	const after: PaperLine = {
		...line,
		written: [...line.written, ...own],
		planned: [],
		changed: new Set([...line.changed, ...own.map(({ on }) => on)]),
	};
	const below = heldOn(after).units.filter(({ units }) => units < 0);
	return {
		line: after,
		faults: [
			...second.map(({ on }) => `a second change of a line on ${on}`),
			...below.map(({ from, units }) => `a line holds ${units} units from ${from}`),
		],
	};
}
