import type { LedgerLine } from '../line/ledger';
import { difference, timelineOfChanges, type UnitTimeline } from '../unitTimeline';
import type { SyncTask } from '../task/task';
import type { StayPlan } from './productPlan';

/** The units before the task, also where a part of it is written and recorded already. */
function unitsBefore(units: UnitTimeline, { ownWrites }: LedgerLine, { id }: SyncTask): UnitTimeline {
	const own = ownWrites.filter((write) => write.isRecorded && write.taskIds?.includes(id));
	return own.length === 0 ? units : difference(units, timelineOfChanges(own));
}

/**
 * What a task makes of its lines: units before and after it, units of others, price and cost.
 *
 * With what Autotask holds besides our writes it says which rows a plan has; it is the same before, while and after they
 * are written. Answers count as far as they change it: one that says what the plan assumes changes nothing.
 */
export function meantByTask(task: SyncTask, stays: readonly StayPlan[]): readonly unknown[] {
	return stays.map(({ line, change }) => [
		change.subscriptionId,
		change.productId,
		unitsBefore(change.unitsBefore, line, task),
		change.unitsAfter,
		change.otherUnits,
		change.owed?.price ?? [],
		change.owed?.cost ?? [],
	]);
}
