import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Rate } from '../../../src/domain/contract/lineState';
import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import type { ServiceId } from '../../../src/domain/ids';
import type { LedgerLine, OwnWrite } from '../../../src/domain/line/ledger';
import { overwritable } from '../../../src/domain/line/unrecorded';
import type { PlannedAdjustment } from '../../../src/domain/line/plannedAdjustment';
import { heldByPlans, type LineHeld } from '../../../src/domain/writes/lineBooks';
import { summed, unitsOn, type UnitTimeline } from '../../../src/domain/unitTimeline';
import { type Held, heldAmountOn, withWrites } from '../../../src/domain/writes/held';
import { heldOncePlanned } from '../../../src/domain/writes/heldOf';
import { type Meant, meantOf, type BilledStay } from '../../../src/domain/writes/meant';
import type { Ways } from './ways';
import { ofCents } from './orders';

export const amounts = ['price', 'cost'] as const;

export type Amount = (typeof amounts)[number];

/** A change that Autotask has accepted: of ours as the journal has it, or by somebody's hand. */
export interface PaperWrite extends OwnWrite {
	readonly isTheirs?: true;
}

/** A line in Autotask as plain data, and what the store knows of it. */
export interface PaperLine {
	/** By which it is found again: whose line, and how many that product was on before. */
	readonly key: string;
	readonly contract: FittingContract;
	/** As it is created: no units, the service's price and cost. */
	readonly base: Held;
	readonly written: readonly PaperWrite[];
	/** What the run has planned so far. */
	readonly planned: readonly PlannedAdjustment[];
	/** Whether the run has planned anything of it. */
	readonly isPlanned: boolean;
	/** Units that somebody put there by hand. */
	readonly foreign: UnitTimeline;
	/** Whose an amount is that begins on a day, where not whose hand set it. */
	readonly owners: Readonly<Record<Amount, ReadonlyMap<CalendarDate, 'ours' | 'theirs'>>>;
	/** Whether Autotask refuses a second change of a day. */
	readonly isRefused: boolean;
	/** Days of ours on which Autotask has refused a second change before any was recorded. */
	readonly refused: ReadonlySet<CalendarDate>;
}

/** A line without units, at what its service costs. */
export function newLine(key: string, contract: FittingContract, { terms, isRefused }: Ways): PaperLine {
	const from = contract.startsOn;
	const base: Held = {
		units: [],
		price: [{ from, amount: ofCents(terms.servicePrice) }],
		cost: [{ from, amount: ofCents(terms.serviceCost) }],
	};
	const owners = { price: new Map(), cost: new Map() };
	const nothing = { written: [], planned: [], isPlanned: false, foreign: [], owners, refused: new Set<CalendarDate>() };
	return { key, contract, isRefused, base, ...nothing };
}

const heldBy = new WeakMap<PaperLine, Held>();

/** What Autotask holds now. */
export function heldNow({ base, written }: PaperLine): Held {
	return withWrites(base, written);
}

/** What it holds once everything planned is written. */
export function heldOn(line: PaperLine): Held {
	const now = heldNow(line);
	const known = heldBy.get(line) ?? (line.isPlanned ? heldOncePlanned(now, ledgerLine(line)) : now);
	heldBy.set(line, known);
	return known;
}

/** The changes that count: all once the run has planned of it, without open ones that are planned anew; else those that are recorded. */
export function countedWrites(line: PaperLine): readonly (PaperWrite | PlannedAdjustment)[] {
	const gone = line.isPlanned ? overwritable(ledgerLine(line)) : [];
	if (line.isPlanned) return [...line.written.filter((write) => !gone.includes(write)), ...line.planned];
	return line.written.filter(({ isRecorded, isTheirs }) => isRecorded || isTheirs);
}

/** What it holds without writes that are not recorded and that no plan of the run counts. */
export function countedOn(line: PaperLine): Held {
	return line.isPlanned ? heldOn(line) : withWrites(line.base, countedWrites(line));
}

const ledgerLines = new WeakMap<PaperLine, LedgerLine>();

/** The line as planners see it, who are told elsewhere what it holds. */
export function ledgerLine(line: PaperLine): LedgerLine {
	const known = ledgerLines.get(line) ?? asLedgerLine(line);
	ledgerLines.set(line, known);
	return known;
}

function asLedgerLine(line: PaperLine): LedgerLine {
	const { key, contract, base, written, planned, isPlanned } = line;
	const own = written.filter(({ isTheirs }) => !isTheirs);
	const known = written.filter(({ isRecorded, isTheirs }) => isRecorded || isTheirs);
	const firstDay = base.price[0]?.from;
	const first = { price: base.price[0]?.amount, cost: base.cost[0]?.amount };
	return {
		target: { kind: 'new', key },
		key,
		contractId: contract.id,
		serviceId: 1 as ServiceId,
		state: { rows: [], units: [], ...(firstDay ? { firstDay } : {}) },
		existedBefore: false,
		ownWrites: own,
		journalledRates: [first, ...own]
			.toReversed()
			.flatMap(({ price, cost }): Rate[] =>
				price === undefined ? [] : [{ price, ...(cost === undefined ? {} : { cost }) }],
			),
		taken: new Set(line.isRefused ? [...known.map(({ on }) => on), ...line.refused] : []),
		planned,
		plannedBy: [],
		...(isPlanned ? { isPlanned } : {}),
	};
}

const bothHeld = new WeakMap<PaperLine, LineHeld>();

/** What it holds, and what it held before writes that are not recorded, as planners see it. */
export function lineHeld(line: PaperLine): LineHeld {
	const known = bothHeld.get(line) ?? heldByPlans(heldNow(line), ledgerLine(line));
	bothHeld.set(line, known);
	return known;
}

/** What a unit costs on the day, where there are any. */
export function rateOn(line: PaperLine, day: CalendarDate): Rate | undefined {
	const held = lineHeld(line).now;
	const [price, cost] = [heldAmountOn(held.price, day), heldAmountOn(held.cost, day)];
	if (unitsOn(held.units, day) === 0 || price === undefined) return undefined;
	return { price, ...(cost === undefined ? {} : { cost }) };
}

/** What it is to hold: its stays, and what somebody put there. */
export function meantOn({ foreign }: PaperLine, stays: readonly BilledStay[]): Meant {
	return withForeign({ foreign }, meantOf(stays, 0));
}

/** What it is to hold with what somebody put there. */
export function withForeign({ foreign }: Pick<PaperLine, 'foreign'>, meant: Meant): Meant {
	return foreign.length === 0 ? meant : { ...meant, units: summed([meant.units, foreign]) };
}
