import { type CalendarDate, localDay } from '../calendarDate';
import type { SeenSubscription } from '../order/seenSubscription';
import type { PlanSettings } from '../settings';
import type { SyncTask } from '../task/task';
import { renewalDay } from './termEnd';
import { usageDay } from './usageDay';

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
