import { uniq } from 'lodash';
import { type CalendarDate, localDay, plusDays } from '../calendarDate';
import type { CustomerId, Instant, OrderId, SubscriptionId, TaskId } from '../ids';
import type { Order, OrderRow } from '../order/order';
import { isSelected, orderKind } from '../order/orderKind';
import { overlapDays } from './checkWindow';
import type { SyncTask } from './task';
import type { TaskFrame } from './taskFrame';

function taskIdOfOrder(id: OrderId): TaskId {
	return `order-${id}` as TaskId;
}

/** Every subscription that an order names, each once, its own first. */
export function touchedSubscriptions(order: Order): readonly SubscriptionId[] {
	const named = [
		order.subscriptionId,
		...order.products.flatMap((product) => [product.subscriptionId, product.movesTo?.subscriptionId]),
		order.targetSubscriptionId,
	];
	return uniq(named.filter((id) => id !== undefined));
}

function base(row: OrderRow, frame: TaskFrame): SyncTask {
	const kind = orderKind(row);
	return {
		id: taskIdOfOrder(row.id),
		connectionId: frame.connectionId,
		kind: kind === 'payment' ? 'unknown' : kind,
		orderId: row.id,
		orderNumber: row.orderNumber,
		orderType: row.type,
		customerId: row.customerId,
		subscriptionIds: [],
		state: 'open',
		createdAt: row.createdAt,
		effectiveAt: row.provisionedAt ?? row.createdAt,
		firstSeenOn: frame.today,
		isFirst: frame.isFirst,
		isOlderThanConnection: row.createdAt < frame.connectedAt,
		processAutomatically: frame.processAutomatically,
		answers: {},
		updatedAt: frame.now,
	};
}

/** The one task of an order that never reaches Autotask, with the reason. Source: rules T1, T7. */
export function ignoredTask(row: OrderRow, note: string, frame: TaskFrame): SyncTask {
	return { ...base(row, frame), state: 'ignored', note };
}

/** Of an order whose customer could not be read. */
export const unknownCustomer = '' as CustomerId;

/** The first day of a change that an order which could not be read may have brought about. Source: rules T4 and T5. */
export function firstOfUnread(createdAt: Instant, timeZone: string): CalendarDate {
	return plusDays(localDay(createdAt, timeZone), -overlapDays);
}

/**
 * The task of an order whose detail could not be read; it has no `order`, so that a retry reads it again. It is open, so
 * that it is handed on once and a person hears of it.
 */
export function unreadableTask(row: OrderRow, why: string, frame: TaskFrame): SyncTask {
	const held =
		row.customerId === unknownCustomer
			? `changes from ${firstOfUnread(row.createdAt, frame.timeZone)} on, of any customer`
			: `changes of customer ${row.customerId}`;
	const message = `Order ${row.orderNumber} could not be read: ${why}. Retry the task when the marketplace answers correctly. Until it is read or ignored, ${held}, get no task where no order explains them.`;
	return { ...base(row, frame), attention: { reason: 'order not understood', message } };
}

/**
 * The task of an order that is completed.
 *
 * Of a kind that is not selected it is ignored with a note, a payment is ignored; every other one is open, an unknown
 * type included: the planner puts it to a person. Source: rules T1, T6, T7.
 */
export function taskOfOrder(order: Order, frame: TaskFrame): SyncTask {
	const task: SyncTask = { ...base(order, frame), subscriptionIds: touchedSubscriptions(order), order };
	if (orderKind(order) === 'payment') return { ...task, state: 'ignored', note: 'A payment changes no contract.' };
	if (!isSelected(task.kind, frame.orderKinds))
		return { ...task, state: 'ignored', note: `The setting "order kinds" leaves ${task.kind} orders out.` };
	return task;
}

/** Why an order that ended without success is ignored; undefined for the other states. Source: rule T7. */
export function endedWithout(row: OrderRow): string | undefined {
	if (row.status === 'cancelled') return `Order ${row.orderNumber} was cancelled at the marketplace.`;
	if (row.status === 'error')
		return `Order ${row.orderNumber} failed at the marketplace; the task reopens when the distributor runs it again.`;
	return undefined;
}
