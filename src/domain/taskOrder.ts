import { compact, uniq } from 'lodash';
import { billedLength } from './billedPeriod';
import { daysIn } from './billingPeriod';
import { daysBetween } from './calendarDate';
import type { Order, Subscription } from './order';
import { type OrderAmounts, readOrderAmounts } from './orderAmounts';
import { takeUsage } from './planUsage';
import type { PlanningFacts } from './planningFacts';
import type { SeenSubscription, SyncTask } from './task';
import { NotPlannable, type TaskContext } from './taskContext';
import { isUnordered } from './taskOf';

/** How a message names the task. */
export function subjectOf(task: SyncTask, subscription?: Subscription): string {
	if (task.orderNumber !== undefined) return `Order ${task.orderNumber}`;
	const name = subscription?.name ?? task.snapshot?.name ?? '';
	return `Subscription ${task.subscriptionIds[0] ?? ''}${name ? ` (${name})` : ''}`;
}

const built: readonly string[] = ['initial', 'sales', 'change', 'renewal', 'cancellation', 'billing'];

export function orderOf(task: SyncTask, subject: string): Order | undefined {
	if (!built.includes(task.kind)) {
		const named = task.kind === 'unknown' ? `of type "${task.orderType ?? 'unknown'}"` : `a ${task.kind} order`;
		throw new NotPlannable(
			'order not understood',
			`${subject} is ${named}, which is not carried over yet. Enter it in Autotask by hand and ignore the task.`,
		);
	}
	const { order } = task;
	if (task.kind === 'initial' || isUnordered(task)) return undefined;
	if (!order)
		throw new NotPlannable(
			'order not understood',
			task.attention?.message ?? `${subject} could not be read. Retry the task.`,
		);
	const moved = order.products.find((product) => product.movesTo !== undefined);
	if (moved)
		throw new NotPlannable(
			'order not understood',
			`${subject} moves ${moved.name} to another product, plan or subscription, which is not carried over yet. Enter it in Autotask by hand and ignore the task.`,
		);
	return order;
}

export function subscriptionOf(
	task: SyncTask,
	order: Order | undefined,
	facts: PlanningFacts,
	subject: string,
): SeenSubscription {
	const ids = uniq(
		compact([
			order?.subscriptionId,
			...(order?.products.map((product) => product.subscriptionId) ?? []),
			...(order ? [] : task.subscriptionIds),
		]),
	);
	const [id] = ids;
	if (id === undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject} names no subscription. Look at it in the marketplace, then retry.`,
		);
	if (ids.length > 1)
		throw new NotPlannable(
			'order not understood',
			`${subject} touches several subscriptions (${ids.join(', ')}), which is not carried over yet.`,
		);
	const seen = facts.subscription(id);
	if (!seen)
		throw new NotPlannable(
			'order not understood',
			`${subject}: subscription ${id} was not found on the marketplace. Retry the task.`,
		);
	return seen;
}

export function readAmounts(ordered: Order | undefined, context: Omit<TaskContext, 'amounts'>): OrderAmounts {
	if (!ordered) return { recurring: new Map(), oneTime: [], credits: [], hasRefund: false };
	const { subject, subscription, ownPeriod, changedOn } = context;
	const { order, usage } = takeUsage(ordered, context);
	const charged = daysBetween(changedOn, ownPeriod.nextStart);
	const length = billedLength(subscription);
	const reading = readOrderAmounts(order, {
		...(length ? { billingPeriod: length } : {}),
		days: { charged, inPeriod: daysIn(ownPeriod) },
	});
	if (reading.kind === 'notUnderstood')
		throw new NotPlannable('order not understood', `${subject}: ${reading.why}. Look at the order in the marketplace.`);
	return { ...reading.amounts, oneTime: [...reading.amounts.oneTime, ...usage] };
}
