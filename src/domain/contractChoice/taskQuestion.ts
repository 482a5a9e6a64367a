import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { Subscription } from '../order/order';
import type { SyncTask } from '../task/task';
import type { PlanningFacts } from './planningFacts';

/** What the choice of a contract is made from; of a plan's settings it needs none but those that the connection has. */
export type ContractFacts = Omit<PlanningFacts, 'settings' | 'catalogueCost'>;

/** A task's subscription, and the day that its contract has to cover. */
export interface TaskQuestion {
	readonly task: SyncTask;
	readonly subscription: Subscription;
	/** Absent for billing periods that Autotask does not have. */
	readonly periodType?: PeriodType | undefined;
	readonly day: CalendarDate;
	readonly subject: string;
	/** Whether the subscription leaves the contract that it belongs to. */
	readonly isLeaving?: boolean;
	/** Whether what a person chose may be meant for another subscription of the task. */
	readonly isOneOfSeveral?: boolean;
}
