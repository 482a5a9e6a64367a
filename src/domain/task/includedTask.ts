import type { TaskId } from '../ids';
import type { Subscription } from '../order/order';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';
import { unorderedTask } from './unorderedTask';

const includedPrefix = 'included-';

/**
 * The task of a subscription that is billed again after it was excluded: brings its line to what it holds, as of the day on
 * which it is included and of no earlier one. It waits at `approval` whatever the settings. Source: rule T7.
 */
export function includedTask(subscription: Subscription, frame: Omit<TaskFrame, 'orderKinds'>): SyncTask {
	const found = { kind: 'change', on: frame.today, timeZone: frame.timeZone } as const;
	const task = unorderedTask(subscription, found, { ...frame, orderKinds: ['change'] });
	return { ...task, id: task.id.replace(/^sweep-/, includedPrefix) as TaskId };
}

/** Whether the task bills a subscription again that was excluded. Source: rule T7. */
export function isIncludedAgain(task: Pick<SyncTask, 'id'>): boolean {
	return task.id.startsWith(includedPrefix);
}
