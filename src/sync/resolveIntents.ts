import { plusMillis } from '../domain/calendarDate';
import type { ContractServiceId } from '../domain/ids';
import { rowsOfLine, lineState } from '../domain/lineState';
import { agrees, over, type Decimal } from '../domain/money';
import { unitsOn } from '../domain/unitTimeline';
import { settleTimeMs } from './writeTimes';
import type { AutotaskPort, JournalEntry, Ports, WriteState } from './ports';
import type { AutotaskState } from './readAutotask';

type Resolution = { readonly state: WriteState; readonly autotaskId?: number; readonly contractServiceId?: ContractServiceId; readonly note?: string };

const priceTolerance = '0.0001' as Decimal;

/** Whether a price change without units is there: the row of its day bills the new price. */
function hasPrice(entry: JournalEntry, state: ReturnType<typeof lineState>): boolean {
	const row = state.rows.find((other) => other.startsOn === entry.on);
	if (!row || row.units === 0 || entry.priceAfter === undefined) return false;
	const whole = state.rows.find((other) => other.startsOn > entry.on && other.units === row.units) ?? row;
	return agrees(over(whole.price, whole.units), entry.priceAfter, priceTolerance);
}

function adjustmentResolution(entry: JournalEntry, autotask: AutotaskState): Resolution {
	const line = autotask.lines.find((other) => other.id === entry.contractServiceId);
	if (!line) return { state: 'unwritten', note: 'the contract service is not there' };
	const state = lineState(rowsOfLine(line, autotask.lines, autotask.rows));
	const holds = unitsOn(state.units, entry.on);
	if (entry.unitDelta === 0) return hasPrice(entry, state) ? { state: 'done' } : { state: 'unwritten' };
	if (holds === entry.unitsAfter) return { state: 'done' };
	if (holds === entry.unitsBefore) return { state: 'unwritten' };
	return { state: 'unwritten', note: `holds ${holds} units on ${entry.on}, neither ${entry.unitsBefore} nor ${entry.unitsAfter}` };
}

function creationResolution(entry: JournalEntry, autotask: AutotaskState): Resolution {
	const line = autotask.lines.find((other) => other.contractId === entry.contractId && other.internalDescription === entry.key);
	return line ? { state: 'done', autotaskId: line.id, contractServiceId: line.id } : { state: 'unwritten' };
}

async function chargeResolutions(entries: readonly JournalEntry[], autotask: AutotaskPort): Promise<ReadonlyMap<number, Resolution>> {
	const keys = entries.flatMap((entry) => entry.key ?? []);
	const charges = keys.length === 0 ? [] : await autotask.chargesByKey(keys);
	return new Map(
		entries.map((entry) => {
			const charge = charges.find((other) => other.key === entry.key && other.contractId === entry.contractId);
			return [entry.id, charge ? { state: 'done', autotaskId: charge.id } : { state: 'unwritten' }];
		}),
	);
}

/** What became of intents without an outcome. */
export interface ResolvedIntents {
	/** Entries as they now are. */
	readonly journal: readonly JournalEntry[];
	/** Contracts with an intent that is too young to be judged: nothing may be written to them yet. */
	readonly unsettled: ReadonlySet<number>;
}

/**
 * Judges every intent that has no outcome by what Autotask holds: there = done, the old value = not written.
 *
 * Sooner than the settle time after the intent it is left open: the write may still arrive. Any other value is not
 * written by us; the planner then finds that the line was changed. Source: the write protocol, steps 4 and 6.
 */
export async function resolveIntents(journal: readonly JournalEntry[], autotask: AutotaskState, ports: Ports & { readonly autotask: AutotaskPort }): Promise<ResolvedIntents> {
	const now = ports.clock.now();
	const open = journal.filter((entry) => entry.state === 'open');
	const young = new Set(open.filter((entry) => plusMillis(entry.intendedAt, settleTimeMs) > now).map((entry) => entry.contractId as number));
	const ripe = open.filter((entry) => !young.has(entry.contractId));
	const charges = await chargeResolutions(ripe.filter((entry) => entry.kind === 'charge'), ports.autotask);
	const settled = new Map<number, Resolution>();
	for (const entry of ripe) {
		const found = entry.kind === 'adjustment' ? adjustmentResolution(entry, autotask) : entry.kind === 'contractService' ? creationResolution(entry, autotask) : charges.get(entry.id);
		if (!found) continue;
		await ports.store.settle(entry.id, { ...found, at: now });
		settled.set(entry.id, found);
	}
	return { unsettled: young, journal: journal.map((entry) => ({ ...entry, ...settled.get(entry.id) })) };
}
