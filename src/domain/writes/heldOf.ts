import { range, sortBy, uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { type KnownRates, type Rate, type RatedRow, ratedRows } from '../contract/lineState';
import type { Service } from '../contract/service';
import { isUnfinished, type LedgerLine, type OwnWrite } from '../line/ledger';
import { overwritable } from '../line/unrecorded';
import type { Decimal } from '../money';
import { always, difference, timelineOfChanges, unitsOn, type UnitTimeline } from '../unitTimeline';
import { type Held, type HeldAmount, heldAmountOn, nothingHeld, withWrites } from './held';

type Amount = 'price' | 'cost';
type OnWrite = (write: OwnWrite) => boolean;

/** What a unit of the line costs where it holds none: the rate that we wrote last, else the service's own. Source: rule A3. */
export function usualRate({ journalledRates: [written] }: LedgerLine, { unitPrice, unitCost }: Service): Rate {
	return written ?? { price: unitPrice, ...(unitCost === undefined ? {} : { cost: unitCost }) };
}

function lastWritten(writes: readonly OwnWrite[], of: Amount, upTo: CalendarDate): Decimal | undefined {
	return sortBy(
		writes.filter((write) => write[of] !== undefined && write.on <= upTo),
		'on',
	).at(-1)?.[of];
}

/** Our rates of the line, and the one that we left on it by the day. */
function knownRates({ journalledRates, ownWrites }: LedgerLine, day: CalendarDate): KnownRates {
	const [price, cost] = [lastWritten(ownWrites, 'price', day), lastWritten(ownWrites, 'cost', day)];
	const left = price === undefined ? undefined : { price, ...(cost === undefined ? {} : { cost }) };
	return { journalled: journalledRates, ...(left ? { left } : {}) };
}

/** Amounts over time, as the rows with units tell them; a price of ours of a day is a step of its own, since a price of before ends there. */
function amountsOf(
	line: LedgerLine,
	rows: readonly RatedRow[],
	service: Service | undefined,
	of: Amount,
): readonly HeldAmount[] {
	const own = new Set(line.ownWrites.filter((write) => write[of] !== undefined).map((write) => write.on));
	const rated = rows.map(({ row, rate }) => ({ row, amount: rate?.[of] }));
	const [first] = rated.flatMap(({ row, amount }) => (row.units > 0 ? (amount ?? []) : []));
	const usual = first ?? (service ? usualRate(line, service) : line.journalledRates[0])?.[of];
	const steps: HeldAmount[] = [
		{ from: always, amount: lastWritten(line.ownWrites, of, always) ?? usual, isGuess: true },
	];
	for (const { row, amount } of rated) {
		const isOwn = own.has(row.startsOn);
		if (row.units === 0 && !isOwn) continue;
		const told = row.units === 0 ? lastWritten(line.ownWrites, of, row.startsOn) : amount;
		const before = steps.at(-1);
		if (isOwn || before?.isGuess || before?.amount !== told) steps.push({ from: row.startsOn, amount: told });
	}
	return steps;
}

/** What Autotask holds of a line now. */
export function heldInAutotask(line: LedgerLine, contract: FittingContract, service: Service | undefined): Held {
	const rows = ratedRows(line.state, contract, (day) => knownRates(line, day));
	return {
		units: line.state.units,
		price: amountsOf(line, rows, service, 'price'),
		cost: amountsOf(line, rows, service, 'cost'),
	};
}

/** The writes of a line that bring an amount, as steps; of a day the last one. */
function stepsOf(writes: readonly OwnWrite[], of: Amount): readonly HeldAmount[] {
	return withWrites(
		nothingHeld,
		writes.map(({ on, [of]: amount }) => ({ on, unitDelta: 0, ...(amount === undefined ? {} : { [of]: amount }) })),
	)[of];
}

function withSteps(amounts: readonly HeldAmount[], steps: readonly HeldAmount[]): readonly HeldAmount[] {
	const days = new Set(steps.map(({ from }) => from));
	return sortBy([...amounts.filter(({ from }) => !days.has(from)), ...steps], 'from');
}

function isSame(one: Decimal | undefined, other: Decimal | undefined): boolean {
	return one !== undefined && other !== undefined && isSameAmount(one, other);
}

/** Amounts without those of writes of ours that are gone: on their days what the others have left. */
function leftWithout(
	amounts: readonly HeldAmount[],
	all: readonly OwnWrite[],
	gone: readonly OwnWrite[],
	of: Amount,
): readonly HeldAmount[] {
	const days = new Set(gone.map(({ on }) => on));
	const others = all.filter((write) => !gone.includes(write));
	const left = stepsOf(others, of).filter(({ from }) => days.has(from));
	return withSteps(
		amounts.filter(({ from }) => !days.has(from)),
		left,
	);
}

/**
 * Amounts without those of some of our writes: on their days what the others have left, or else what was there before the
 * first of them, where that is recorded; unless earlier days or earlier ones of them had brought that. Where a run found no
 * units, nothing said otherwise than before.
 */
function undone(
	amounts: readonly HeldAmount[],
	of: Amount,
	{ all, some, foundUnits }: { all: readonly OwnWrite[]; some: readonly OwnWrite[]; foundUnits: OnWrite },
): readonly HeldAmount[] {
	const rated = all.filter((write) => write[of] !== undefined);
	const open = rated.filter((write) => !write.isRecorded);
	const gone = rated.filter((write) => some.includes(write));
	const [kept, atFirst] = [leftWithout(amounts, rated, gone, of), leftWithout(amounts, rated, open, of)];
	return sortBy(uniqBy(gone, 'on'), 'on').reduce<readonly HeldAmount[]>((found, write) => {
		const before = of === 'price' ? write.priceBefore : write.costBefore;
		if (before === undefined && !foundUnits(write)) return found;
		const since = range(0, open.indexOf(write) + 1).map((count) =>
			withSteps(atFirst, stepsOf(open.slice(0, count), of)),
		);
		const isOld = [found, ...since].some((steps) => isSame(before, heldAmountOn(steps, write.on)));
		return isOld ? found : withSteps(found, [{ from: write.on, amount: before }]);
	}, kept);
}

/**
 * Whether the run of an open write found units on its day, before its own writes. Which of the open ones up to it was the
 * run's first is not known: none where the line was empty before any of them.
 */
function runFoundUnits(units: UnitTimeline, all: readonly OwnWrite[], write: OwnWrite): boolean {
	return all.every((first, at) => {
		if (first.isRecorded || at > all.indexOf(write)) return true;
		return unitsOn(difference(units, timelineOfChanges(all.slice(at))), write.on) !== 0;
	});
}

function without(held: Held, line: LedgerLine, some: readonly OwnWrite[]): Held {
	if (some.length === 0) return held;
	const units = difference(held.units, timelineOfChanges(some));
	const foundUnits = (write: OwnWrite) => !isUnfinished(line) && runFoundUnits(held.units, line.ownWrites, write);
	const writes = { all: line.ownWrites, some, foundUnits };
	return {
		units,
		price: undone(held.price, 'price', writes),
		cost: undone(held.cost, 'cost', writes),
	};
}

/** What a line is to hold once the plans before are written, where it holds this now: what can be written over is not there. */
export function heldOncePlanned(now: Held, line: LedgerLine): Held {
	return withWrites(without(now, line, overwritable(line)), line.planned);
}

/**
 * What the line was before tasks whose writes a process did not record; the same once a plan of the chain counts them.
 * Source: the write protocol.
 */
export function heldBeforeUnrecorded(now: Held, line: LedgerLine): Held {
	if (line.isPlanned === true) return heldOncePlanned(now, line);
	const open = line.ownWrites.filter((write) => !write.isRecorded);
	return withWrites(without(now, line, open), line.planned);
}

/** What a line holds to the next plan, once those before are written. */
export function heldOf(line: LedgerLine, contract: FittingContract, service: Service | undefined): Held {
	return heldOncePlanned(heldInAutotask(line, contract, service), line);
}
