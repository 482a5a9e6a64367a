import { inOrder } from '../amountTimeline';
import { type CalendarDate, plusDays } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import type { Service } from '../contract/service';
import { type Ledger, type LedgerLine, type LedgerLink, type LinkedProduct, linksOfOthers } from '../line/ledger';
import { type LinkOwed, nothingKnown } from '../line/linkOwed';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { countedWrites, writtenSteps } from '../line/unrecorded';
import { always, difference, timelineOfChanges, unitsOn, type UnitTimeline, within } from '../unitTimeline';
import { changesTo, type Limits } from './changesTo';
import { asPlanned, type Held, type LineWrite, withWrites } from './held';
import { heldBeforeUnrecorded, heldInAutotask, heldOncePlanned } from './heldOf';
import { type Meant, meantOf, type BilledStay } from './meant';
import { missedCharges, type PeriodAmount } from './missed';

/** A product's seats on a line, and what they are billed at. */
export interface OnLine {
	readonly units: UnitTimeline;
	readonly owed: LinkOwed;
}

function stayOf({ units, owed }: OnLine): BilledStay {
	return { owed: { seats: units, price: owed.price, cost: owed.cost } };
}

/** What a product holds of a line as it is linked to it. */
export function onLine(link: Pick<LedgerLink, 'units' | 'owed'> | undefined): OnLine {
	return { units: link?.units ?? [], owed: link?.owed ?? nothingKnown };
}

/** What the line holds to a plan, and what it held before writes that no link counts yet. */
export interface LineHeld {
	readonly now: Held;
	readonly before: Held;
	/** Units that it held besides those that we had written. */
	readonly besides: UnitTimeline;
}

export function heldByPlans(inAutotask: Held, line: LedgerLine): LineHeld {
	const before = heldBeforeUnrecorded(inAutotask, line);
	const besides = difference(before.units, timelineOfChanges(countedWrites(line)));
	return { now: heldOncePlanned(inAutotask, line), before, besides };
}

/** The same, and what Autotask holds while nothing is written. */
export interface LineBeforePlan extends LineHeld {
	readonly inAutotask: Held;
}

export function heldOfLine(line: LedgerLine, contract: FittingContract, service: Service | undefined): LineBeforePlan {
	const inAutotask = heldInAutotask(line, contract, service);
	return { inAutotask, ...heldByPlans(inAutotask, line) };
}

/** Where a task may date its changes. */
export interface TaskLimits extends Limits {
	/** From when the task itself changes units: before it, what the line holds otherwise than it was to is charged already. */
	readonly changedFrom: CalendarDate;
}

/** What is to be written to a line, and what is then still to be charged of it. */
export interface LineChanges {
	readonly adjustments: readonly PlannedAdjustment[];
	readonly missed: readonly PeriodAmount[];
	/** Units that it then lacks, on days that take no change. */
	readonly lacks: UnitTimeline;
	/** What of it brings the line to what it was to hold before the task. */
	readonly corrections: readonly LineWrite[];
	/** The line once they are written. */
	readonly after: Held;
}

/** What a line was to hold and is to hold. */
export interface MeantChange {
	readonly before: Meant;
	readonly after: Meant;
	/** Units that were to be there besides those that we have written; as many as always where absent. */
	readonly besides?: UnitTimeline;
}

/** What the line was to hold; where nobody else has changed it, what our own writes have left, which is charged already. */
function unitsLeftByUs(held: LineHeld, { before, besides }: MeantChange): UnitTimeline {
	const theirs = difference(held.besides, besides ?? [{ from: always, units: unitsOn(before.units, always) }]);
	const days = inOrder([before.units, held.before.units, theirs].flat().map(({ from }) => from));
	return days.map((from) => ({
		from,
		units: unitsOn(unitsOn(theirs, from) === 0 ? held.before.units : before.units, from),
	}));
}

/**
 * What brings a line from what it was to hold to what it is to hold, and what is charged for the days that can not take
 * it. What somebody else has changed of it from the task's own days on, counts as written by the task where it stays. Source: rules Q2, Q3, Q7.
 */
export function changesOfLine(
	held: LineHeld,
	meant: MeantChange,
	limits: TaskLimits,
	contract: FittingContract,
): LineChanges {
	const writes = changesTo(meant.after, held.now, limits);
	const after = withWrites(held.now, writes);
	const unitsOnly = { units: unitsLeftByUs(held, meant), price: [], cost: [] };
	const corrections = changesTo(unitsOnly, held.before, { ...limits, unitsFrom: limits.changedFrom });
	const left = withWrites(held.before, corrections);
	const missed = missedCharges(
		{ meant: meant.before, held: left },
		{ meant: meant.after, held: after },
		{ periodOf: (day: CalendarDate) => contractPeriod(contract, day), lastDay: contract.endsOn },
	);
	const { unitsFrom, lastDay } = limits;
	const lacks = within(difference(meant.after.units, after.units), unitsFrom, plusDays(lastDay, 1));
	return { adjustments: asPlanned(writes, held.now), missed, lacks, corrections, after };
}

/** What a line was to hold with a product as it was, as far as it was written, and is to hold from then on. */
export function meantBeforeAndAfter(
	ledger: Ledger,
	line: LedgerLine,
	product: { readonly of: LinkedProduct; readonly before: OnLine; readonly after: OnLine },
	otherUnits: number,
): { readonly before: Meant; readonly after: Meant } {
	const others = linksOfOthers(ledger, line, product.of).map(onLine);
	const steps = <Step extends { readonly from: CalendarDate }>(all: readonly Step[]) => writtenSteps(line, all);
	const written = [...others, product.before].map(({ units, owed }) => ({
		units: steps(units),
		owed: { ...owed, price: steps(owed.price), cost: steps(owed.cost) },
	}));
	return {
		before: meantOf(written.map(stayOf), otherUnits),
		after: meantOf([...others, product.after].map(stayOf), otherUnits),
	};
}
