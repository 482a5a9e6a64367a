import type { CalendarDate } from '../../domain/calendarDate';
import type {
	ConnectionId,
	ContractId,
	ContractServiceId,
	DatabaseId,
	Instant,
	ProductId,
	ServiceId,
	SubscriptionId,
	TaskId,
} from '../../domain/ids';
import type { LinkOwed, SettledPrice } from '../../domain/line/linkOwed';
import type { UnitTimeline } from '../../domain/unitTimeline';
import type { ActionLogEntry } from './actionLog';
import type { TaskChange } from './tasks';

/** Which contract a subscription belongs to from a day on. Source: rule C1. */
export interface Assignment {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly contractId: ContractId;
	readonly from: CalendarDate;
}

/** A subscription's product on its contract service, with its units over time as last written. Source: rules Q1, Q2. */
export interface LinkedLine {
	readonly databaseId: DatabaseId;
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly contractId: ContractId;
	readonly contractServiceId: ContractServiceId;
	readonly serviceId: ServiceId;
	readonly units: UnitTimeline;
	/** What its seats are billed at, and what is owed beside the line; absent where only the line's own price is known. */
	readonly owed?: LinkOwed;
	/** What counts as the price before tasks that were found by its day. Source: rule T10. */
	readonly settled?: SettledPrice;
	/** The day from which the product is on another line; at most one line of a product has none: the current one. */
	readonly leftOn?: CalendarDate;
}

/** What a line holds besides our subscriptions; one per line and Autotask database. Source: rule Q2. */
export interface OtherUnits {
	readonly databaseId: DatabaseId;
	readonly contractServiceId: ContractServiceId;
	readonly units: number;
	/** False for a line that we created. */
	readonly existedBefore: boolean;
	/** The last day of its contract when it was last written: later changes of its links are not on it. Absent where none are. */
	readonly upTo?: CalendarDate;
}

/** What is recorded when the writes of some tasks are there and proven. */
export interface Settlement {
	readonly connectionId: ConnectionId;
	readonly now: Instant;
	readonly lines: readonly LinkedLine[];
	readonly otherUnits: readonly OtherUnits[];
	readonly assignments: readonly Assignment[];
	readonly tasks: readonly { readonly id: TaskId; readonly change: TaskChange }[];
	/** Journal entries that the lines now count: from `done` to `recorded`. */
	readonly recorded: readonly number[];
	readonly log: readonly ActionLogEntry[];
}

export interface LineStore {
	assignments(connectionId: ConnectionId, ids: readonly SubscriptionId[]): Promise<readonly Assignment[]>;
	/** Replaces an assignment of the same date. */
	saveAssignments(assignments: readonly Assignment[]): Promise<void>;
	/** Of these subscriptions, or all of the connection, and of every subscription of any connection on a line of these contracts. */
	linkedLines(
		databaseId: DatabaseId,
		by: {
			readonly contracts?: readonly ContractId[];
			readonly subscriptions?: { readonly connectionId: ConnectionId; readonly ids: readonly SubscriptionId[] };
			readonly connection?: ConnectionId;
		},
	): Promise<readonly LinkedLine[]>;
	otherUnits(databaseId: DatabaseId, lines: readonly ContractServiceId[]): Promise<readonly OtherUnits[]>;
	/** Lines, other units, assignments and task states of a finished write, in one transaction. */
	settleTasks(settlement: Settlement): Promise<void>;
}
