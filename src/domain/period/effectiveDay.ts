import { type CalendarDate, localDay } from '../calendarDate';
import type { SeenSubscription } from '../order/seenSubscription';
import type { PlanSettings } from '../settings';
import type { SyncTask } from '../task/task';
import { isChargeType } from '../order/orderLineTypes';
import { daysBefore, waitingDays } from '../task/checkWindow';
import { type Remembered, renewalDay, termEndNear } from './termEnd';
import { usageDay } from './usageDay';

type Meaning = Pick<PlanSettings, 'timeZone' | 'expirationIs'>;

/** Whether a charge for the days that are left of a period says that the order began when it was carried out. */
function chargesNow({ order }: SyncTask): boolean {
	return order?.details.some(({ type }) => isChargeType(type) && type !== 'renew') === true;
}

/**
 * The end of a term that a Change has waited for: one that was seen as scheduled, or was under way for more than two days
 * and completes within three days of it. A rise that completes before the end, and was not seen as scheduled, keeps its own
 * day. Source: rule Q5.
 */
export function waitedFor(
	task: SyncTask,
	subscription: Remembered,
	{ timeZone, expirationIs }: Meaning,
): CalendarDate | undefined {
	const { kind, order, createdAt, effectiveAt, answers } = task;
	if (kind !== 'change' || !order || answers.effectiveOn !== undefined) return undefined;
	if (!order.wasScheduled && createdAt >= daysBefore(effectiveAt, waitingDays)) return undefined;
	const completed = localDay(effectiveAt, timeZone);
	const end = termEndNear(completed, subscription, expirationIs);
	const keepsOwn = end !== undefined && completed < end && !order.wasScheduled && chargesNow(task);
	return keepsOwn ? undefined : end;
}

/** X of the rules, or the day that a person set, before an initial task is brought to the start of its period. Source: rules P2, T3, Q5 and Q6. */
export function effectiveDay(task: SyncTask, subscription: SeenSubscription, settings: Meaning): CalendarDate {
	if (task.kind === 'initial') return task.firstSeenOn;
	const day = task.answers.effectiveOn ?? localDay(task.effectiveAt, settings.timeZone);
	if (task.kind === 'renewal') return renewalDay(day, subscription, settings.expirationIs);
	return waitedFor(task, subscription, settings) ?? day;
}

/** The day that the task's contract has to cover: X, or the day of the usage that it charges. Source: rules C2 and A12. */
export function contractDay(task: SyncTask, subscription: SeenSubscription, settings: Meaning): CalendarDate {
	return usageDay(task, subscription, settings) ?? effectiveDay(task, subscription, settings);
}
