import { type CalendarDate, earliest, plusDays } from '../calendarDate';
import { difference, summed, timelineOfChanges, type UnitTimeline } from '../unitTimeline';
import { held, type LedgerLine, type LedgerLink, type OwnWrite } from './ledger';
import type { PlannedAdjustment } from './plannedAdjustment';

/** What we wrote and no link counts yet: the process ended between both, or the line did not come out as expected. */
export function unrecordedWrites({ isPlanned, ownWrites }: LedgerLine): readonly OwnWrite[] {
	return isPlanned === true ? [] : ownWrites.filter((write) => !write.isRecorded);
}

export function unrecordedUnits(line: LedgerLine): UnitTimeline {
	return timelineOfChanges(unrecordedWrites(line));
}

/** Writes that no link counts yet. Those before the first day that was read do not count: what the line held then is not known. */
function openWrites({ ownWrites, state: { firstDay } }: LedgerLine): readonly OwnWrite[] {
	return ownWrites.filter((write) => !write.isRecorded && firstDay !== undefined && write.on >= firstDay);
}

/** Open writes on days that take no change any more. */
function keptWrites(line: LedgerLine): readonly OwnWrite[] {
	return openWrites(line).filter(({ on }) => line.taken?.has(on));
}

/**
 * Open writes that can be written over. Plans are made as if they were not there, so that they come to what they came to when
 * these were written; what is then written makes good the rest.
 */
export function overwritable(line: LedgerLine): readonly OwnWrite[] {
	return openWrites(line).filter(({ on }) => !line.taken?.has(on));
}

/** Our writes that links or plans of the chain count, and what these plan. */
export function countedWrites(line: LedgerLine): readonly (OwnWrite | PlannedAdjustment)[] {
	const gone = line.isPlanned === true ? overwritable(line) : unrecordedWrites(line);
	return [...line.ownWrites.filter((write) => !gone.includes(write)), ...line.planned];
}

/** The earlier of the day and the first open write that its day keeps: from there on the line is brought to what it is to hold. */
export function withKept(line: LedgerLine, day: CalendarDate): CalendarDate {
	return earliest(day, ...keptWrites(line).map((write) => write.on));
}

/** The same for price and cost, until a plan of the chain has brought the line there. */
export function ratesWithKept(line: LedgerLine, day: CalendarDate): CalendarDate {
	const rated = keptWrites(line).filter(({ price, cost }) => price !== undefined || cost !== undefined);
	return line.isPlanned === true ? day : earliest(day, ...rated.map((write) => write.on));
}

/** The earlier of the day and the first write that no link counts yet. */
export function withUnrecorded(line: LedgerLine, day: CalendarDate): CalendarDate {
	return earliest(day, ...openWrites(line).map((write) => write.on));
}

/** Units that Autotask holds, and will hold once the plans before are written. */
export function unitsInForce(line: LedgerLine): UnitTimeline {
	const { state, planned, isPlanned } = line;
	const units = isPlanned === true ? difference(state.units, timelineOfChanges(overwritable(line))) : state.units;
	return summed([units, timelineOfChanges(planned)]);
}

/** Units or amounts of a link as far as they were written: what comes after the end that the contract had then is on no line. Source: rule C5. */
export function writtenSteps<Step extends { readonly from: CalendarDate }>(
	{ upTo }: LedgerLine,
	steps: readonly Step[],
): readonly Step[] {
	return upTo === undefined ? steps : steps.filter(({ from }) => from <= upTo);
}

/**
 * The first day after the end that the line's contract had when it was last written, where its links change after that and
 * the contract goes on by now.
 */
export function extendedFrom(
	{ upTo }: Pick<LedgerLine, 'upTo'>,
	links: readonly Pick<LedgerLink, 'units' | 'owed'>[],
	endsOn: CalendarDate,
): CalendarDate | undefined {
	if (upTo === undefined || endsOn <= upTo) return undefined;
	const steps = links.flatMap(({ units, owed }) => [...units, ...(owed?.price ?? []), ...(owed?.cost ?? [])]);
	return steps.some(({ from }) => from > upTo) ? plusDays(upTo, 1) : undefined;
}

/** What we last left on the line: our subscriptions, the other units, and writes that the links do not count yet. Source: rule Q13. */
export function unitsLeft(line: LedgerLine, links: readonly LedgerLink[]): UnitTimeline {
	return summed([
		...links.map((link) => writtenSteps(line, link.units)),
		held(line.otherUnits ?? 0),
		unrecordedUnits(line),
	]);
}
