import { type CalendarDate, instant } from '../calendarDate';
import type { ContractId, TaskId } from '../ids';
import type { Subscription } from '../order/order';
import { initialTask } from './initialTask';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';

const successionPrefix = 'successor-';

/**
 * The task that carries a subscription on from a contract that ends: planned like an initial one, on the day that the
 * successor takes over.
 *
 * Its id names the subscription and the contract that ends, so that it is made once; on a contract that goes on instead, the
 * day from which it does, too. Source: rule C5.
 */
export function successionTask(
	subscription: Subscription,
	from: {
		readonly contractId: ContractId;
		readonly on: CalendarDate;
		readonly timeZone: string;
		readonly isExtended?: boolean;
	},
	frame: TaskFrame,
): SyncTask {
	return {
		...initialTask(subscription, frame),
		id: `${successionPrefix}${subscription.id}-${from.contractId}${from.isExtended ? `-${from.on}` : ''}` as TaskId,
		effectiveAt: instant(`${from.on}T00:00:00`, from.timeZone),
		firstSeenOn: from.on,
		isFirst: false,
		isOlderThanConnection: false,
		snapshot: subscription,
	};
}

/** Whether the task carries a subscription on from a contract that ends. Source: rule C5. */
export function isSuccession(task: SyncTask): boolean {
	return task.id.startsWith(successionPrefix);
}
