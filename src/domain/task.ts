import type { CalendarDate } from './calendarDate';
import type { ConnectionId, ContractId, CustomerId, Instant, OrderId, SubscriptionId, TaskId } from './ids';
import type { Order, Subscription } from './order';
import type { RowAnswers } from './rowAnswer';

/** Source: rule T6. `initial` has no order; `payment` and `unknown` come from order numbers and types. */
export type TaskKind =
	'initial' | 'sales' | 'change' | 'renewal' | 'billing' | 'cancellation' | 'migration' | 'unknown';

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

/** Why a task cannot go on, in the words of rule T8. */
export const attentionReasons = [
	'customer not mapped',
	'product not mapped',
	'charge not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
	'period posted',
	'changed in Autotask',
	'fractional quantity',
	'price conflict',
	'two changes on one date',
	'order not understood',
	'approval',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/**
 * Reasons whose cause may lie in Autotask: looked at again after `recheckHours` or on retry. Of customers that are not
 * mapped only those whose company has become inactive. Source: rules T8 and M5.
 */
export const reasonsInAutotask: readonly AttentionReason[] = [
	'customer not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
	'period posted',
	'changed in Autotask',
	'two changes on one date',
];

/** Reasons whose cause may lie in the order or the subscription: both are read once more on retry. Source: rule T8. */
export const reasonsAtMarketplace: readonly AttentionReason[] = [
	'fractional quantity',
	'price conflict',
	'order not understood',
];

/** Why a task waits, and what a person does about it. */
export interface Attention {
	readonly reason: AttentionReason;
	/** One sentence that names the object and the next step. */
	readonly message: string;
	/** How it begins, up to a next step that can be taken in a workflow only; absent where all of it holds on a page too. */
	readonly what?: string;
}

/** A text in two parts: `step`, where there is one, can be taken in a workflow only, and brings its own mark or blank. */
export interface Why {
	readonly what: string;
	readonly step?: string;
}

/** The parts of a cause's message. */
export function partsOf({ message, what = message }: Pick<Attention, 'message' | 'what'>): Why {
	return { what, ...(what === message ? {} : { step: message.slice(what.length) }) };
}

/** A cause with a next step that can be taken in a workflow only; `step` brings its own mark or blank. */
export function attentionOf(reason: AttentionReason, what: string, step: string): Attention {
	return { reason, message: `${what}${step}`, what };
}

/** What the other units of a line are, said of the units in force that were seen then. Source: rule Q13. */
export interface OtherUnits {
	readonly units: number;
	readonly seenInForce: number;
}

/** What a person has said about one task when approving or retrying it. */
export interface Answers {
	/** How many units of a line that existed before us already are this subscription's (rule Q2). */
	readonly ownUnits?: number;
	/** The same where several products ask: by product id, or `subscription/product` where two subscriptions have it. */
	readonly ownUnitsOf?: Readonly<Record<string, number>>;
	readonly otherUnits?: OtherUnits;
	/** Which contract to take where several fit (rule C3). */
	readonly contractId?: ContractId;
	/** Whether one-time lines that were shown unticked are written too (rule T2). */
	readonly oneTimeLines?: boolean;
	/** What was set for single rows of the plan. */
	readonly rows?: RowAnswers;
	/** The day the change takes effect, where it is not the order's. */
	readonly effectiveOn?: CalendarDate;
	/** Where prices come from, where it is not as the settings say (rule A3). */
	readonly priceSource?: 'autotask' | 'marketplace';
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
	/** Fingerprint of the plan that was approved, and who approved it. */
	readonly approval?: { readonly fingerprint: string; readonly by: string; readonly at: Instant };
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

/** A subscription as last seen, with what the API forgets. */
export interface SeenSubscription extends Subscription {
	readonly seenAt: Instant;
	/** Ends of its terms that were seen before, oldest first (rule P3). */
	readonly earlierExpirations: readonly CalendarDate[];
}
