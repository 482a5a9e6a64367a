import { billedPeriodType } from '../domain/billedPeriod';
import { plusMillis } from '../domain/calendarDate';
import { contractOfTask } from '../domain/contractOfTask';
import { contractDay } from '../domain/effectiveDay';
import type { ConnectionId } from '../domain/ids';
import { reasonsInAutotask, type SyncTask } from '../domain/task';
import { hasUnmovedLines } from './hasUnmovedLines';
import type { ActionLogEntry, AutotaskPort, Ports, TaskChange } from './ports';
import { readFacts, type BatchFacts } from './readFacts';

export interface RecheckOptions {
	readonly recheckHours: number;
	readonly autotask?: () => Promise<AutotaskPort>;
}

/** Whether the choice of a contract would now end otherwise than with the task's reason. */
function choiceHasMoved(task: SyncTask, { facts, ledger, connection }: BatchFacts): boolean {
	const subscription = task.subscriptionIds[0] === undefined ? undefined : facts.subscription(task.subscriptionIds[0]);
	if (!subscription) return false;
	const periodType = billedPeriodType(subscription);
	const day = contractDay(task, subscription, connection);
	const choice = contractOfTask({ task, subscription, periodType, day, subject: task.id }, facts, ledger);
	if (choice.kind === 'fits') return true;
	return choice.reason !== 'customer not mapped' && choice.reason !== task.attention?.reason;
}

function isFreed(task: SyncTask, batch: BatchFacts): boolean {
	const reason = task.attention?.reason;
	if (reason === 'changed in Autotask') return hasUnmovedLines(task, batch);
	return reason !== 'period posted' && choiceHasMoved(task, batch);
}

async function stamp(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	free: ReadonlySet<SyncTask>,
	ports: Ports,
): Promise<void> {
	const now = ports.clock.now();
	const change = (task: SyncTask): TaskChange =>
		free.has(task)
			? { state: 'open', attention: undefined, offeredUntil: undefined, causeCheckedAt: now }
			: { causeCheckedAt: now };
	await ports.store.changeTasks(
		connectionId,
		tasks.map((task) => ({ id: task.id, change: change(task) })),
		now,
	);
	if (free.size === 0) return;
	await ports.store.log(
		[...free].map((task): ActionLogEntry => ({
			at: now,
			connectionId,
			taskId: task.id,
			action: 'check',
			message: `Autotask has changed: "${task.attention?.reason ?? ''}" no longer holds, the task is looked at again.`,
		})),
	);
}

/**
 * Looks once per `recheckHours` whether causes in Autotask are gone, and opens the tasks for which they are.
 *
 * One batched read for all tasks that are due; none where no task is. `period posted` is left to a retry: only Autotask's
 * own refusal tells it. Returns how many were freed. Source: rule T8.
 */
export async function recheckCauses(
	connectionId: ConnectionId,
	ports: Ports,
	options: RecheckOptions,
): Promise<number> {
	const connection = await ports.store.connection(connectionId);
	if (!options.autotask || !connection) return 0;
	const before = plusMillis(ports.clock.now(), -options.recheckHours * 60 * 60 * 1000);
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: reasonsInAutotask });
	const due = waiting.filter((task) => (task.causeCheckedAt ?? task.updatedAt) <= before);
	if (due.length === 0) return 0;
	const batch = await readFacts(connectionId, due, { ...ports, autotask: await options.autotask() });
	const free = new Set(due.filter((task) => isFreed(task, batch)));
	await stamp(connectionId, due, free, ports);
	return free.size;
}
