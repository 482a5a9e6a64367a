import { partition, uniqBy } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { SyncTask } from '../../domain/task/task';
import type { ContractLeases } from '../journal/contractLeases';
import { type ResolvedIntents, resolveIntents } from '../journal/resolveIntents';
import type { BatchFacts } from '../planning/batchFacts';
import { readFacts } from '../planning/readFacts';
import type { TaskResult } from '../proving/taskResults';
import { connected } from '../tasks/connected';
import { checkPlans } from './checkPlans';
import { keepRefused, later, result } from './endedTasks';
import { splitByForgottenLines } from './forgottenLines';
import { previewResults } from './previewResults';
import { disputedTasks, splitByTakenDays } from './refusedTasks';
import type { RunUse } from './runLimits';
import type { SyncOptions, SyncPorts } from './syncOptions';
import { taskIdsOf, writeHeld } from './writeHeld';

/** One call of Sync Contract: how it writes, and what it has used of its limits so far. */
export interface Run {
	readonly options: SyncOptions;
	used: RunUse;
	/** Whether Autotask holds nothing that the store has forgotten. */
	isStoreChecked: boolean;
}

/** The facts of the tasks, once it is known what became of writes that had no answer; a dry run judges none of these. */
async function readSettled(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	{ dryRun }: SyncOptions,
	ports: SyncPorts,
): Promise<Pick<ResolvedIntents, 'unsettled' | 'disputed'> & { readonly batch: BatchFacts }> {
	const read = await readFacts(connectionId, tasks, ports);
	if (dryRun) return { batch: read, unsettled: new Set(), disputed: [] };
	const { journal, ...intents } = await resolveIntents(read.journal, read.autotask, ports);
	return { ...intents, batch: { ...read, journal } };
}

/** Works that may be written now, and the tasks of the others: of those that share tasks all are held, or none is written. */
function splitByHold(
	works: readonly ContractWork[],
	isHeld: (work: ContractWork) => boolean,
): { readonly held: readonly ContractWork[]; readonly waiting: readonly SyncTask[] } {
	const [ready, others] = partition(connected(works, taskIdsOf), (some) => some.every(isHeld));
	const waiting = others.flat().flatMap((work) => work.approved.map(({ task }) => task));
	return { held: ready.flat(), waiting: uniqBy(waiting, 'id') };
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
	const { batch, unsettled, disputed: entries } = await readSettled(connectionId, tasks, options, ports);
	if (batch.connection.stoppedAt !== undefined)
		return await later(tasks, connectionId, 'The connection is stopped; start it in Sync Tasks.', ports);
	const disputed = disputedTasks(tasks, entries);
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
	const results = new Map(await keepRefused([...disputed, ...refused], batch, ports));
	const { known, forgotten } = splitByForgottenLines(works);
	const { free, taken } =
		options.sameDate === 'ask' ? splitByTakenDays(known, batch.journal) : { free: known, taken: [] };
	for (const [id, one] of await keepRefused([...forgotten, ...taken], batch, ports)) results.set(id, one);
	const { held, waiting } = splitByHold(
		free,
		({ contract, contractId }) => !contract.planned && leases.has(contractId) && !unsettled.has(contractId),
	);
	const why =
		'An earlier write to this contract has no answer yet, or another run writes to it; the task goes on with the next check.';
	for (const [id, one] of await later(waiting, connectionId, why, ports)) results.set(id, one);
	for (const [id, one] of await writeHeld(held, batch, { leases, options }, ports)) results.set(id, one);
	return results;
}
