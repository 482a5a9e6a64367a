import { sortBy } from 'lodash';
import type { OrderPlace } from '../amountTimeline';
import type { SubscriptionId, TaskId } from '../ids';
import type { SyncTask } from './task';

/** Whether the task keeps later ones of its subscriptions back: approval does not, plans are made as a chain. */
function holdsBack(task: SyncTask): boolean {
	if (task.kind === 'billing') return false;
	return task.state === 'failed' || (task.state === 'attention' && task.attention?.reason !== 'approval');
}

function canWait(task: SyncTask): boolean {
	return task.kind !== 'billing' && (task.state === 'open' || task.state === 'approved' || task.state === 'attention');
}

/** Oldest first: by provisioning, then creation, then id. Source: rule T9. */
export function oldestFirst<T extends Pick<SyncTask, 'effectiveAt' | 'createdAt' | 'id'>>(
	tasks: readonly T[],
): readonly T[] {
	return sortBy(tasks, ['effectiveAt', 'createdAt', 'id']);
}

/** The task's place among the orders of its subscriptions: `oldestFirst` as a text. */
export function placeOf({
	effectiveAt,
	createdAt,
	id,
}: Pick<SyncTask, 'effectiveAt' | 'createdAt' | 'id'>): OrderPlace {
	return `${effectiveAt} ${createdAt} ${id}` as OrderPlace;
}

/**
 * For each task the earlier one of the same subscription that holds it back; tasks that wait for none are left out.
 *
 * A task holds back while it needs attention for another reason than `approval`, or has failed. Billing orders neither
 * hold back nor wait. Give all unfinished tasks of the subscriptions. Source: rule T9.
 */
export function waitingFor(tasks: readonly SyncTask[]): ReadonlyMap<TaskId, TaskId> {
	const holding = new Map<SubscriptionId, TaskId>();
	const waits = new Map<TaskId, TaskId>();
	for (const task of oldestFirst(tasks)) {
		const holder = task.subscriptionIds.map((id) => holding.get(id)).find((id) => id !== undefined);
		if (holder !== undefined && canWait(task)) waits.set(task.id, holder);
		if (!holdsBack(task)) continue;
		for (const id of task.subscriptionIds) if (!holding.has(id)) holding.set(id, task.id);
	}
	return waits;
}
