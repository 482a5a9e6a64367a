import { partition, uniq, uniqBy } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import { type ContractLeases } from '../journal/contractLeases';
import { resolveIntents } from '../journal/resolveIntents';
import type { BatchFacts } from '../planning/batchFacts';
import { readFacts } from '../planning/readFacts';
import { judgeLateWrites } from '../proving/judgeLateWrites';
import { settleContracts } from '../proving/settleContracts';
import type { TaskResult } from '../proving/taskResults';
import { type Verification, verifyWrites } from '../proving/verifyWrites';
import type { ContractReport } from '../proving/writeReport';
import { connected } from '../tasks/connected';
import { offeredUntil } from '../tasks/offerTasks';
import { checkPlans } from './checkPlans';
import type { WriteContext } from './contractTurn';
import { later, refuse, result } from './endedTasks';
import { splitByForgottenLines } from './forgottenLines';
import { previewResults } from './previewResults';
import { disputedTasks, splitByTakenDays } from './refusedTasks';
import type { RunUse } from './runLimits';
import type { SyncOptions, SyncPorts } from './syncOptions';
import { writeContracts } from './writeProtocol';

/** One call of Sync Contract: how it writes, and what it has used of its limits so far. */
export interface Run {
	readonly options: SyncOptions;
	used: RunUse;
	/** Whether Autotask holds nothing that the store has forgotten. */
	isStoreChecked: boolean;
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
export async function syncHeld(
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
