import { localDay, type CalendarDate } from './calendarDate';
import type { PlanSettings } from './plan';
import { usageDay } from './planUsage';
import type { SeenSubscription, SyncTask } from './task';
import { renewalDay } from './termEnd';

type Meaning = Pick<PlanSettings, 'timeZone' | 'expirationIs'>;

/** X of the rules, or the day that a person set, before an initial task is brought to the start of its period. Source: rules P2, T3 and Q6. */
export function effectiveDay(task: SyncTask, subscription: SeenSubscription, settings: Meaning): CalendarDate {
	if (task.kind === 'initial') return task.firstSeenOn;
	const day = task.answers.effectiveOn ?? localDay(task.effectiveAt, settings.timeZone);
	return task.kind === 'renewal' ? renewalDay(day, subscription, settings.expirationIs) : day;
}

/** The day that the task's contract has to cover: X, or the day of the usage that it charges. Source: rules C2 and A12. */
export function contractDay(task: SyncTask, subscription: SeenSubscription, settings: Meaning): CalendarDate {
	return usageDay(task, subscription, settings) ?? effectiveDay(task, subscription, settings);
}
