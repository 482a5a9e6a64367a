import type { ConnectionId, SubscriptionId } from '../../domain/ids';
import { orderKind } from '../../domain/order/orderKind';
import { whyExcluded } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { planAgain } from '../planning/planAgain';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { seenOf } from './endExcluded';
import { allowedTasks, changeAsSeen, type NamedTask, namedTasks, type RefusedEntry } from './namedTasks';

export interface RestoreRequest {
	readonly connectionId: ConnectionId;
	/** Entries as `parseApproval` reads them; only the task's id counts. */
	readonly text: string;
	readonly by: string;
	/** Why; for the log, may be empty. */
	readonly reason: string;
}

export interface RestoreOutcome {
	/** Open again; the next check hands them on. */
	readonly restored: readonly SyncTask[];
	readonly refused: readonly RefusedEntry[];
}

const open: TaskChange = {
	state: 'open',
	note: undefined,
	attention: undefined,
	waitsFor: undefined,
	approval: undefined,
	firstApproval: undefined,
	offeredUntil: undefined,
	causeCheckedAt: undefined,
};

function isPayment({ orderType, orderNumber }: SyncTask): boolean {
	return orderType !== undefined && orderKind({ type: orderType, orderNumber: orderNumber ?? '' }) === 'payment';
}

function isBefore(task: SyncTask, other: SyncTask): boolean {
	return task.id !== other.id && oldestFirst([task, other])[0] === task;
}

/** A later task of the same subscription that is written or being written: an older one can no longer go before it. */
function writtenAfter(task: SyncTask, written: readonly SyncTask[]): SyncTask | undefined {
	if (task.kind === 'billing') return undefined;
	const touches = (id: SubscriptionId) => task.subscriptionIds.includes(id);
	return written.find(
		(other) => other.kind !== 'billing' && other.subscriptionIds.some(touches) && isBefore(task, other),
	);
}

function whyNotRestored(
	{ task }: NamedTask,
	written: readonly SyncTask[],
	excluded: string | undefined,
): string | undefined {
	if (task.state !== 'ignored') return `Task ${task.id} is ${task.state}, not ignored; there is nothing to restore.`;
	if (isPayment(task)) return `Task ${task.id} is a payment, which changes no contract.`;
	if (excluded !== undefined) return `Task ${task.id} is ${excluded}. Include it in billing again first.`;
	const later = writtenAfter(task, written);
	return (
		later &&
		`Task ${task.id} cannot be written any more: the later task ${later.id} of its subscription is ${later.state}. Enter what is missing in Autotask by hand.`
	);
}

async function writtenTasks(named: readonly NamedTask[], { connectionId }: RestoreRequest, ports: Ports) {
	const subscriptionIds = [...new Set(named.flatMap(({ task }) => task.subscriptionIds))];
	if (subscriptionIds.length === 0) return [];
	return await ports.store.tasks(connectionId, { states: ['synced', 'syncing', 'failed'], subscriptionIds });
}

/**
 * Brings ignored tasks back: they are open, and the next check hands them on.
 *
 * An order that could not be read, had failed or was cancelled is read again then, and its task ends as before where the
 * order has not moved. One whose subscription has a later task that is written is refused, since tasks run oldest first;
 * later ones that wait are planned again on it. Every entry gets an answer. Source: rule T9.
 */
export async function restoreTasks(request: RestoreRequest, ports: Ports): Promise<RestoreOutcome> {
	const { connectionId, text, by } = request;
	const reason = request.reason.trim();
	const found = await namedTasks(connectionId, text, ports.store);
	const written = await writtenTasks(found.named, request, ports);
	const named = found.named.map(({ task }) => task);
	const seen = await seenOf(connectionId, named, ports);
	const exclusions = await ports.store.exclusions(connectionId);
	const { allowed, refused } = allowedTasks(found, (one) =>
		whyNotRestored(one, written, whyExcluded(one.task, exclusions, seen)),
	);
	if (allowed.length === 0) return { restored: [], refused };
	const now = ports.clock.now();
	const { changed, refused: late } = await changeAsSeen(connectionId, allowed, () => open, ports);
	if (changed.length === 0) return { restored: [], refused: [...refused, ...late] };
	const message = `Restored${reason === '' ? '.' : `: ${reason}`}`;
	await ports.store.log(
		changed.map(({ task }) => ({ at: now, connectionId, taskId: task.id, action: 'restore', by, message })),
	);
	const tasks = changed.map(({ task }) => task);
	await planAgain(connectionId, tasks, ports);
	const ids = tasks.map((task) => task.id);
	return { restored: await tasksOfConnection(connectionId, ids, ports), refused: [...refused, ...late] };
}
