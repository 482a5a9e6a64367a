import type { SyncTask } from '../../domain/task/task';

/** What is said to a person whose word is not taken, since it is of a task that is no longer as it was read. */
export function movedOn({ id }: Pick<SyncTask, 'id'>): string {
	return `Task ${id} has changed just now: somebody else, or a run, has gone on with it. Look at it again.`;
}
