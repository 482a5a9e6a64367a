import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { Exclusion } from '../../domain/order/exclusion';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { concernsExcluded, whyExcluded } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { isWorkedOn, planAgain } from '../planning/planAgain';
import { openAgain } from '../tasks/freeTasks';

const mayEnd = ['open', 'attention', 'approved', 'failed'] as const;

/** What a task becomes of which nothing is written any more, for that reason. */
export function ignoredFor(note: string): TaskChange {
	return {
		state: 'ignored',
		note,
		attention: undefined,
		waitsFor: undefined,
		approval: undefined,
		firstApproval: undefined,
		offeredUntil: undefined,
	};
}

/** The subscriptions of some tasks, as last seen. */
export async function seenOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	{ store }: Pick<Ports, 'store'>,
): Promise<(id: string) => SeenSubscription | undefined> {
	const ids = [...new Set(tasks.flatMap((task) => task.subscriptionIds))];
	const seen = keyBy(ids.length === 0 ? [] : await store.subscriptionsById(connectionId, ids), 'id');
	return (id) => seen[id];
}

/** The tasks that may still end, as they are now; one that a run has in its hands to write is left to it. */
export async function tasksThatMayEnd(connectionId: ConnectionId, ports: Ports): Promise<readonly SyncTask[]> {
	const now = ports.clock.now();
	const tasks = await ports.store.tasks(connectionId, { states: mayEnd });
	return tasks.filter((task) => task.state !== 'approved' || !isWorkedOn(task, now));
}

/** Lets tasks be planned anew that an exclusion, made or taken back, touches in part. */
export async function planPartly(
	connectionId: ConnectionId,
	exclusions: readonly Exclusion[],
	ports: Ports,
): Promise<void> {
	const tasks = (await tasksThatMayEnd(connectionId, ports)).filter(({ state }) => state !== 'failed');
	const seen = await seenOf(connectionId, tasks, ports);
	const touched = tasks.filter((task) => task.state !== 'open' && concernsExcluded(task, exclusions, seen));
	if (touched.length > 0) await openAgain(touched, ports);
}

/**
 * Ends the tasks that are about nothing but what is excluded, as ignored and with the reason; gives those that ended.
 *
 * One that somebody has gone on with meanwhile is left to the next check. The tasks are read before the exclusions: one that
 * is made as an exclusion is taken back is not ended by it. Source: rule T7.
 */
export async function endExcluded(connectionId: ConnectionId, ports: Ports, by?: string): Promise<readonly SyncTask[]> {
	if ((await ports.store.exclusions(connectionId)).length === 0) return [];
	const tasks = await tasksThatMayEnd(connectionId, ports);
	const seen = await seenOf(connectionId, tasks, ports);
	const exclusions = await ports.store.exclusions(connectionId);
	const ended = tasks.flatMap((task) => {
		const note = whyExcluded(task, exclusions, seen);
		return note === undefined ? [] : [{ task, note }];
	});
	if (ended.length === 0) return [];
	const now = ports.clock.now();
	const changes = ended.map(({ task, note }) => ({ id: task.id, change: ignoredFor(note), seen: task }));
	const changed = await ports.store.changeTasks(connectionId, changes, now);
	const own = ended.filter(({ task }) => changed.includes(task.id));
	await ports.store.log(
		own.map(({ task, note }) => ({
			at: now,
			connectionId,
			taskId: task.id,
			action: 'exclude',
			...(by === undefined ? {} : { by }),
			message: `Ignored, ${note}`,
		})),
	);
	const ignored = own.map(({ task }) => task);
	await planAgain(connectionId, ignored, ports);
	return ignored;
}
