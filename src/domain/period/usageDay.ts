import type { CalendarDate } from '../calendarDate';
import { modelOf, splitUsage } from '../order/usageLines';
import type { PlanSettings } from '../settings';
import type { SyncTask } from '../task/task';
import { lastDayOf, type Remembered, usagePeriodOf } from './usagePeriod';

/** The day that a Billing order's contract has to cover where it charges usage: the last one of its charges. Source: rules A12 and C2. */
export function usageDay(
	task: SyncTask,
	subscription: Remembered,
	settings: Pick<PlanSettings, 'timeZone' | 'expirationIs'>,
): CalendarDate | undefined {
	const { order } = task;
	if (task.kind !== 'billing' || !order) return undefined;
	const split = splitUsage(order, task.kind, modelOf(subscription, order));
	if (split.kind === 'notUnderstood' || split.usage.length === 0) return undefined;
	const days = split.usage.flatMap((detail) => {
		const period = usagePeriodOf(detail, order, subscription, settings);
		return period ? [lastDayOf(period)] : [];
	});
	return days.toSorted().at(-1);
}
