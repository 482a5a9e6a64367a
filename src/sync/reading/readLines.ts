import { partition, uniq } from 'lodash';
import type { CalendarDate } from '../../domain/calendarDate';
import type { ContractService, UnitRow } from '../../domain/contract/contract';
import { contradictingRows } from '../../domain/contract/summedRows';
import type { ContractId } from '../../domain/ids';
import { countBy, groupBy, keyBy } from '../../domain/keyed';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { TakeUnreadPart } from '../../ports/unread';

interface Lines {
	readonly lines: readonly ContractService[];
	readonly rows: readonly UnitRow[];
}

interface Wanted {
	readonly contracts: readonly ContractId[];
	/** Those of them whose rows are read, too. */
	readonly touched: readonly ContractId[];
	/** First day of the rows. */
	readonly from: CalendarDate;
}

async function readTogether(
	{ contracts, touched, from }: Wanted,
	autotask: AutotaskPort,
	unread: TakeUnreadPart<ContractId>,
): Promise<Lines> {
	const lines = await autotask.contractServices(contracts, unread);
	const withRows = new Set(touched);
	const hasRows = lines.some((line) => withRows.has(line.contractId));
	return { lines, rows: hasRows ? await autotask.unitRows(touched, { from }, unread) : [] };
}

/** Whether a unit row says the same of its line as the line does of itself; one that names no line that is listed contradicts none. */
function agreesWith(lines: readonly ContractService[]): (row: UnitRow) => boolean {
	const byId = keyBy(lines, 'id');
	return ({ contractServiceId, contractId, serviceId }) => {
		const line = contractServiceId === undefined ? undefined : byId[contractServiceId];
		return !line || (line.contractId === contractId && line.serviceId === serviceId);
	};
}

/** Rows of a line that has another one on the same days, which is not what has come since one was posted. */
function doubledRows(rows: readonly UnitRow[]): readonly UnitRow[] {
	const named = rows.filter((row) => row.contractServiceId !== undefined);
	const ofLines = groupBy(named, (row) => `${row.contractId} ${row.contractServiceId ?? ''}`);
	return Object.values(ofLines).flatMap((own) => contradictingRows(own));
}

/** Lines whose id another one has, too. */
function linesWithOneId(lines: readonly ContractService[]): readonly ContractService[] {
	const count = countBy(lines, 'id');
	return lines.filter((line) => (count[line.id] ?? 0) > 1);
}

/** Contracts of which a line or unit row contradicts another one: one of both is not what Autotask holds. */
function contractsAtOdds({ lines, rows }: Lines): readonly ContractId[] {
	const agrees = agreesWith(lines);
	const odd = rows.filter((row) => !agrees(row));
	const named = new Set(odd.map((row) => row.contractServiceId));
	const ofThem = lines.filter((line) => named.has(line.id));
	return uniq([...odd, ...ofThem, ...linesWithOneId(lines), ...doubledRows(rows)].map(({ contractId }) => contractId));
}

/** The lines without those that have the id of another one; a line is the one of the contract that has its units. */
function withoutDoubles({ lines, rows }: Lines, unread: TakeUnreadPart<ContractId>): readonly ContractService[] {
	const alike = linesWithOneId(lines);
	const [held, others] = partition(alike, (line) =>
		rows.some((row) => row.contractServiceId === line.id && row.contractId === line.contractId),
	);
	const doubles = held.length === 0 ? alike : others;
	for (const { id, contractId: of } of doubles)
		unread({ of, why: `Its line ${id} has the id of a line of another contract` });
	return lines.filter((line) => !doubles.includes(line));
}

/** Says which contracts hold units that contradict lines or each other. */
function keepContradictions(
	{ lines, rows }: Lines,
	all: readonly ContractService[],
	unread: TakeUnreadPart<ContractId>,
): void {
	const agrees = agreesWith([...all, ...lines]);
	for (const { contractServiceId: id, contractId: of } of rows.filter((row) => !agrees(row)))
		unread({ of, why: `Its line ${id ?? ''} is another contract's or service's than by its units` });
	for (const { contractServiceId: id, contractId: of } of doubledRows(rows))
		unread({ of, why: `Its line ${id ?? ''} has several units on one day` });
}

/**
 * Lines of contracts and their unit rows: two requests. Where rows contradict each other, their contracts are read once more,
 * one by one: a row that then names another contract is its own, and no one else's.
 */
export async function readLines(
	wanted: Wanted,
	autotask: AutotaskPort,
	unread: TakeUnreadPart<ContractId>,
): Promise<Lines> {
	const read = await readTogether(wanted, autotask, unread);
	const odd = contractsAtOdds(read);
	if (odd.length === 0) return read;
	const alone: Lines[] = [];
	for (const id of odd) {
		const touched = wanted.touched.filter((one) => one === id);
		alone.push(await readTogether({ contracts: [id], touched, from: wanted.from }, autotask, unread));
	}
	const again = { lines: alone.flatMap(({ lines }) => lines), rows: alone.flatMap(({ rows }) => rows) };
	keepContradictions(again, read.lines, unread);
	const isOther = ({ contractId }: { readonly contractId: ContractId }) => !odd.includes(contractId);
	return {
		lines: [...read.lines.filter(isOther), ...withoutDoubles(again, unread)],
		rows: [...read.rows.filter(isOther), ...again.rows],
	};
}
