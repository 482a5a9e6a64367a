import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { PlannedAdjustment } from '../../../src/domain/line/plannedAdjustment';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { writesOfPlans } from '../../../src/domain/writes/writesOfPlans';
import { inOrder } from '../../../src/sync/writing/writeLine';
import { heldNow, heldOn, ledgerLine, type PaperLine, type PaperWrite } from './lines';

/** What a run writes to a line: one change a day, as it is sent, each with what a unit cost before the run. */
function writesOf(line: PaperLine): readonly PaperWrite[] {
	const held = heldNow(line);
	return inOrder(writesOfPlans(ledgerLine(line), held).adjustments, held.units).map(
		({ unitsBefore: _, unitsAfter: __, ...write }: PlannedAdjustment): PaperWrite => {
			const isHeld = unitsOn(held.units, write.on) !== 0;
			const before = (of: 'price' | 'cost') => (isHeld ? heldAmountOn(held[of], write.on) : undefined);
			const [priceBefore, costBefore] = [before('price'), before('cost')];
			return {
				...write,
				...(priceBefore === undefined ? {} : { priceBefore }),
				...(costBefore === undefined ? {} : { costBefore }),
				isRecorded: false,
			};
		},
	);
}

/** A line after a run has sent at most so many writes to it. */
export interface Written {
	readonly line: PaperLine;
	readonly sent: number;
	/** A day of which Autotask refuses a second change; nothing after it is sent. */
	readonly refusedOn?: CalendarDate;
}

/** The run sends what it has planned of a line. */
export function writtenTo(line: PaperLine, atMost: number): Written {
	const changed = new Set(line.written.map(({ on }) => on));
	const writes = writesOf(line);
	const refused = writes.find(({ on }) => line.isRefused && changed.has(on));
	const possible = refused ? writes.slice(0, writes.indexOf(refused)) : writes;
	const sent = possible.slice(0, atMost);
	return {
		line: { ...line, written: [...line.written, ...sent] },
		sent: sent.length,
		...(refused && sent.length === possible.length && atMost > sent.length ? { refusedOn: refused.on } : {}),
	};
}

/** The line once nothing of it is planned any more. */
export function unplanned(line: PaperLine): PaperLine {
	return { ...line, planned: [], isPlanned: false };
}

/** The line once everything that is written to it is recorded. */
export function recorded(line: PaperLine): PaperLine {
	return { ...unplanned(line), written: line.written.map((write) => ({ ...write, isRecorded: true })) };
}

/** Days from which the line holds less than nothing. */
export function belowZero(line: PaperLine): readonly string[] {
	const below = heldOn(line).units.filter(({ units }) => units < 0);
	return below.map(({ from, units }) => `a line holds ${units} units from ${from}`);
}
