import { sum, uniq } from 'lodash';
import { plusDays } from '../../domain/calendarDate';
import type { ContractCharge } from '../../domain/contract/charge';
import type { Contract } from '../../domain/contract/contract';
import { lineState, rowsOfLine } from '../../domain/contract/lineState';
import type { ContractId } from '../../domain/ids';
import { agrees, type Decimal, roundedAmount } from '../../domain/money';
import { unitsOn } from '../../domain/unitTimeline';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { JournalEntry } from '../../ports/store/journal';
import type { Ports } from '../../ports/store/ports';

/** One write with what Autotask holds of it now. */
export interface ReadBack {
	readonly entry: JournalEntry;
	/** What the write, and those after it, were to leave. */
	readonly expected: string;
	readonly held: string;
	readonly isAsExpected: boolean;
}

const isThere: readonly JournalEntry['state'][] = ['done', 'recorded'];
const amountTolerance = '0.005' as Decimal;

/** Units that are expected on the day of a write: what it left, and what writes after it have changed up to that day. */
export function expectedUnits(entry: JournalEntry, all: readonly JournalEntry[]): number {
	const later = all.filter(
		(other) =>
			other.id > entry.id &&
			other.contractServiceId === entry.contractServiceId &&
			other.on <= entry.on &&
			isThere.includes(other.state),
	);
	return (entry.unitsAfter ?? 0) + sum(later.map((other) => other.unitDelta ?? 0));
}

type LineReader = (entry: JournalEntry) => { readonly exists: boolean; readonly units: number };

async function readLines(entries: readonly JournalEntry[], autotask: AutotaskPort): Promise<LineReader> {
	const onLines = entries.filter(({ kind }) => kind === 'adjustment' || kind === 'contractService');
	const [first] = onLines.map((entry) => entry.on).sort();
	const last = onLines
		.map((entry) => entry.on)
		.sort()
		.at(-1);
	if (first === undefined || last === undefined) return () => ({ exists: false, units: 0 });
	const contracts = uniq(onLines.map((entry) => entry.contractId));
	const lines = await autotask.contractServices(contracts);
	const rows = await autotask.unitRows(contracts, { from: first, before: plusDays(last, 1) });
	return (entry) => {
		const line = lines.find((other) => other.id === entry.contractServiceId);
		const units = line ? unitsOn(lineState(rowsOfLine(line, lines, rows)).units, entry.on) : 0;
		return { exists: line !== undefined, units };
	};
}

function chargeBack(entry: JournalEntry, charges: readonly ContractCharge[]): ReadBack {
	const charge = charges.find((other) => other.key === entry.key);
	const expected = entry.amount ?? ('0' as Decimal);
	const held = charge?.amount;
	return {
		entry,
		expected: roundedAmount(expected),
		held: held === undefined ? 'no such charge' : roundedAmount(held),
		isAsExpected: held !== undefined && agrees(held, expected, amountTolerance),
	};
}

function contractBack(entry: JournalEntry, contracts: readonly Contract[]): ReadBack {
	const found = contracts.find((contract) => contract.id === entry.autotaskId);
	return {
		entry,
		expected: 'the contract',
		held: found?.name ?? 'no such contract',
		isAsExpected: found !== undefined,
	};
}

function lineBack(entry: JournalEntry, read: LineReader, all: readonly JournalEntry[]): ReadBack {
	const { exists, units } = read(entry);
	if (entry.kind === 'contractService')
		return { entry, expected: 'the line', held: exists ? 'the line' : 'no such line', isAsExpected: exists };
	const expected = expectedUnits(entry, all);
	const held = exists ? `${units} units` : 'no such line';
	return { entry, expected: `${expected} units`, held, isAsExpected: exists && units === expected };
}

/** Reads again what was written for a task; four requests at most, whatever was written. Source: the write protocol, step 8. */
export async function readBack(
	written: readonly JournalEntry[],
	{ store, autotask }: Ports & { readonly autotask: AutotaskPort },
): Promise<readonly ReadBack[]> {
	const entries = written.filter((entry) => isThere.includes(entry.state));
	if (entries.length === 0) return [];
	const all = await store.journal(autotask.databaseId, uniq(entries.map((entry) => entry.contractId)));
	const keys = entries.flatMap((entry) => (entry.kind === 'charge' ? (entry.key ?? []) : []));
	const charges = keys.length === 0 ? [] : await autotask.chargesByKey(keys);
	const read = await readLines(entries, autotask);
	const created = entries.flatMap((entry) => (entry.kind === 'contract' ? (entry.autotaskId ?? []) : []));
	const contracts = created.length === 0 ? [] : await autotask.contractsById(created as ContractId[]);
	return entries.map((entry) => {
		if (entry.kind === 'contract') return contractBack(entry, contracts);
		return entry.kind === 'charge' ? chargeBack(entry, charges) : lineBack(entry, read, all);
	});
}
