import { keyBy } from '../../domain/keyed';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { type ContractPlan, contractsOf } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import { connected } from '../tasks/connected';
import { giveBack, isOfTheRun } from '../tasks/giveBack';
import type { SyncOutcome } from '../tasks/outcomes';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { syncContracts } from './syncContracts';
import type { SyncOptions, SyncPorts } from './syncOptions';

/** So many tasks are written before somebody hears how far it is; contracts are never parted. */
export const tasksPerSlice = 5;

/** What became of one slice. `stopped`: none of it could be written now, and the others would fare alike. */
export type WriteSlice =
	| { readonly kind: 'written'; readonly outcomes: readonly SyncOutcome[] }
	| { readonly kind: 'stopped'; readonly message: string };

/** Whether an approved task is still to be written by who has approved it, and not yet by the next check. */
export function isToBeWritten({ state, approval, offeredUntil }: SyncTask, now: string): boolean {
	return state === 'approved' && approval !== undefined && offeredUntil !== undefined && offeredUntil > now;
}

function keysOf(task: SyncTask, plan: ContractPlan | undefined): readonly (string | number)[] {
	return plan ? [task.id, ...plan.predecessors, ...contractsOf(plan)] : [task.id];
}

/** The oldest of the tasks, whole contracts together, until there are enough of them. */
function sliceOf(waiting: readonly SyncTask[], plans: Readonly<Record<string, ContractPlan>>): readonly SyncTask[] {
	const slice: SyncTask[] = [];
	for (const group of connected(oldestFirst(waiting), (task) => keysOf(task, plans[task.id]))) {
		if (slice.length > 0 && slice.length + group.length > tasksPerSlice) break;
		slice.push(...group);
	}
	return slice;
}

/** What the whole slice waits for: another run, the hour's limit, a connection that is stopped; undefined where something came of it. */
function whyNone(outcomes: readonly SyncOutcome[]): string | undefined {
	const isLater = ({ result }: SyncOutcome) => result.state === 'waiting' && result.attention === undefined;
	return outcomes.every(isLater) ? outcomes[0]?.result.message : undefined;
}

/**
 * Writes the next few of the tasks that were approved together; what is written, refused or waits already is left alone.
 *
 * Tasks that could not be written now are given to the next check. Limits of a run count over all its slices.
 */
export async function writeSlice(
	{ connectionId, ids }: { readonly connectionId: ConnectionId; readonly ids: readonly TaskId[] },
	ports: SyncPorts,
	options: SyncOptions,
): Promise<WriteSlice> {
	const tasks = await tasksOfConnection(connectionId, ids, ports);
	const plans = keyBy(await ports.store.plans(connectionId, ids), 'taskId');
	const now = ports.clock.now();
	const slice = sliceOf(
		tasks.filter((task) => isToBeWritten(task, now)),
		plans,
	);
	const writtenBefore = tasks
		.filter(({ state }) => state === 'synced' || state === 'failed' || state === 'syncing')
		.flatMap(({ id }) => plans[id] ?? []);
	try {
		const outcomes = await syncContracts(slice, ports, { ...options, writtenBefore });
		const left = await tasksOfConnection(
			connectionId,
			slice.map(({ id }) => id),
			ports,
		);
		const unchanged = left.filter((task) => isToBeWritten(task, now));
		const changes = unchanged.map(({ id }) => ({ id, change: { offeredUntil: undefined } }));
		if (changes.length > 0) await ports.store.changeTasks(connectionId, changes, ports.clock.now());
		const message = whyNone(outcomes);
		return message === undefined ? { kind: 'written', outcomes } : { kind: 'stopped', message };
	} catch (error) {
		await giveBack(slice, error, ports);
		if (error instanceof Error && isOfTheRun(error)) return { kind: 'stopped', message: error.message };
		throw error;
	}
}
