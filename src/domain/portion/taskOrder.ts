import { type BillingPeriod, daysIn } from '../billingPeriod';
import { type CalendarDate, daysBetween } from '../calendarDate';
import { NotPlannable } from '../notPlannable';
import { billedLength } from '../order/billedPeriod';
import type { Order, Subscription } from '../order/order';
import { readCorrection } from '../order/correction';
import { type AmountsReading, type OneTimeLine, type OrderAmounts, readOrderAmounts } from '../order/orderAmounts';
import type { SyncTask } from '../task/task';
import { isUnordered } from '../task/unorderedTask';
import { type BeforeAmounts, takeUsage } from './planUsage';

/** How a message names the task. */
export function subjectOf(task: SyncTask, subscription?: Subscription): string {
	if (task.orderNumber !== undefined) return `Order ${task.orderNumber}`;
	const name = subscription?.name ?? task.snapshot?.name ?? '';
	return `Subscription ${task.subscriptionIds[0] ?? ''}${name ? ` (${name})` : ''}`;
}

const built: readonly string[] = ['initial', 'sales', 'change', 'renewal', 'cancellation', 'billing', 'migration'];

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
	return order;
}

/** Kinds of orders that seats begin with. */
const beginsSeats: readonly string[] = ['sales', 'change', 'migration'];

/** What the order's lines come to; days are counted from the day it takes effect, wherever it is written. `refunded`: the period of what is given back. */
export function readAmounts(
	ordered: Order | undefined,
	orderedOn: CalendarDate,
	context: BeforeAmounts,
	refunded: BillingPeriod = context.ownPeriod,
): OrderAmounts {
	if (!ordered) return { recurring: new Map(), oneTime: [], credits: [], hasRefund: false };
	const { subject, subscription, ownPeriod, period } = context;
	const { order, usage } = takeUsage(ordered, context);
	if (context.isCorrection) return read(readCorrection(order), subject, usage);
	const charged = daysBetween(orderedOn, ownPeriod.nextStart);
	const length = billedLength(subscription);
	const back = { charged: daysBetween(orderedOn, refunded.nextStart), inPeriod: daysIn(refunded) };
	const reading = readOrderAmounts(order, {
		...(length ? { billingPeriod: length } : {}),
		days: { charged, inPeriod: daysIn(ownPeriod) },
		daysOfRefunds: back,
		daysOfContract: { charged: daysBetween(orderedOn, period.nextStart), inPeriod: daysIn(period) },
		untilBoundary: { from: orderedOn, nextStart: period.nextStart },
		...(beginsSeats.includes(context.task.kind) ? { mayBeFree: true as const } : {}),
	});
	return read(reading, subject, usage);
}

function read(reading: AmountsReading, subject: string, usage: readonly OneTimeLine[]): OrderAmounts {
	if (reading.kind === 'notUnderstood')
		throw new NotPlannable('order not understood', `${subject}: ${reading.why}. Look at the order in the marketplace.`);
	return { ...reading.amounts, oneTime: [...reading.amounts.oneTime, ...usage] };
}
