import { uniq } from 'lodash';
import { type CalendarDate, instant } from '../calendarDate';
import type { ConnectionId, ContractId, Instant, OrderId, SubscriptionId, TaskId } from '../ids';
import type { Order, OrderRow, Subscription, SubscriptionRow } from '../order/order';
import { isSelected, orderKind, type SelectableKind } from '../order/orderKind';
import type { UnorderedKind } from '../order/unorderedChange';
import type { SyncTask } from './task';

/** What a check gives to every task that it finds. */
export interface TaskFrame {
	readonly connectionId: ConnectionId;
	readonly connectedAt: Instant;
	readonly now: Instant;
	/** `now` in the marketplace's time zone. */
	readonly today: CalendarDate;
	readonly isFirst: boolean;
	readonly processAutomatically: boolean;
	readonly orderKinds: readonly SelectableKind[];
}

export function taskIdOfOrder(id: OrderId): TaskId {
	return `order-${id}` as TaskId;
}

export function taskIdOfSubscription(id: SubscriptionId): TaskId {
	return `initial-${id}` as TaskId;
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

/**
 * The task of an order whose detail could not be read; it has no `order`, so that a retry reads it again. It is open, so
 * that it is handed on once and a person hears of it.
 */
export function unreadableTask(row: OrderRow, why: string, frame: TaskFrame): SyncTask {
	const message = `Order ${row.orderNumber} could not be read: ${why}. Retry the task when the marketplace answers correctly.`;
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

/** The task that brings the contract to what a subscription without an order of its own holds. Source: rules T2, T3. */
export function initialTask(subscription: SubscriptionRow, frame: TaskFrame): SyncTask {
	return {
		id: taskIdOfSubscription(subscription.id),
		connectionId: frame.connectionId,
		kind: 'initial',
		customerId: subscription.customerId,
		subscriptionIds: [subscription.id],
		state: 'open',
		createdAt: frame.now,
		effectiveAt: frame.now,
		firstSeenOn: frame.today,
		isFirst: true,
		isOlderThanConnection: true,
		processAutomatically: frame.processAutomatically,
		answers: {},
		updatedAt: frame.now,
	};
}

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

const successionPrefix = 'successor-';

/**
 * The task that carries a subscription on from a contract that ends: planned like an initial one, on the day that the
 * successor takes over.
 *
 * Its id names the subscription and the contract that ends, so that it is made once. Source: rule C5.
 */
export function successionTask(
	subscription: Subscription,
	from: { readonly contractId: ContractId; readonly on: CalendarDate; readonly timeZone: string },
	frame: TaskFrame,
): SyncTask {
	return {
		...initialTask(subscription, frame),
		id: `${successionPrefix}${subscription.id}-${from.contractId}` as TaskId,
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

/** Whether the task stands for a change that nobody ordered. Source: rule T5. */
export function isUnordered(task: SyncTask): boolean {
	return task.kind !== 'initial' && task.orderId === undefined && task.snapshot !== undefined;
}
