import type { SyncTask } from '../task/task';

/** Whether the stored plan of a task is the one that would be written: else it is of before, and not shown as if it were. */
export function isPlanned({ state, attention }: Pick<SyncTask, 'state' | 'attention'>): boolean {
	return state !== 'open' && (state !== 'attention' || attention?.reason === 'approval');
}
