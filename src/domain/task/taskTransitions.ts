import type { TaskState } from './task';

/**
 * The states that a task may go to from each; staying is always possible and not named.
 *
 * The store refuses every other change, so that a run which stood still for long cannot undo what another one has
 * recorded meanwhile; it may say that it has written a second time what is synced. Drawn in docs/states.md. Source: rule T9.
 */
export const taskTransitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
	open: ['attention', 'approved', 'failed', 'ignored'],
	attention: ['open', 'approved', 'ignored'],
	approved: ['open', 'attention', 'syncing', 'failed', 'ignored'],
	syncing: ['open', 'attention', 'approved', 'synced', 'failed'],
	synced: ['failed'],
	failed: ['open', 'ignored'],
	ignored: ['open', 'attention'],
};

/** The states in which a task may be when it is put into this one, this one included. */
export function taskStatesBefore(state: TaskState): readonly TaskState[] {
	const all = Object.keys(taskTransitions) as TaskState[];
	return all.filter((from) => from === state || taskTransitions[from].includes(state));
}
