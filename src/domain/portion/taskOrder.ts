import { type BillingPeriod, daysIn } from '../billingPeriod';
import { type CalendarDate, daysBetween } from '../calendarDate';
import { isNegative } from '../money';
import { NotPlannable } from '../notPlannable';
import { billedLength } from '../order/billedPeriod';
import type { ChargedDays } from '../order/amountExplained';
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
			`${subject} is ${named}, which is not supported yet. Enter it in Autotask by hand and ignore the task.`,
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

type Days = Pick<BeforeAmounts, 'task' | 'subscription' | 'ownPeriod' | 'period'>;

/** The parts of a period that lines of an order may be charged for; days are counted from the day it takes effect, wherever it is written. */
export function chargedDays(
	{ task, subscription, ownPeriod, period }: Days,
	orderedOn: CalendarDate,
	refunded: BillingPeriod = ownPeriod,
): ChargedDays {
	const length = billedLength(subscription);
	const partOf = (of: BillingPeriod) => ({ charged: daysBetween(orderedOn, of.nextStart), inPeriod: daysIn(of) });
	return {
		...(length ? { billingPeriod: length } : {}),
		days: partOf(ownPeriod),
		daysOfRefunds: partOf(refunded),
		daysOfContract: partOf(period),
		untilBoundary: { from: orderedOn, nextStart: period.nextStart },
		...(beginsSeats.includes(task.kind) ? { mayBeFree: true as const } : {}),
	};
}

/** What the order's lines come to. */
export function readAmounts(ordered: Order | undefined, context: BeforeAmounts, days: ChargedDays): OrderAmounts {
	if (!ordered) return { recurring: new Map(), oneTime: [], credits: [], hasRefund: false };
	const { subject, task } = context;
	const { order, usage } = takeUsage(ordered, context);
	if (context.isCorrection) return read(readCorrection(order), subject, usage.map(confirmed));
	return read(readOrderAmounts(order, days), subject, task.kind === 'billing' ? usage : usage.map(ifGivenBack));
}

function confirmed(line: OneTimeLine): OneTimeLine {
	return { ...line, needsApproval: true };
}

/** Usage that a Change gives back corrects a bill. Source: rule T6. */
function ifGivenBack(line: OneTimeLine): OneTimeLine {
	return isNegative(line.amount) ? confirmed(line) : line;
}

function read(reading: AmountsReading, subject: string, usage: readonly OneTimeLine[]): OrderAmounts {
	if (reading.kind === 'notUnderstood')
		throw new NotPlannable('order not understood', `${subject}: ${reading.why}. Look at the order in the marketplace.`);
	return { ...reading.amounts, oneTime: [...reading.amounts.oneTime, ...usage] };
}
