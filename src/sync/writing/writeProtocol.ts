import { type LineState, lineState, rowsOfLine } from '../../domain/contract/lineState';
import type { ContractId, ContractServiceId, TaskId } from '../../domain/ids';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import type { ChargeWork, ContractWork, LineWork } from '../../domain/plan/contractWork';
import { nothingHeld, withWrites } from '../../domain/writes/held';
import { writesBetween } from '../../domain/writes/writesOfPlans';
import type { JournalEntry } from '../../ports/store/journal';
import { keptIn } from '../reading/unreadState';
import type { ContractReport, WritePorts, WrittenLineState } from '../proving/writeReport';
import { ContractTurn, type WriteContext } from './contractTurn';
import { createLine } from './createLine';
import { writeCharge } from './writeCharge';
import { writeLine } from './writeLine';

/** What the created lines hold, read at once for all of them: not assumed. Source: rule Q14. */
async function readFresh(turns: readonly ContractTurn[], ports: WritePorts, hasNew: (turn: ContractTurn) => boolean) {
	const contracts = turns.filter(hasNew).map((turn) => turn.work.contractId);
	const unread = new Map<ContractId, string>();
	if (contracts.length === 0) return { lines: [], rows: [], unread };
	const first = turns.map((turn) => turn.work.contract.startsOn).toSorted()[0];
	return {
		lines: await ports.autotask.contractServices(contracts, keptIn(unread)),
		rows: first === undefined ? [] : await ports.autotask.unitRows(contracts, { from: first }, keptIn(unread)),
		unread,
	};
}

/** Contract service of each line that is there, by contract and key of the line. */
type LineIds = Map<string, ContractServiceId>;

function idKey(turn: ContractTurn, line: LineWork): string {
	return `${turn.work.contractId} ${line.key}`;
}

/** Writes the new lines and the charges of the contracts, one after the other; what stops one stops those after it. */
async function writeNewLinesAndCharges(
	turns: readonly ContractTurn[],
	failedTasks: ReadonlySet<TaskId>,
): Promise<LineIds> {
	const ids: LineIds = new Map();
	let stopped: string | undefined;
	for (const turn of turns) {
		turn.stopped = stopped;
		turn.heldBack = new Set(failedTasks);
		for (const line of turn.work.lines) {
			const id = await createLine(turn, line);
			if (id !== undefined) ids.set(idKey(turn, line), id);
		}
		turn.heldBack = new Set(failedTasks);
		for (const charge of turn.work.charges)
			if (!charge.charge.isOfWrite) await writeCharge(turn, charge, serviceNameOf(turn, charge));
		stopped = turn.stopped;
	}
	return ids;
}

/**
 * Writes what is charged for days that take no change, once the changes are there: a day that turns out to be taken makes
 * it another amount. Gives the tasks of which it is not there; their lines are not recorded without it. Source: rule Q7.
 */
async function writeDayCharges(turn: ContractTurn, failedTasks: ReadonlySet<TaskId>): Promise<ReadonlySet<TaskId>> {
	turn.heldBack = new Set(failedTasks);
	const open = new Set<TaskId>();
	for (const charge of turn.work.charges.filter((one) => one.charge.isOfWrite))
		if (!(await writeCharge(turn, charge, serviceNameOf(turn, charge)))) open.add(charge.taskId);
	return open;
}

/** Writes the adjustments of the contracts' lines, one contract after the other; what has stopped one stops those after it. */
async function writeAdjustments(
	turns: readonly ContractTurn[],
	ids: LineIds,
	failedTasks: ReadonlySet<TaskId>,
	ports: WritePorts,
): Promise<readonly ContractReport[]> {
	const fresh = await readFresh(turns, ports, (turn) =>
		turn.work.lines.some((line) => line.line.target.kind === 'new' && ids.has(idKey(turn, line))),
	);
	const reports: ContractReport[] = [];
	let stopped = turns.at(-1)?.stopped;
	for (const turn of turns) {
		turn.stopped ??= stopped;
		if (fresh.unread.has(turn.work.contractId)) turn.isUnproven = true;
		const lines: WrittenLineState[] = [];
		for (const work of turn.work.lines) {
			const id = ids.get(idKey(turn, work));
			const line: WrittenLineState =
				id === undefined
					? { work, sent: [], isWhole: false, before: work.line.state }
					: await writeKnownLine(turn, work, id, fresh);
			lines.push(line);
		}
		const open = await writeDayCharges(turn, failedTasks);
		stopped = turn.stopped;
		reports.push({
			work: turn.work,
			reports: turn.reports,
			lines: lines.map((line) => (line.work.taskIds.some((id) => open.has(id)) ? { ...line, isWhole: false } : line)),
			...(turn.stopped === undefined ? {} : { stopped: turn.stopped }),
		});
	}
	return reports;
}

async function writeKnownLine(
	turn: ContractTurn,
	work: LineWork,
	id: ContractServiceId,
	created: Awaited<ReturnType<typeof readFresh>>,
): Promise<WrittenLineState> {
	const isNew = work.line.target.kind === 'new';
	const made = created.lines.find((line) => line.id === id);
	const before = isNew ? lineState(made ? rowsOfLine(made, created.lines, created.rows) : []) : work.line.state;
	return await writeLine(
		{ turn, work, id, before, held: before.units },
		isNew ? writesOfNew(work, before) : work.adjustments,
	);
}

/** What a created line holds of its own accord is none of ours: it goes again. Source: rule Q14. */
function writesOfNew({ line: { planned } }: LineWork, before: LineState): readonly PlannedAdjustment[] {
	return writesBetween({ ...nothingHeld, units: before.units }, withWrites(nothingHeld, planned), planned);
}

function serviceNameOf(turn: ContractTurn, { taskId, charge }: ChargeWork): string {
	const plan = turn.work.approved.find(({ task }) => task.id === taskId)?.plan;
	return plan?.lines.find((line) => line.invoiceDescription === charge.name)?.serviceName ?? charge.name;
}

/**
 * Writes the contracts, whose leases are held, in the order of the write protocol:
 *
 * 1. writers of one contract take turns (`ContractLeases`, checked again just before each send);
 * 2. each intent is committed before its write, and 3. its outcome after it (`writeOnce`);
 * 4. an intent without outcome was judged beforehand (`resolveIntents`);
 * 5. adjustments name their line by id; 6. charges and new lines carry our key;
 * 7. a refusal is never repeated, an unproven answer ends the turn, login and limits end the run;
 * 8. what Autotask then holds is compared (`verifyWrites`).
 *
 * New lines go first, which hold nothing yet: a refused one is found before anything is charged. Then charges, adjustments by
 * date (rule T8), and what is charged for days that take none. A task that writes to several contracts does so
 * contract by contract; once something of it is not written in one of them, nothing of it goes to the later ones.
 */
export async function writeContracts(
	works: readonly ContractWork[],
	journal: readonly JournalEntry[],
	context: WriteContext,
	ports: WritePorts,
): Promise<readonly ContractReport[]> {
	const failedTasks = new Set<TaskId>();
	const turns = works.map(
		(work) =>
			new ContractTurn(
				work,
				context,
				ports,
				journal.filter((entry) => entry.contractId === work.contractId),
				failedTasks,
			),
	);
	const ids = await writeNewLinesAndCharges(turns, failedTasks);
	return await writeAdjustments(turns, ids, failedTasks, ports);
}
