import type { TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { SyncTask } from '../../domain/task/task';
import { unusableTargets } from '../planning/unusableTargets';
import type { TaskResult } from '../proving/taskResults';
import { needAttention } from '../tasks/needAttention';
import { endedResult, result } from './endedTasks';
import type { SyncPorts } from './syncOptions';

/** The tasks as they are once their contracts are held: another run may have ended some of them meanwhile. */
export async function stillToDo(
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

/** Those whose charges may be booked as they were planned: before anything is written, a contract included. Source: rule M2. */
export async function withUsableTargets(
	tasks: readonly SyncTask[],
	results: Map<TaskId, TaskResult>,
	ports: SyncPorts,
): Promise<readonly SyncTask[]> {
	const [first] = tasks;
	if (!first) return [];
	const ids = tasks.map((task) => task.id);
	const plans = await ports.store.plans(first.connectionId, ids);
	const whyNot = await unusableTargets(plans, ports.autotask);
	const byTask = keyBy(plans, 'taskId');
	const refused = tasks.flatMap((task) => {
		const plan = byTask[task.id];
		const attention = plan && whyNot(task, plan);
		return attention ? [{ task, attention }] : [];
	});
	await needAttention(refused, ports, 'sync');
	for (const { task, attention } of refused) results.set(task.id, result('waiting', attention.message, attention));
	return tasks.filter((task) => !results.has(task.id));
}
