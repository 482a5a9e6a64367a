import type { AttentionReason } from '../../domain/attention';
import type { ConnectionId, CustomerId, Instant, SubscriptionId, TaskId } from '../../domain/ids';
import type { TaskKind } from '../../domain/order/taskKind';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask, TaskState } from '../../domain/task/task';

export interface TaskFilter {
	readonly states?: readonly TaskState[];
	readonly reasons?: readonly AttentionReason[];
	readonly customerId?: CustomerId;
	readonly subscriptionIds?: readonly SubscriptionId[];
	readonly orderNumber?: string;
	readonly limit?: number;
	readonly offset?: number;
}

/** A change to a task; only named fields change, `undefined` clears. */
export type TaskChange = {
	readonly [Key in keyof Omit<SyncTask, 'id' | 'connectionId' | 'updatedAt'>]?: SyncTask[Key] | undefined;
};

/** A change to one task. */
export interface ChangeOfTask {
	readonly id: TaskId;
	readonly change: TaskChange;
	/** The task as it was read: where it has gone on or been answered otherwise since, it is left alone. */
	readonly seen?: Pick<SyncTask, 'state' | 'answers'>;
}

/** A change to a task that is approved, with the plan that is; without one of a task that a first of two people approves. */
export interface Approval extends ChangeOfTask {
	readonly seen: Pick<SyncTask, 'state' | 'answers' | 'firstApproval'>;
	readonly plan?: ContractPlan;
}

/** Which tasks a page of the list shows. */
export interface TaskSearch {
	/** Part of order number, task, subscription, or of the customer's name or id, in any case. */
	readonly search?: string;
	readonly states?: readonly TaskState[];
	readonly reasons?: readonly AttentionReason[];
	readonly kinds?: readonly TaskKind[];
	readonly customerId?: CustomerId;
	/** Only those that the first check of the connection made, or only the others. */
	readonly isFirst?: boolean;
	/** Only these. */
	readonly ids?: readonly TaskId[];
	readonly offset: number;
	readonly limit: number;
}

/** A task as a list shows it, without its order. */
export type TaskSummary = Pick<
	SyncTask,
	| 'id'
	| 'kind'
	| 'orderNumber'
	| 'orderType'
	| 'customerId'
	| 'subscriptionIds'
	| 'state'
	| 'attention'
	| 'waitsFor'
	| 'note'
	| 'firstApproval'
	| 'createdAt'
> & {
	/** As seen last, else as mapped. */
	readonly customerName?: string;
};

export interface TaskPage {
	readonly rows: readonly TaskSummary[];
	/** Of all pages. */
	readonly total: number;
	/** By state and reason, whatever of the two is searched for; none is left out but those of number 0. */
	readonly counts: readonly { readonly state: TaskState; readonly reason?: AttentionReason; readonly count: number }[];
}

/** Which tasks are handed out, and from when until when nobody else gets them. */
export interface Offering {
	/** How many at most; the contract that begins below it goes whole. */
	readonly limit: number;
	readonly now: Instant;
	readonly until: Instant;
	/** Only tasks in these states. */
	readonly states?: readonly TaskState[];
	/** Only these, and those that share a contract with one of them. */
	readonly beginWith?: readonly TaskId[];
}

export interface TaskStore {
	/** Adds the tasks whose id is new; returns those. Existing ones are left alone. */
	addTasks(tasks: readonly SyncTask[]): Promise<readonly SyncTask[]>;
	tasks(connectionId: ConnectionId, filter?: TaskFilter): Promise<readonly SyncTask[]>;
	task(connectionId: ConnectionId, id: TaskId): Promise<SyncTask | undefined>;
	/** Looks in all connections; task ids repeat between them only where both marketplaces use the same order ids. */
	tasksById(ids: readonly TaskId[]): Promise<readonly SyncTask[]>;
	/** All changes in one transaction; sets `updatedAt`. Gives the ids of those that were changed. */
	changeTasks(connectionId: ConnectionId, changes: readonly ChangeOfTask[], now: Instant): Promise<readonly TaskId[]>;
	/**
	 * Makes the changes of tasks that still wait for approval, or are approved and in nobody's hands now: of several who
	 * approve at the same moment one gets a task. Its answers and its first approval have to be as they were seen. Keeps
	 * its plan, where one is given, as the one that was approved last. All in one transaction; gives the ids of those that were changed.
	 */
	takeApprovals(connectionId: ConnectionId, changes: readonly Approval[], now: Instant): Promise<readonly TaskId[]>;
	countTasks(connectionId: ConnectionId): Promise<Readonly<Record<TaskState, number>>>;
	/** Newest first. */
	taskPage(connectionId: ConnectionId, search: TaskSearch): Promise<TaskPage>;
	/**
	 * Takes up to `limit` tasks that may go on: open, or approved, or syncing, and not offered to somebody else now;
	 * whole contracts together as far as assigned, oldest first. Sets `offeredUntil`.
	 */
	offerTasks(connectionId: ConnectionId, offering: Offering): Promise<readonly SyncTask[]>;
}
