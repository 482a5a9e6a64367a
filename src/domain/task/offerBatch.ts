import type { Instant, TaskId } from '../ids';

/** A task that may be handed out, as the choice of a batch sees it. */
export interface Offerable {
	readonly id: TaskId;
	/** How often it was handed out since it last came to an end. */
	readonly offers: number;
	/** Since when it has waited for this. */
	readonly waitsSince: Instant;
}

/** Handed out so often in vain, a task may be what ends its executions. */
const suspectAfter = 2;
const shrinksBy = 8;

/**
 * The tasks of which the next batch is taken, in their order, and how many.
 *
 * Whatever ends an execution ends it for all tasks in it. So tasks that were handed out twice in vain go apart from the
 * others, and each time in an eighth of the batch before, at last one by one: the harmless ones among them get through. Of
 * the two sets the one that has waited longer goes. Source: rule F1.
 */
export function offerBatch<Of extends Offerable>(
	free: readonly Of[],
	batchSize: number,
): { readonly tasks: readonly Of[]; readonly limit: number } {
	const suspects = free.filter((task) => task.offers >= suspectAfter);
	if (suspects.length === 0) return { tasks: free, limit: batchSize };
	const others = free.filter((task) => task.offers < suspectAfter);
	if (others.length > 0 && longestWait(others) < longestWait(suspects)) return { tasks: others, limit: batchSize };
	const most = suspects.reduce((highest, task) => Math.max(highest, task.offers), suspectAfter);
	const worst = suspects.filter((task) => task.offers === most);
	return { tasks: worst, limit: Math.max(1, Math.floor(batchSize / shrinksBy ** (most - suspectAfter + 1))) };
}

function longestWait(tasks: readonly Offerable[]): Instant {
	return tasks.map((task) => task.waitsSince).reduce((oldest, at) => (at < oldest ? at : oldest));
}
