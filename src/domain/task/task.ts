import type { Answers } from '../answers/answers';
import type { Attention } from '../attention';
import type { CalendarDate } from '../calendarDate';
import type { ConnectionId, CustomerId, Instant, OrderId, SubscriptionId, TaskId } from '../ids';
import type { Order, Subscription } from '../order/order';
import type { TaskKind } from '../order/taskKind';

/** Source: rule T9. */
export type TaskState = 'open' | 'attention' | 'approved' | 'syncing' | 'synced' | 'failed' | 'ignored';

export const taskStates: readonly TaskState[] = [
	'open',
	'attention',
	'approved',
	'syncing',
	'synced',
	'failed',
	'ignored',
];

/** Who approves what waits for nobody. */
export const automatic = 'automatic';

/** Fingerprint of the plan that was approved, and who approved it. */
export interface GivenApproval {
	readonly fingerprint: string;
	readonly by: string;
	readonly at: Instant;
}

export interface SyncTask {
	readonly id: TaskId;
	readonly connectionId: ConnectionId;
	readonly kind: TaskKind;
	readonly orderId?: OrderId;
	readonly orderNumber?: string;
	/** The API's own word for the order's type; what a message names where the kind is not handled. */
	readonly orderType?: string;
	readonly customerId: CustomerId;
	/** Every subscription that the order touches; empty where the order could not be read. */
	readonly subscriptionIds: readonly SubscriptionId[];
	readonly state: TaskState;
	readonly attention?: Attention;
	/** The earlier task of the same subscription that holds this one back (rule T9). */
	readonly waitsFor?: TaskId;
	/** What went wrong, for `failed`; why it was ignored, for `ignored`. */
	readonly note?: string;
	/** Creation of the order, or the day a subscription was first seen. */
	readonly createdAt: Instant;
	/** What tasks of one subscription are ordered by: provisioning, else creation. */
	readonly effectiveAt: Instant;
	/** The day the task was found, in the marketplace's time zone. */
	readonly firstSeenOn: CalendarDate;
	/** Made by the first check of the connection: waits at `approval` whatever the setting (rule T2). */
	readonly isFirst: boolean;
	/** The order is older than the connection: its one-time lines are shown unticked (rule T2). */
	readonly isOlderThanConnection: boolean;
	/** Set by the trigger's setting when the task was found; the customer's own switch counts too. */
	readonly processAutomatically: boolean;
	readonly answers: Answers;
	/** What lets its plan be written. */
	readonly approval?: GivenApproval;
	/** What another person has said of the plan, where two approve it: before `approval`, or beside it. Source: rule W9. */
	readonly firstApproval?: GivenApproval;
	/** Handed out to an execution until then; offered again afterwards unless finished. */
	readonly offeredUntil?: Instant;
	/** How often it was handed out since it last came to an end; absent for none. Source: rule F1. */
	readonly offers?: number;
	/** When a cause in Autotask was last looked at. */
	readonly causeCheckedAt?: Instant;
	readonly order?: Order;
	/** The subscription as it was when an `initial` task was made: later orders have changed it since. */
	readonly snapshot?: Subscription;
	readonly updatedAt: Instant;
}

/** Whether a person has approved the task. */
export function isApprovedByPerson({ approval }: Pick<SyncTask, 'approval'>): boolean {
	return approval !== undefined && approval.by !== automatic;
}
