import { randomUUID } from 'node:crypto';
import { chunk, groupBy, keyBy, partition, uniq, uniqBy } from 'lodash';
import type { ConnectionId, TaskId } from '../domain/ids';
import { contractsOf } from '../domain/plan';
import type { Attention, SyncTask } from '../domain/task';
import {
	checkPlans,
	disputedTasks,
	nothingUsed,
	splitByTakenDays,
	type Refused,
	type RunUse,
	type SyncOptions,
	type SyncPorts,
} from './checkPlans';
import { connected } from './connected';
import { ContractLeases } from './contractLeases';
import type { ContractReport, WriteContext } from './contractTurn';
import type { ContractWork } from './contractWork';
import { createContracts } from './createContracts';
import { splitByForgottenLines } from './forgottenLines';
import { forgottenWrites } from './forgottenWrites';
import { freeSuccessors } from './freeSuccessors';
import { freeTasks } from './freeTasks';
import { shareUsedUp } from './hourlyShare';
import { judgeLateWrites } from './judgeLateWrites';
import { needAttention } from './needAttention';
import { offeredUntil } from './offerTasks';
import type { SyncOutcome, SyncResult } from './outcomes';
import type { AutotaskPort } from './ports';
import { previewResults } from './previewResults';
import { readFacts, type BatchFacts } from './readFacts';
import { resolveIntents } from './resolveIntents';
import { settleContracts } from './settleContracts';
import type { TaskResult } from './taskResults';
import { verifyWrites, type Verification } from './verifyWrites';
import { writeContracts } from './writeProtocol';

export type { SyncOptions, SyncPorts } from './checkPlans';

/** One call of Sync Contract: how it writes, and what it has used of its limits so far. */
interface Run {
	readonly options: SyncOptions;
	used: RunUse;
	/** Whether Autotask holds nothing that the store has forgotten. */
	isStoreChecked: boolean;
}

/** Contracts whose leases are held at once: enough to share the reads, few enough that their writes end in a few minutes. */
const usualContractsAtOnce = 100;

function result(state: SyncResult['state'], message: string, attention?: Attention): TaskResult {
	return { state, message, lines: [], missing: [], ...(attention ? { attention } : {}) };
}

async function refuse(
	refused: readonly Refused[],
	batch: BatchFacts,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const plans = refused.flatMap(({ plan }) => (plan ? [plan] : []));
	if (plans.length > 0) await ports.store.savePlans(batch.connection.id, plans);
	await needAttention(refused, ports, 'sync');
	return new Map(refused.map(({ task, attention }) => [task.id, result('waiting', attention.message, attention)]));
}

/** Gives the tasks back for the next check; what another run says of a task that it works on stays. */
async function later(
	tasks: readonly SyncTask[],
	connectionId: ConnectionId,
	why: string,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const waiting = tasks.filter((task) => task.state === 'approved');
	if (waiting.length > 0)
		await ports.store.changeTasks(
			connectionId,
			waiting.map((task) => ({ id: task.id, change: { offeredUntil: undefined } })),
			ports.clock.now(),
		);
	return new Map(tasks.map((task) => [task.id, result('waiting', why)]));
}

/** Which charges of the works Autotask holds; those for moved days, which no plan names, by our journal. */
async function chargesThere(
	works: readonly ContractWork[],
	journal: BatchFacts['journal'],
	autotask: AutotaskPort,
): Promise<ReadonlySet<string>> {
	const tasks = new Set(works.flatMap((work) => work.approved.map(({ task }) => task.id)));
	const planned = works.flatMap((work) => work.charges.map(({ charge }) => charge.key));
	const written = journal
		.filter((entry) => entry.kind === 'charge' && entry.taskIds.some((id) => tasks.has(id)))
		.flatMap((entry) => entry.key ?? []);
	const keys = uniq([...planned, ...written]);
	if (keys.length === 0) return new Set();
	return new Set((await autotask.chargesByKey(keys)).map((charge) => charge.key));
}

function taskIdsOf(work: ContractWork): readonly TaskId[] {
	return work.approved.map(({ task }) => task.id);
}

/** Writes the works, looks at what Autotask then holds, and records what is proven. */
async function perform(
	works: readonly ContractWork[],
	batch: BatchFacts,
	context: WriteContext,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const now = ports.clock.now();
	const taskIds = uniq(works.flatMap(taskIdsOf));
	await ports.store.changeTasks(
		batch.connection.id,
		taskIds.map((id) => ({
			id,
			change: { state: 'syncing', attention: undefined, note: undefined, offeredUntil: offeredUntil(now) },
		})),
		now,
	);
	const reports = await judgeLateWrites(await writeContracts(works, batch.journal, context, ports), ports);
	const verification = await verify(reports, ports.autotask);
	const results = new Map<TaskId, TaskResult>();
	for (const some of connected(reports, ({ work }) => taskIdsOf(work))) {
		for (const [id, one] of await settleContracts(some, verification, batch, ports)) results.set(id, one);
	}
	return results;
}

async function verify(
	reports: readonly ContractReport[],
	autotask: AutotaskPort,
): Promise<Verification | { readonly why: string }> {
	try {
		return await verifyWrites(reports, autotask);
	} catch (error) {
		return { why: error instanceof Error ? error.message : String(error) };
	}
}

/** Reads, judges open intents, plans again, writes, verifies and records some tasks whose contracts are held. */
async function syncHeld(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	leases: ContractLeases,
	run: Run,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const { options } = run;
	const read = await readFacts(connectionId, tasks, ports);
	const intents = options.dryRun
		? { journal: read.journal, unsettled: new Set<number>(), disputed: [] }
		: await resolveIntents(read.journal, read.autotask, ports);
	const batch = { ...read, journal: intents.journal };
	if (batch.connection.stoppedAt !== undefined)
		return await later(tasks, connectionId, 'The connection is stopped; start it in Sync Tasks.', ports);
	const disputed = disputedTasks(tasks, intents.disputed);
	const { works, refused, used } = await checkPlans(
		tasks.filter((task) => !disputed.some((one) => one.task.id === task.id)),
		batch,
		{ ...options, used: run.used },
		ports,
	);
	run.used = used;
	if (options.dryRun)
		return new Map([
			...previewResults(works),
			...refused.map(({ task, attention }) => [task.id, result('dryRun', attention.message, attention)] as const),
		]);
	const results = new Map(await refuse([...disputed, ...refused], batch, ports));
	const { known, forgotten } = splitByForgottenLines(works);
	const { free, taken } =
		options.sameDate === 'ask' ? splitByTakenDays(known, batch.journal) : { free: known, taken: [] };
	for (const [id, one] of await refuse([...forgotten, ...taken], batch, ports)) results.set(id, one);
	const isHeld = (work: ContractWork) =>
		!work.contract.planned && leases.has(work.contractId) && !intents.unsettled.has(work.contractId);
	const [ready, others] = partition(connected(free, taskIdsOf), (some) => some.every(isHeld));
	const waiting = uniqBy(
		others.flat().flatMap((work) => work.approved.map(({ task }) => task)),
		'id',
	);
	const why =
		'An earlier write to this contract has no answer yet, or another run writes to it; the task goes on with the next check.';
	for (const [id, one] of await later(waiting, connectionId, why, ports)) results.set(id, one);
	const held = ready.flat();
	const context: WriteContext = {
		connection: batch.connection,
		databaseId: ports.autotask.databaseId,
		leases,
		sameDate: options.sameDate,
		chargeTarget: (kind) => batch.facts.chargeTarget(kind),
		chargesThere: await chargesThere(held, batch.journal, ports.autotask),
		...(options.signal ? { signal: options.signal } : {}),
	};
	if (held.length > 0) for (const [id, one] of await perform(held, batch, context, ports)) results.set(id, one);
	return results;
}

/** The tasks as they are once their contracts are held: another run may have ended some of them meanwhile. */
async function stillToDo(
	tasks: readonly SyncTask[],
	results: Map<TaskId, TaskResult>,
	ports: SyncPorts,
): Promise<readonly SyncTask[]> {
	const stored = keyBy(
		await ports.store.tasksById(tasks.map((task) => task.id)),
		(task) => `${task.connectionId} ${task.id}`,
	);
	return tasks.flatMap((given) => {
		const task = stored[`${given.connectionId} ${given.id}`] ?? given;
		const ended = endedResult(task);
		if (ended) results.set(task.id, ended);
		return ended ? [] : [task];
	});
}

async function syncSome(
	connectionId: ConnectionId,
	given: readonly SyncTask[],
	contractIds: readonly number[],
	run: Run,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const leases = new ContractLeases(ports.autotask.databaseId, `sync/${randomUUID()}`, ports);
	if (run.options.dryRun) return await syncHeld(connectionId, given, leases, run, ports);
	const usedUp = await shareUsedUp(ports.autotask, run.options.hourlyShare);
	if (usedUp !== undefined) return await later(given, connectionId, usedUp, ports);
	if (!run.isStoreChecked) {
		const forgotten = await forgottenWrites(ports);
		if (forgotten !== undefined) return await later(given, connectionId, forgotten, ports);
		run.isStoreChecked = true;
	}
	await leases.take(contractIds);
	try {
		const results = new Map<TaskId, TaskResult>();
		const live = await stillToDo(given, results, ports);
		const tasks = await withContracts(connectionId, live, { leases, run, results }, ports);
		return tasks.length === 0
			? results
			: new Map([...results, ...(await syncHeld(connectionId, tasks, leases, run, ports))]);
	} finally {
		await leases.release();
	}
}

/** Those of the tasks whose contracts are there, once the ones that their plans create are; and their leases. Source: rule C6. */
async function withContracts(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	of: { readonly leases: ContractLeases; readonly run: Run; readonly results: Map<TaskId, TaskResult> },
	ports: SyncPorts,
): Promise<readonly SyncTask[]> {
	const { leases, run, results } = of;
	const options = { ...run.options, used: run.used };
	const { contractIds, failed } = await createContracts(tasks, { connectionId, leases, options }, ports);
	await leases.take(contractIds);
	for (const one of failed) {
		const own = tasks.filter((task) => one.taskIds.includes(task.id));
		const said = one.isRefused ? await fail(own, one.why, ports) : await later(own, connectionId, one.why, ports);
		for (const [id, ended] of said) results.set(id, ended);
	}
	return tasks.filter((task) => !results.has(task.id));
}

async function fail(
	tasks: readonly SyncTask[],
	why: string,
	{ store, clock }: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const [first] = tasks;
	const change = { state: 'failed', note: why, attention: undefined, offeredUntil: undefined } as const;
	if (first)
		await store.changeTasks(
			first.connectionId,
			tasks.map(({ id }) => ({ id, change })),
			clock.now(),
		);
	return new Map(tasks.map((task) => [task.id, result('failed', why)]));
}

/** What is said of a task that is not to be written; undefined for one that is. */
function endedResult(task: SyncTask): TaskResult | undefined {
	const why = refusesState(task);
	return why === undefined ? undefined : result(task.state === 'synced' ? 'synced' : 'waiting', why);
}

function refusesState(task: SyncTask): string | undefined {
	if (task.state === 'synced') return `Task ${task.id} is synced already.`;
	if (task.state === 'ignored') return `Task ${task.id} is ignored; bring it back first.`;
	if (task.state === 'failed') return `Task ${task.id} has failed; retry it first. ${task.note ?? ''}`.trimEnd();
	if (!task.approval) return `Task ${task.id} is not approved; let Build Contract Services plan it, then approve it.`;
	return undefined;
}

/** Groups of tasks by the contracts that their plans write to: whole contracts together, a limited number at once. */
async function groupsOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: SyncPorts,
	{ contractsAtOnce = usualContractsAtOnce }: SyncOptions,
): Promise<readonly { readonly tasks: readonly SyncTask[]; readonly contractIds: readonly number[] }[]> {
	const plans = keyBy(
		await ports.store.plans(
			connectionId,
			tasks.map((task) => task.id),
		),
		'taskId',
	);
	const contractsOfTask = (task: SyncTask): readonly number[] => {
		const plan = plans[task.id];
		return plan ? contractsOf(plan) : [];
	};
	return chunk(connected(tasks, contractsOfTask), contractsAtOnce).map((some) => ({
		tasks: some.flat(),
		contractIds: uniq(some.flat().flatMap(contractsOfTask)),
	}));
}

/** With the setting that moves a second change to a free day, tasks that asked about it go on. Source: rules Q7 and T8. */
async function freeSameDate(connectionId: ConnectionId, done: readonly SyncTask[], ports: SyncPorts): Promise<void> {
	const concerns = (task: SyncTask) => !done.some((other) => other.id === task.id);
	await freeTasks({ connectionId, reason: 'two changes on one date', concerns }, ports);
}

/**
 * Writes the approved plans of the tasks to Autotask, each exactly once.
 *
 * Every plan is made again from what Autotask holds under the contract's lease; only one whose fingerprint is the
 * approved one is written, the others go back to `approval`. Nothing is written in a dry run. Outcomes come in the order
 * of the tasks. Source: rules T8, T9 and T10, and the write protocol.
 */
export async function syncContracts(
	tasks: readonly SyncTask[],
	ports: SyncPorts,
	options: SyncOptions,
): Promise<readonly SyncOutcome[]> {
	const results = new Map<TaskId, TaskResult>();
	const run: Run = { options, used: nothingUsed, isStoreChecked: false };
	const ready: SyncTask[] = [];
	for (const task of tasks) {
		const ended = endedResult(task);
		if (ended) results.set(task.id, ended);
		else ready.push(task);
	}
	for (const own of Object.values(groupBy(ready, 'connectionId'))) {
		const [first] = own;
		if (!first) continue;
		for (const group of await groupsOf(first.connectionId, own, ports, options)) {
			const done = await syncSome(first.connectionId, group.tasks, group.contractIds, run, ports);
			for (const [id, one] of done) results.set(id, one);
		}
		if (options.dryRun) continue;
		await freeSuccessors(first.connectionId, own, ports);
		if (options.sameDate === 'nextDay') await freeSameDate(first.connectionId, tasks, ports);
	}
	const requests = ports.autotask.requestCount();
	const linesWritten = new Set(
		[...results.values()].flatMap((one) =>
			one.lines.flatMap((line, at) => (line.written ? [JSON.stringify([line, one.contractIds?.[at]])] : [])),
		),
	).size;
	return tasks.map((task): SyncOutcome => {
		const { contractIds: _contracts, ...own } = results.get(task.id) ?? result('waiting', 'Not looked at.');
		return {
			taskId: task.id,
			kind: own.state === 'synced' || own.state === 'dryRun' ? 'synced' : 'failed',
			result: { ...own, requests, linesWritten },
		};
	});
}
