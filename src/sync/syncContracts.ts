import { chunk, groupBy, keyBy, uniq } from 'lodash';
import type { FittingContract } from '../domain/contractChoice';
import type { ConnectionId, TaskId } from '../domain/ids';
import { compare, minus, negate, isNegative, plus, zero, type Decimal } from '../domain/money';
import type { ContractPlan } from '../domain/plan';
import type { Attention, SyncTask } from '../domain/task';
import { oldestFirst } from '../domain/taskChain';
import { contractWork, type ApprovedPlan, type ContractWork } from './contractWork';
import { digest } from './digest';
import { freeSuccessors } from './freeSuccessors';
import { needAttention } from './needAttention';
import type { SyncOutcome, SyncResult } from './outcomes';
import { planBatch } from './planBatch';
import type { AutotaskPort, Ports } from './ports';
import { ledgerOf, readFacts, type BatchFacts } from './readFacts';
import { resolveIntents } from './resolveIntents';
import { settleContract, type TaskResult } from './settleContract';
import { verifyWrites, type Verification } from './verifyWrites';
import { takeContract, contractLease, writeContracts, type ContractReport, type WriteContext } from './writeProtocol';
import { previewResult } from './previewResult';

export interface SyncOptions {
	readonly dryRun: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	/** Lines and charges that one run may write; what exceeds it waits at `approval`. Source: rule T10. */
	readonly maxLines?: number;
	/** Money that one run may add, once and per period together. */
	readonly maxMoney?: string;
	readonly signal?: AbortSignal;
}

export type SyncPorts = Ports & { readonly autotask: AutotaskPort };

/** Contracts whose leases are held at once: few enough that the writes end long before the reads get old. */
const contractsAtOnce = 25;

interface Refused {
	readonly task: SyncTask;
	readonly attention: Attention;
	readonly plan?: ContractPlan;
}

function result(state: SyncResult['state'], message: string, attention?: Attention): TaskResult {
	return { state, message, lines: [], missing: [], ...(attention ? { attention } : {}) };
}

/** Why an approved task is not written as it was approved; undefined where it is. Source: rule Q2 and the approval rule. */
function movedSince(task: SyncTask, plan: ContractPlan): Attention | undefined {
	if (task.approval?.fingerprint === plan.fingerprint && plan.questions.length === 0) return undefined;
	const message = `What was approved (${task.approval?.fingerprint ?? 'nothing'}) has moved since: look at the new plan, then approve ${task.id}:${plan.fingerprint}.`;
	return { reason: 'approval', message };
}

function waitsForOthers(plan: ContractPlan, own: ReadonlySet<TaskId>): Attention | undefined {
	const missing = plan.predecessors.find((id) => !own.has(id));
	return missing && { reason: 'approval', message: `Task ${missing} is written before this one; approve it too.` };
}

function moneyOf(plan: ContractPlan): Decimal {
	const sum = plus(plan.totals.once, plan.totals.perPeriod);
	return isNegative(sum) ? negate(sum) : sum;
}

/** What exceeds the limits of a run waits at `approval`. Source: rule T10. */
function overLimit(plans: readonly ApprovedPlan[], options: SyncOptions): ReadonlyMap<TaskId, Attention> {
	let lines = 0;
	let money = zero;
	const over = new Map<TaskId, Attention>();
	for (const { task, plan } of plans) {
		const more = lines + plan.changes.reduce((sum, change) => sum + change.share.length, 0) + plan.charges.filter((charge) => charge.selected).length;
		const sum = plus(money, moneyOf(plan));
		const isOver = (options.maxLines !== undefined && more > options.maxLines) || (options.maxMoney !== undefined && compare(minus(sum, options.maxMoney as Decimal), zero) > 0);
		if (isOver) over.set(task.id, { reason: 'approval', message: `The limits of this run (${options.maxLines ?? 'any number of'} lines, ${options.maxMoney ?? 'any'} money) are used up; approve ${task.id}:${plan.fingerprint} for another run.` });
		else [lines, money] = [more, sum];
	}
	return over;
}

interface Checked {
	readonly approved: readonly ApprovedPlan[];
	readonly refused: readonly Refused[];
	readonly works: readonly ContractWork[];
}

/** Plans the tasks again from what Autotask holds now, and keeps those whose plan is the approved one. */
async function checkPlans(tasks: readonly SyncTask[], batch: BatchFacts, options: SyncOptions, ports: SyncPorts): Promise<Checked> {
	const stored = keyBy(await ports.store.plans(batch.connection.id, tasks.map((task) => task.id)), 'taskId');
	const known = tasks.filter((task) => stored[task.id] !== undefined);
	const unplanned = tasks.filter((task) => stored[task.id] === undefined).map((task): Refused => ({ task, attention: { reason: 'approval', message: `Task ${task.id} has no plan yet; let Build Contract Services plan it.` } }));
	const making = (task: SyncTask) => {
		const plan = stored[task.id];
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return { settings: plan.settings, catalogueCosts: plan.catalogueCosts };
	};
	let candidates: readonly SyncTask[] = oldestFirst(known);
	const refused: Refused[] = [...unplanned];
	for (;;) {
		const { planned, ledger } = planBatch(candidates, batch, making);
		const own = new Set(candidates.map((task) => task.id));
		const plans = planned.flatMap((one): ApprovedPlan[] => (one.kind === 'planned' ? [one] : []));
		const over = overLimit(plans, options);
		const out = planned.flatMap((one): Refused[] => {
			if (one.kind === 'attention') return [{ task: one.task, attention: one.attention }];
			const why = movedSince(one.task, one.plan) ?? waitsForOthers(one.plan, own) ?? over.get(one.task.id);
			return why ? [{ task: one.task, attention: why, plan: one.plan }] : [];
		});
		refused.push(...out);
		if (out.length === 0) {
			const contracts = keyBy(batch.autotask.contracts, 'id');
			return { approved: plans, refused, works: contractWork(plans, ledger, (id) => fitting(contracts[id])) };
		}
		const gone = new Set(out.map(({ task }) => task.id));
		candidates = candidates.filter((task) => !gone.has(task.id));
	}
}

function fitting(contract: BatchFacts['autotask']['contracts'][number] | undefined): FittingContract | undefined {
	return contract?.periodType ? { ...contract, periodType: contract.periodType } : undefined;
}

async function refuse(refused: readonly Refused[], batch: BatchFacts, ports: SyncPorts): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const plans = refused.flatMap(({ plan }) => (plan ? [plan] : []));
	if (plans.length > 0) await ports.store.savePlans(batch.connection.id, plans);
	await needAttention(refused, ports, 'sync');
	return new Map(refused.map(({ task, attention }) => [task.id, result('waiting', attention.message, attention)]));
}

async function later(tasks: readonly SyncTask[], why: string, ports: SyncPorts): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const now = ports.clock.now();
	for (const own of Object.values(groupBy(tasks, 'connectionId'))) {
		const [first] = own;
		if (first) await ports.store.changeTasks(first.connectionId, own.map((task) => ({ id: task.id, change: { offeredUntil: undefined, note: why } })), now);
	}
	return new Map(tasks.map((task) => [task.id, result('waiting', why)]));
}

async function chargesThere(works: readonly ContractWork[], autotask: AutotaskPort): Promise<ReadonlySet<string>> {
	const keys = works.flatMap((work) => work.charges.map(({ charge }) => charge.key));
	if (keys.length === 0) return new Set();
	return new Set((await autotask.chargesByKey(keys)).map((charge) => charge.key));
}

/** Writes the works, looks at what Autotask then holds, and records what is proven. */
async function perform(works: readonly ContractWork[], batch: BatchFacts, context: WriteContext, ports: SyncPorts): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const now = ports.clock.now();
	const taskIds = works.flatMap((work) => work.approved.map(({ task }) => task.id));
	await ports.store.changeTasks(batch.connection.id, taskIds.map((id) => ({ id, change: { state: 'syncing', attention: undefined, note: undefined } })), now);
	const reports = await writeContracts(works, batch.journal, context, ports);
	const verification = await verify(reports, ports.autotask);
	const results = new Map<TaskId, TaskResult>();
	for (const report of reports) {
		for (const [id, one] of await settleContract(report, verification, batch, ports)) results.set(id, one);
	}
	return results;
}

async function verify(reports: readonly ContractReport[], autotask: AutotaskPort): Promise<Verification | { readonly why: string }> {
	try {
		return await verifyWrites(reports, autotask);
	} catch (error) {
		return { why: error instanceof Error ? error.message : String(error) };
	}
}

interface Turn {
	readonly holder: string;
	readonly taken: ReadonlySet<number>;
}

async function takeContracts(contractIds: readonly number[], holder: string, ports: SyncPorts): Promise<Turn> {
	const taken = new Set<number>();
	const context = { databaseId: ports.autotask.databaseId, holder };
	for (const id of contractIds) if (await takeContract(id, context, ports)) taken.add(id);
	return { holder, taken };
}

async function releaseContracts({ holder, taken }: Turn, ports: SyncPorts): Promise<void> {
	for (const id of taken) await ports.store.releaseLease(contractLease(ports.autotask.databaseId, id), holder);
}

/** Reads, judges open intents, plans again, writes, verifies and records some tasks whose contracts are held. */
async function syncHeld(connectionId: ConnectionId, tasks: readonly SyncTask[], turn: Turn, options: SyncOptions, ports: SyncPorts): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const read = await readFacts(connectionId, tasks, ports);
	const intents = options.dryRun ? { journal: read.journal, unsettled: new Set<number>() } : await resolveIntents(read.journal, read.autotask, ports);
	const batch = options.dryRun ? read : await withJournal(read, intents.journal, ports);
	if (batch.connection.stoppedAt !== undefined) return await later(tasks, 'The connection is stopped; start it in Sync Tasks.', ports);
	const { works, refused } = await checkPlans(tasks, batch, options, ports);
	if (options.dryRun) return new Map([...works.flatMap((work) => previewResult(work)), ...refused.map(({ task, attention }) => [task.id, result('dryRun', attention.message, attention)] as const)]);
	const results = new Map(await refuse(refused, batch, ports));
	const isHeld = (work: ContractWork) => turn.taken.has(work.contractId) && !intents.unsettled.has(work.contractId);
	const waiting = works.filter((work) => !isHeld(work)).flatMap((work) => work.approved.map(({ task }) => task));
	const why = 'An earlier write to this contract has no answer yet, or another run writes to it; the task goes on with the next check.';
	for (const [id, one] of await later(waiting, why, ports)) results.set(id, one);
	const held = works.filter(isHeld);
	const context: WriteContext = {
		connection: batch.connection,
		databaseId: ports.autotask.databaseId,
		holder: turn.holder,
		sameDate: options.sameDate,
		chargeTarget: (kind) => batch.facts.chargeTarget(kind),
		chargesThere: await chargesThere(held, ports.autotask),
		...(options.signal ? { signal: options.signal } : {}),
	};
	if (held.length > 0) for (const [id, one] of await perform(held, batch, context, ports)) results.set(id, one);
	return results;
}

/** The batch as it is once open intents were judged. */
async function withJournal(batch: BatchFacts, journal: BatchFacts['journal'], ports: SyncPorts): Promise<BatchFacts> {
	if (journal.every((entry, at) => entry.state === batch.journal[at]?.state)) return batch;
	const { store, autotask } = ports;
	const contracts = batch.autotask.contracts.map((contract) => contract.id);
	const ofCustomers = uniq(batch.subscriptions.map((subscription) => subscription.id));
	const ledger = ledgerOf(batch.autotask, {
		journal,
		links: await store.linkedLines(autotask.databaseId, { contracts, subscriptions: { connectionId: batch.connection.id, ids: ofCustomers } }),
		others: await store.otherUnits(autotask.databaseId, batch.autotask.lines.map((line) => line.id)),
		assigned: batch.ledger.assigned,
		storeId: store.storeId,
	});
	return { ...batch, journal, ledger };
}

async function syncSome(connectionId: ConnectionId, tasks: readonly SyncTask[], contractIds: readonly number[], options: SyncOptions, ports: SyncPorts): Promise<ReadonlyMap<TaskId, TaskResult>> {
	if (options.dryRun) return await syncHeld(connectionId, tasks, { holder: '', taken: new Set() }, options, ports);
	const holder = `sync/${digest([tasks.map((task) => task.id), ports.clock.now(), ports.clock.random()])}`;
	const turn = await takeContracts(contractIds, holder, ports);
	try {
		return await syncHeld(connectionId, tasks, turn, options, ports);
	} finally {
		await releaseContracts(turn, ports);
	}
}

function refusesState(task: SyncTask): string | undefined {
	if (task.state === 'synced') return `Task ${task.id} is synced already.`;
	if (task.state === 'ignored') return `Task ${task.id} is ignored; bring it back first.`;
	if (!task.approval) return `Task ${task.id} is not approved; let Build Contract Services plan it, then approve it.`;
	return undefined;
}

/** Groups of tasks by the contracts of their plans: whole contracts together, a limited number at once. */
async function groupsOf(connectionId: ConnectionId, tasks: readonly SyncTask[], ports: SyncPorts): Promise<readonly { readonly tasks: readonly SyncTask[]; readonly contractIds: readonly number[] }[]> {
	const plans = keyBy(await ports.store.plans(connectionId, tasks.map((task) => task.id)), 'taskId');
	const byContract = Object.entries(groupBy(tasks, (task) => plans[task.id]?.contractId ?? 0));
	return chunk(byContract, contractsAtOnce).map((some) => ({ tasks: some.flatMap(([, own]) => own), contractIds: some.map(([id]) => Number(id)).filter((id) => id !== 0) }));
}

/**
 * Writes the approved plans of the tasks to Autotask, each exactly once.
 *
 * Every plan is made again from what Autotask holds under the contract's lease; only one whose fingerprint is the
 * approved one is written, the others go back to `approval`. Nothing is written in a dry run. Outcomes come in the order
 * of the tasks. Source: rules T8, T9 and T10, and the write protocol.
 */
export async function syncContracts(tasks: readonly SyncTask[], ports: SyncPorts, options: SyncOptions): Promise<readonly SyncOutcome[]> {
	const results = new Map<TaskId, TaskResult>();
	const ready: SyncTask[] = [];
	for (const task of tasks) {
		const why = refusesState(task);
		if (why === undefined) ready.push(task);
		else results.set(task.id, result(task.state === 'synced' ? 'synced' : 'waiting', why));
	}
	for (const own of Object.values(groupBy(ready, 'connectionId'))) {
		const [first] = own;
		if (!first) continue;
		for (const group of await groupsOf(first.connectionId, own, ports)) {
			const done = await syncSome(first.connectionId, group.tasks, group.contractIds, options, ports);
			for (const [id, one] of done) results.set(id, one);
		}
		if (!options.dryRun) await freeSuccessors(first.connectionId, own, ports);
	}
	const requests = ports.autotask.requestCount();
	const linesWritten = new Set([...results.values()].flatMap((one) => one.lines.filter((line) => line.written).map((line) => JSON.stringify([line, one.contractId])))).size;
	return tasks.map((task): SyncOutcome => {
		const { contractId: _contract, ...own } = results.get(task.id) ?? result('waiting', 'Not looked at.');
		return { taskId: task.id, kind: own.state === 'synced' || own.state === 'dryRun' ? 'synced' : 'failed', result: { ...own, requests, linesWritten } };
	});
}
