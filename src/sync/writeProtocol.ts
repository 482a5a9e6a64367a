import { plusMillis, type CalendarDate } from '../domain/calendarDate';
import type { ContractServiceId, DatabaseId, TaskId } from '../domain/ids';
import { lineState, rateOn, rowsOfLine, contractPeriod, type LineState } from '../domain/lineState';
import { isNegative, type Decimal } from '../domain/money';
import { netAdjustments } from '../domain/netWrites';
import { shiftToFreeDay } from '../domain/nextFreeDay';
import type { PlannedAdjustment, PlannedCharge } from '../domain/plan';
import type { ChargeWork, ContractWork, LineWork } from './contractWork';
import { shiftKey } from './keys';
import type { AutotaskPort, ChargeToWrite, Connection, JournalEntry, Ports } from './ports';
import { isPostedPeriod, isSecondChangeOnDate, proofOf } from './writeErrors';
import { leaseMs, requestTimeoutMs } from './writeTimes';
import type { ChargeKind, ChargeTarget } from '../domain/contract';
import type { Attention } from '../domain/task';

export interface WriteContext {
	readonly connection: Connection;
	readonly databaseId: DatabaseId;
	/** Who holds the leases of this run. */
	readonly holder: string;
	readonly sameDate: 'nextDay' | 'ask';
	readonly chargeTarget: (kind: ChargeKind) => ChargeTarget | undefined;
	/** Charges that Autotask holds already, by key. */
	readonly chargesThere: ReadonlySet<string>;
	readonly signal?: AbortSignal;
}

export type WritePorts = Ports & { readonly autotask: AutotaskPort };

/** One thing that was to be written, and what became of it. */
export interface WriteReport {
	readonly taskIds: readonly TaskId[];
	readonly kind: 'adjustment' | 'contractService' | 'charge';
	readonly outcome: 'written' | 'there' | 'refused' | 'unproven' | 'notSent';
	readonly serviceName: string;
	readonly on: string;
	readonly adjustment?: PlannedAdjustment;
	readonly amount?: Decimal;
	readonly lineKey?: string;
	readonly why?: string;
	readonly attention?: Attention['reason'];
}

/** A line as it stands when its adjustments were sent. */
export interface WrittenLineState {
	readonly work: LineWork;
	/** Known once the line exists. */
	readonly contractServiceId?: ContractServiceId;
	/** What was sent, after moves to a free day. */
	readonly sent: readonly PlannedAdjustment[];
	/** Adjustments that went to the next free day; the days between are charged instead. */
	readonly moved: readonly { readonly from: CalendarDate; readonly to: CalendarDate }[];
	/** Whether everything that was to be written to the line was. */
	readonly isWhole: boolean;
	readonly before: LineState;
}

/** What was done to one contract. */
export interface ContractReport {
	readonly work: ContractWork;
	readonly reports: readonly WriteReport[];
	readonly lines: readonly WrittenLineState[];
	/** Set where nothing more may be sent in this run: login, limit, lease. */
	readonly stopped?: string;
}

/** The lease was lost or the time to send ran out: nothing was sent. */
class LeaseLostError extends Error {
	override readonly name = 'LeaseLostError';
}

/** The name of the lease under which writers of one contract take turns. */
export function contractLease(databaseId: DatabaseId, contractId: number): string {
	return `contract/${databaseId}/${contractId}`;
}

/** Step 1: takes the contract for this run; false while another writer has it. */
export async function takeContract(contractId: number, context: Pick<WriteContext, 'databaseId' | 'holder'>, ports: Ports): Promise<boolean> {
	const now = ports.clock.now();
	return await ports.store.takeLease(contractLease(context.databaseId, contractId), context.holder, now, plusMillis(now, leaseMs));
}

/** Renews the lease and checks, just before sending, that what is sent now ends before the lease does. */
async function checkLease(contractId: number, context: WriteContext, ports: Ports): Promise<void> {
	context.signal?.throwIfAborted();
	const asked = ports.clock.now();
	const holds = await ports.store.takeLease(contractLease(context.databaseId, contractId), context.holder, asked, plusMillis(asked, leaseMs));
	const sendBy = plusMillis(asked, leaseMs - requestTimeoutMs);
	if (!holds) throw new LeaseLostError(`Another writer has taken over contract ${contractId}.`);
	if (ports.clock.now() > sendBy) throw new LeaseLostError(`The time to write to contract ${contractId} ran out before the write was sent.`);
}

type Sent<Id> = { readonly kind: 'done'; readonly id: Id } | { readonly kind: 'refused'; readonly reasons: readonly string[] } | { readonly kind: 'stopped'; readonly why: string } | { readonly kind: 'unproven'; readonly why: string };

/** Steps 2 and 3: the intent is committed, the write is sent once, its outcome is committed; without proof it stays open. */
async function writeOnce<Id extends number>(intent: Omit<JournalEntry, 'id' | 'state' | 'intendedAt'>, send: () => Promise<{ readonly id: Id }>, context: WriteContext, ports: WritePorts): Promise<Sent<Id>> {
	const entry = await ports.store.intend({ ...intent, intendedAt: ports.clock.now() });
	try {
		await checkLease(intent.contractId, context, ports);
		const answer = await send();
		const created = intent.kind === 'contractService' ? { contractServiceId: answer.id as number as ContractServiceId } : {};
		await ports.store.settle(entry.id, { state: 'done', at: ports.clock.now(), autotaskId: answer.id, ...created });
		return { kind: 'done', id: answer.id };
	} catch (error) {
		const proof = proofOf(error);
		if (proof.kind === 'unproven') return proof;
		const state = proof.kind === 'refused' ? 'refused' : 'unwritten';
		const note = proof.kind === 'refused' ? proof.reasons.join(' ') : proof.why;
		await ports.store.settle(entry.id, { state, at: ports.clock.now(), note: note.slice(0, 500) });
		return proof;
	}
}

/** The writes of one contract while they are made. */
class ContractTurn {
	readonly reports: WriteReport[] = [];
	readonly failedTasks = new Set<TaskId>();
	stopped: string | undefined;
	/** After a write without proof nothing more goes to this contract. */
	isUnproven = false;

	constructor(
		readonly work: ContractWork,
		readonly context: WriteContext,
		readonly ports: WritePorts,
	) {}

	get mayGoOn(): boolean {
		return this.stopped === undefined && !this.isUnproven;
	}

	add(report: WriteReport): void {
		this.reports.push(report);
		if (report.outcome !== 'written' && report.outcome !== 'there') for (const id of report.taskIds) this.failedTasks.add(id);
	}

	note(sent: Sent<number>): Pick<WriteReport, 'outcome' | 'why' | 'attention'> {
		if (sent.kind === 'done') return { outcome: 'written' };
		if (sent.kind === 'stopped') {
			this.stopped = sent.why;
			return { outcome: 'notSent', why: sent.why };
		}
		if (sent.kind === 'unproven') {
			this.isUnproven = true;
			return { outcome: 'unproven', why: sent.why };
		}
		return { outcome: 'refused', why: sent.reasons.join(' '), ...(isPostedPeriod(sent.reasons) ? { attention: 'period posted' as const } : {}) };
	}

	intent(taskIds: readonly TaskId[]) {
		return { databaseId: this.context.databaseId, connectionId: this.context.connection.id, taskIds, contractId: this.work.contractId };
	}
}

function chargeToWrite(turn: ContractTurn, charge: PlannedCharge, target: ChargeTarget): ChargeToWrite {
	return {
		contractId: turn.work.contractId,
		key: charge.key,
		name: charge.name.slice(0, 100),
		description: charge.description,
		purchasedOn: charge.on,
		amount: charge.amount,
		target,
		...(charge.cost === undefined ? {} : { cost: charge.cost }),
	};
}

async function writeCharge(turn: ContractTurn, { taskId, charge }: ChargeWork, serviceName: string): Promise<boolean> {
	const about = { taskIds: [taskId], kind: 'charge' as const, serviceName, on: charge.on, amount: charge.amount };
	const { target } = charge;
	if (turn.context.chargesThere.has(charge.key)) {
		turn.add({ ...about, outcome: 'there' });
		return true;
	}
	if (!turn.mayGoOn || !target) {
		turn.add({ ...about, outcome: 'notSent', ...(target ? {} : { why: `charges of kind ${charge.kind} are not mapped`, attention: 'charge not mapped' as const }) });
		return false;
	}
	const intent = { ...turn.intent([taskId]), kind: 'charge' as const, key: charge.key, on: charge.on, amount: charge.amount };
	const sent = await writeOnce(intent, async () => await turn.ports.autotask.createCharge(chargeToWrite(turn, charge, target)), turn.context, turn.ports);
	turn.add({ ...about, ...turn.note(sent) });
	return sent.kind === 'done';
}

async function createLine(turn: ContractTurn, work: LineWork): Promise<ContractServiceId | undefined> {
	const [change] = work.changes;
	const { target } = work.line;
	if (target.kind === 'existing') return target.contractServiceId;
	if (!change) return undefined;
	const on = work.adjustments[0]?.on ?? work.from;
	const about = { taskIds: work.taskIds, kind: 'contractService' as const, serviceName: change.serviceName, on, lineKey: work.key };
	if (!turn.mayGoOn || work.taskIds.some((id) => turn.failedTasks.has(id))) {
		turn.add({ ...about, outcome: 'notSent' });
		return undefined;
	}
	const line = {
		contractId: turn.work.contractId,
		serviceId: change.serviceId,
		internalDescription: target.key,
		invoiceDescription: change.invoiceDescription,
		...(work.rates[0]?.cost === undefined ? {} : { unitCost: work.rates[0].cost }),
	};
	const intent = { ...turn.intent(work.taskIds), kind: 'contractService' as const, key: target.key, on };
	const sent = await writeOnce(intent, async () => await turn.ports.autotask.createContractService(line), turn.context, turn.ports);
	turn.add({ ...about, ...turn.note(sent) });
	return sent.kind === 'done' ? sent.id : undefined;
}

interface LineTurn {
	readonly turn: ContractTurn;
	readonly work: LineWork;
	readonly id: ContractServiceId;
	readonly before: LineState;
	readonly taken: Set<string>;
	readonly moved: { readonly from: CalendarDate; readonly to: CalendarDate }[];
}

async function sendAdjustment({ turn, work, id, before }: LineTurn, adjustment: PlannedAdjustment): Promise<Sent<number>> {
	const { on, unitDelta, unitsBefore, unitsAfter, price, cost } = adjustment;
	const was = rateOn(before, on, turn.work.contract, work.line.journalledRates);
	const intent = {
		...turn.intent(work.taskIds),
		kind: 'adjustment' as const,
		contractServiceId: id,
		on,
		unitsBefore,
		unitDelta,
		unitsAfter,
		...(was ? { priceBefore: was.price } : {}),
		...(price === undefined ? {} : { priceAfter: price }),
		...(cost === undefined ? {} : { costAfter: cost }),
	};
	const write = {
		contractId: turn.work.contractId,
		contractServiceId: id,
		effectiveOn: on,
		unitDelta,
		...(price === undefined ? {} : { unitPrice: price }),
		...(cost === undefined ? {} : { unitCost: cost }),
	};
	return await writeOnce(intent, async () => await turn.ports.autotask.adjust(write), turn.context, turn.ports);
}

function aboutAdjustment(line: LineTurn, adjustment: PlannedAdjustment) {
	const [change] = line.work.changes;
	return { taskIds: line.work.taskIds, kind: 'adjustment' as const, serviceName: change?.serviceName ?? '', on: adjustment.on, adjustment, lineKey: line.work.key };
}

/** The day has an adjustment already: the next free day takes it and a charge makes the bill exact, or a person is asked. Source: rule Q7. */
async function writeOnFreeDay(line: LineTurn, adjustment: PlannedAdjustment): Promise<PlannedAdjustment | undefined> {
	const { turn, work, before, taken, id } = line;
	const about = aboutAdjustment(line, adjustment);
	const rate = rateOn(before, adjustment.on, turn.work.contract, work.line.journalledRates) ?? work.rates.find((step) => step.price !== undefined);
	if (turn.context.sameDate === 'ask' || rate?.price === undefined) {
		turn.add({ ...about, outcome: 'refused', why: `Autotask takes one change of a line a day, and ${adjustment.on} has one`, attention: 'two changes on one date' });
		return undefined;
	}
	taken.add(adjustment.on);
	const shifted = shiftToFreeDay(adjustment, (day) => taken.has(day), rate.price, contractPeriod(turn.work.contract, adjustment.on));
	const kind: ChargeKind = isNegative(shifted.amount) ? 'credit' : 'proration';
	const target = turn.context.chargeTarget(kind);
	const [change] = work.changes;
	const [taskId] = work.taskIds;
	const name = `${change?.invoiceDescription ?? ''}: ${shifted.days} day${shifted.days === 1 ? '' : 's'} from ${adjustment.on}`;
	const charge: PlannedCharge = {
		key: shiftKey(turn.ports.store.storeId, id, adjustment.on, shifted.adjustment.on),
		kind,
		name,
		description: `${name}: the change of ${adjustment.unitDelta} units is dated ${shifted.adjustment.on}, because ${adjustment.on} has a change already.`,
		on: adjustment.on,
		amount: shifted.amount,
		selected: true,
		...(target ? { target } : {}),
	};
	if (!taskId || !(await writeCharge(turn, { taskId, charge }, change?.serviceName ?? ''))) return undefined;
	const written = await writeAdjustment(line, shifted.adjustment);
	if (written) line.moved.push({ from: adjustment.on, to: written.on });
	return written;
}

async function writeAdjustment(line: LineTurn, adjustment: PlannedAdjustment): Promise<PlannedAdjustment | undefined> {
	const { turn, taken } = line;
	if (!turn.mayGoOn) {
		turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
		return undefined;
	}
	if (taken.has(adjustment.on)) return await writeOnFreeDay(line, adjustment);
	const sent = await sendAdjustment(line, adjustment);
	if (sent.kind === 'refused' && isSecondChangeOnDate(sent.reasons)) return await writeOnFreeDay(line, adjustment);
	turn.add({ ...aboutAdjustment(line, adjustment), ...turn.note(sent) });
	if (sent.kind === 'done') taken.add(adjustment.on);
	return sent.kind === 'done' ? adjustment : undefined;
}

async function writeLine(line: LineTurn, adjustments: readonly PlannedAdjustment[]): Promise<WrittenLineState> {
	const sent: PlannedAdjustment[] = [];
	let isWhole = !line.work.taskIds.some((id) => line.turn.failedTasks.has(id));
	for (const adjustment of adjustments) {
		if (!isWhole) {
			line.turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
			continue;
		}
		const written = await writeAdjustment(line, adjustment);
		if (written) sent.push(written);
		else isWhole = false;
	}
	return { work: line.work, contractServiceId: line.id, sent, moved: line.moved, isWhole, before: line.before };
}

/** What the created lines hold, read at once for all of them: not assumed. Source: rule Q14. */
async function readFresh(turns: readonly ContractTurn[], ports: WritePorts, hasNew: (turn: ContractTurn) => boolean) {
	const contracts = turns.filter(hasNew).map((turn) => turn.work.contractId);
	if (contracts.length === 0) return { lines: [], rows: [] };
	const first = turns.map((turn) => turn.work.contract.startsOn).toSorted()[0];
	return { lines: await ports.autotask.contractServices(contracts), rows: first === undefined ? [] : await ports.autotask.unitRows(contracts, { from: first }) };
}

/**
 * Writes the contracts, whose leases are held, in the order of the write protocol:
 *
 * 1. writers of one contract take turns (`takeContract`, checked again just before each send);
 * 2. each intent is committed before its write, and 3. its outcome after it (`writeOnce`);
 * 4. an intent without outcome was judged beforehand (`resolveIntents`);
 * 5. adjustments name their line by id; 6. charges and new lines carry our key;
 * 7. a refusal is never repeated, an unproven answer ends the turn, login and limits end the run;
 * 8. what Autotask then holds is compared (`verifyWrites`).
 *
 * Charges go first, then new lines, then adjustments by date (rule T8).
 */
export async function writeContracts(works: readonly ContractWork[], journal: readonly JournalEntry[], context: WriteContext, ports: WritePorts): Promise<readonly ContractReport[]> {
	const turns = works.map((work) => new ContractTurn(work, context, ports));
	const ids = new Map<string, ContractServiceId>();
	let stopped: string | undefined;
	for (const turn of turns) {
		turn.stopped = stopped;
		for (const charge of turn.work.charges) await writeCharge(turn, charge, serviceNameOf(turn, charge));
		for (const line of turn.work.lines) {
			const id = await createLine(turn, line);
			if (id !== undefined) ids.set(`${turn.work.contractId} ${line.key}`, id);
		}
		stopped = turn.stopped;
	}
	const fresh = await readFresh(turns, ports, (turn) => turn.work.lines.some((line) => line.line.target.kind === 'new' && ids.has(`${turn.work.contractId} ${line.key}`)));
	const reports: ContractReport[] = [];
	for (const turn of turns) {
		turn.stopped ??= stopped;
		const lines: WrittenLineState[] = [];
		for (const work of turn.work.lines) {
			const id = ids.get(`${turn.work.contractId} ${work.key}`);
			if (id === undefined) {
				lines.push({ work, sent: [], moved: [], isWhole: false, before: work.line.state });
				continue;
			}
			lines.push(await writeKnownLine(turn, work, id, fresh, journal));
		}
		stopped = turn.stopped;
		reports.push({ work: turn.work, reports: turn.reports, lines, ...(turn.stopped === undefined ? {} : { stopped: turn.stopped }) });
	}
	return reports;
}

async function writeKnownLine(turn: ContractTurn, work: LineWork, id: ContractServiceId, fresh: Awaited<ReturnType<typeof readFresh>>, journal: readonly JournalEntry[]): Promise<WrittenLineState> {
	const isNew = work.line.target.kind === 'new';
	const made = fresh.lines.find((line) => line.id === id);
	const before = isNew ? lineState(made ? rowsOfLine(made, fresh.lines, fresh.rows) : []) : work.line.state;
	const from = isNew && before.firstDay !== undefined && before.firstDay < work.from ? before.firstDay : work.from;
	const adjustments = isNew ? netAdjustments(work.target, before.units, { from, lastDay: turn.work.contract.endsOn, rates: work.rates }) : work.adjustments;
	const taken = new Set(journal.filter((entry) => entry.contractServiceId === id && entry.kind === 'adjustment' && entry.state !== 'refused' && entry.state !== 'unwritten').map((entry) => entry.on as string));
	return await writeLine({ turn, work, id, before, taken, moved: [] }, adjustments);
}

function serviceNameOf(turn: ContractTurn, { taskId, charge }: ChargeWork): string {
	const plan = turn.work.approved.find(({ task }) => task.id === taskId)?.plan;
	return plan?.lines.find((line) => line.invoiceDescription === charge.name)?.serviceName ?? charge.name;
}
