import type { AttentionReason } from '../../domain/attention';
import type { PeriodType } from '../../domain/billingPeriod';
import type { ConnectionId, CustomerId, Instant, ProductId, TaskId } from '../../domain/ids';
import type { RecurringSum, RevenueSteps } from '../../domain/overview/revenue';
import type { SyncTask, TaskState } from '../../domain/task/task';

/** Which tasks are counted. */
export interface CountedTasks {
	readonly states: readonly TaskState[];
	/** Only those that wait for one of these; or for any other than these. */
	readonly reasons?: readonly AttentionReason[];
	readonly notReasons?: readonly AttentionReason[];
	readonly customerId?: CustomerId;
	/** Only those that have changed since then. */
	readonly since?: Instant;
}

/** What plans change, in hundredths: of one currency and length of period, or, without one, once. */
export interface PlanSum {
	readonly currency: string;
	readonly periodType?: PeriodType;
	readonly before: number;
	readonly after: number;
}

/** Tasks, and what their plans come to together. */
export interface CountedPlans {
	readonly tasks: number;
	/** Tasks of which nobody can tell it: without a plan, or one that Autotask does not tell the amounts of. */
	readonly untold: number;
	readonly sums: readonly PlanSum[];
}

/** Lines that hold other units than their subscriptions have: of those with too many, and of those with too few. */
export interface DifferingLines extends RecurringSum {
	readonly isTooMuch: boolean;
	readonly lines: number;
	/** Units, and with them the amount, signs left out. */
	readonly units: number;
}

/** What one mapping or answer would let go on. */
export interface BlockedGroup {
	readonly reason: AttentionReason;
	readonly tasks: number;
	readonly customer?: { readonly id: CustomerId; readonly name?: string };
	readonly product?: { readonly id: ProductId; readonly name?: string };
}

/** What is held up by tasks that need something else than an approval. */
export interface BlockedTasks {
	readonly tasks: number;
	/** What their subscriptions cost that have no line in Autotask through us yet. */
	readonly unbilled: readonly RecurringSum[];
	/** Tasks of subscriptions that have a line already. */
	readonly ofBilled: number;
	/** Most tasks first. */
	readonly groups: readonly BlockedGroup[];
}

/** A change of the bills that was written. */
export interface LargeChange {
	readonly taskId: TaskId;
	readonly orderNumber?: string;
	readonly kind: SyncTask['kind'];
	readonly customerId: CustomerId;
	readonly customerName?: string;
	readonly writtenAt: Instant;
	readonly sums: readonly PlanSum[];
}

export interface SetUpCount {
	readonly done: number;
	readonly total: number;
}

/** How far a connection is set up. */
export interface SetUp {
	/** Customers that have a subscription. */
	readonly customers: SetUpCount;
	/** Products in periods that Autotask has. */
	readonly products: SetUpCount;
	/** Kinds of charges. */
	readonly charges: SetUpCount;
	/** Tasks of the first check. */
	readonly firstTasks: SetUpCount;
}

/** What a connection comes to, counted and summed by the database; no plan is read. */
export interface OverviewStore {
	countPlans(connectionId: ConnectionId, which: CountedTasks): Promise<CountedPlans>;
	/** Of tasks that wait for approval and only bring their line to its subscription. */
	differingLines(connectionId: ConnectionId): Promise<readonly DifferingLines[]>;
	blockedTasks(connectionId: ConnectionId): Promise<BlockedTasks>;
	/** Of the lines that written and waiting plans are about; of those alone that a plan of the customer is about, where one is named. */
	revenueSteps(connectionId: ConnectionId, customerId?: CustomerId): Promise<RevenueSteps>;
	/** Largest first; what recurs counts for a year. */
	largestChanges(
		connectionId: ConnectionId,
		which: { readonly since: Instant; readonly limit: number },
	): Promise<readonly LargeChange[]>;
	setUp(connectionId: ConnectionId): Promise<SetUp>;
}
