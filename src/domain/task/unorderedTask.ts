import { type CalendarDate, instant } from '../calendarDate';
import type { TaskId } from '../ids';
import type { Subscription } from '../order/order';
import { isSelected } from '../order/orderKind';
import type { UnorderedKind } from '../order/unorderedChange';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';

/** What a look at the subscriptions has found without an order. */
export interface FoundChange {
	readonly kind: UnorderedKind;
	/** The day it takes effect (X of the rules), in the marketplace's time zone. */
	readonly on: CalendarDate;
	readonly timeZone: string;
}

/**
 * The task of a change that nobody ordered: a cancellation, or a quantity and price sync, without an order and with the
 * subscription as it was then. It waits at `approval` whatever the settings.
 *
 * Its id names the subscription and the minute it was found. Source: rule T5.
 */
export function unorderedTask(subscription: Subscription, found: FoundChange, frame: TaskFrame): SyncTask {
	const minute = frame.now.slice(0, 16).replace(/[-:]/g, '');
	const task: SyncTask = {
		id: `sweep-${subscription.id}-${minute}` as TaskId,
		connectionId: frame.connectionId,
		kind: found.kind,
		customerId: subscription.customerId,
		subscriptionIds: [subscription.id],
		state: 'open',
		createdAt: frame.now,
		effectiveAt: instant(`${found.on}T00:00:00`, found.timeZone),
		firstSeenOn: frame.today,
		isFirst: false,
		isOlderThanConnection: false,
		processAutomatically: frame.processAutomatically,
		answers: {},
		snapshot: subscription,
		updatedAt: frame.now,
	};
	if (isSelected(found.kind, frame.orderKinds)) return task;
	return { ...task, state: 'ignored', note: `The setting "order kinds" leaves ${found.kind} orders out.` };
}

/** Whether the task stands for a change that nobody ordered. Source: rule T5. */
export function isUnordered(task: SyncTask): boolean {
	return task.kind !== 'initial' && task.orderId === undefined && task.snapshot !== undefined;
}
