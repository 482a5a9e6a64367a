import { partition } from 'lodash';
import { type ApprovalEntry, parseApproval } from '../../domain/answers/approval';
import { type Attention, partsOf, type Why } from '../../domain/attention';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import type { TaskChange } from '../../ports/store/tasks';
import { movedOn } from '../tasks/movedOn';
import { tasksOfConnection } from '../tasks/tasksOfConnection';

/** An entry that nothing was done for, and why. */
export interface RefusedEntry {
	/** As the person wrote it. */
	readonly text: string;
	readonly taskId?: TaskId;
	readonly reason: string;
	/** How the reason begins, up to a next step that can be taken in a workflow only; absent where all of it holds on a page too. */
	readonly what?: string;
	/** The very plan that it names is written already: there is nothing that anybody has to do. */
	readonly alreadySynced?: true;
	/** It was approved, by the first of two people: nothing is written before another person approves it too. */
	readonly isFirstOfTwo?: true;
}

export function refusedEntry(of: Pick<RefusedEntry, 'text' | 'taskId'>, { what, step }: Why): RefusedEntry {
	return { ...of, ...(step === undefined ? { reason: what } : { reason: `${what}${step}`, what }) };
}

/** The same of a task that needs attention. */
export function whyOf(before: string, attention: Attention): Why {
	const parts = partsOf(attention);
	return { ...parts, what: `${before}${parts.what}` };
}

export interface NamedTask {
	readonly entry: ApprovalEntry;
	readonly task: SyncTask;
}

/** What a person's text names, and what of it nothing can be done for. */
export interface FoundTasks {
	readonly named: readonly NamedTask[];
	readonly refused: readonly RefusedEntry[];
}

/** The tasks that a person's text names, each once; what cannot be read or is not there is refused. */
export async function namedTasks(connectionId: ConnectionId, text: string, store: StorePort): Promise<FoundTasks> {
	const parsed = parseApproval(text);
	const ids = parsed.flatMap((one) => (one.kind === 'entry' ? [one.entry.taskId] : []));
	const tasks = keyBy(await tasksOfConnection(connectionId, ids, { store }), 'id');
	const named = new Map<TaskId, NamedTask>();
	const refused: RefusedEntry[] = [];
	for (const one of parsed) {
		if (one.kind === 'unreadable') {
			refused.push({ text: one.text, reason: `"${one.text}" cannot be read: ${one.why}.` });
			continue;
		}
		const { taskId } = one.entry;
		const task = tasks[taskId];
		if (!task)
			refused.push({
				text: one.entry.text,
				taskId,
				reason: `There is no task ${taskId}; list the tasks for their ids.`,
			});
		else if (named.has(taskId))
			refused.push({ text: one.entry.text, taskId, reason: `Task ${taskId} is named twice; the first entry counts.` });
		else named.set(taskId, { entry: one.entry, task });
	}
	return { named: [...named.values()], refused };
}

/**
 * Changes the tasks as a person has said of what was read; one that somebody else, or a run, has gone on with since is left
 * alone and refused.
 */
export async function changeAsSeen(
	connectionId: ConnectionId,
	named: readonly NamedTask[],
	changeOf: (one: NamedTask) => TaskChange,
	{ store, clock }: Ports,
): Promise<{ readonly changed: readonly NamedTask[]; readonly refused: readonly RefusedEntry[] }> {
	if (named.length === 0) return { changed: [], refused: [] };
	const changes = named.map((one) => ({ id: one.task.id, change: changeOf(one), seen: one.task }));
	const ids = await store.changeTasks(connectionId, changes, clock.now());
	const [changed, others] = partition(named, ({ task }) => ids.includes(task.id));
	const refused = others.map(({ entry, task }) => ({ text: entry.text, taskId: task.id, reason: movedOn(task) }));
	return { changed, refused };
}

/** The tasks that nothing speaks against; the others join what is refused. Each is asked for once. */
export function allowedTasks(
	{ named, refused }: FoundTasks,
	whyNot: (one: NamedTask) => string | undefined,
): { readonly allowed: readonly NamedTask[]; readonly refused: readonly RefusedEntry[] } {
	const judged = named.map((one) => ({ one, why: whyNot(one) }));
	const denied = judged.flatMap(({ one: { entry, task }, why }): RefusedEntry[] =>
		why === undefined ? [] : [{ text: entry.text, taskId: task.id, reason: why }],
	);
	return {
		allowed: judged.flatMap(({ one, why }) => (why === undefined ? [one] : [])),
		refused: [...refused, ...denied],
	};
}
