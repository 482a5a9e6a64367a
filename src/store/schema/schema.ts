import type { StoredPerson } from '../../ports/store/people';
import type { AttentionReason } from '../../domain/attention';
import type { PeriodType } from '../../domain/billingPeriod';
import type { CalendarDate } from '../../domain/calendarDate';
import type { ChargeKind, ChargeTarget } from '../../domain/contract/charge';
import type {
	CompanyId,
	ConnectionId,
	ContractId,
	ContractServiceId,
	CustomerId,
	DatabaseId,
	Instant,
	OrderId,
	ProductId,
	ServiceId,
	SubscriptionId,
	TaskId,
} from '../../domain/ids';
import type { LinkOwed } from '../../domain/line/linkOwed';
import type { MatchBy } from '../../domain/mapping/companyProfile';
import type { Decimal, Money } from '../../domain/money';
import type { Exclusion } from '../../domain/order/exclusion';
import type { Customer, Order, OrderStatus, Subscription } from '../../domain/order/order';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import type { TaskKind } from '../../domain/order/taskKind';
import type { FigureKind } from '../../domain/overview/figure';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask, TaskState } from '../../domain/task/task';
import type { WriteState } from '../../domain/task/writeState';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { Connection } from '../../ports/store/connections';
import type { ImportState } from '../../ports/store/imports';
import type { WriteKind } from '../../ports/store/journal';
import type { LinkedLine } from '../../ports/store/lines';
import type { JsonText } from './storedJson';

/** A truth value as both engines keep it. */
export type Flag = 0 | 1;

export interface MetaRow {
	readonly name: 'storeId' | 'hashKey';
	readonly value: string;
}

/** Last number given out, so that numbering works alike on every engine. */
export interface CounterRow {
	readonly name: 'journal' | 'actionLog';
	readonly value: number;
}

export interface ConnectionRow {
	readonly id: ConnectionId;
	readonly databaseId: DatabaseId;
	readonly account: string;
	readonly timeZone: string;
	readonly expirationIs: Connection['expirationIs'];
	readonly connectedAt: Instant;
	readonly firstCheckDoneAt: Instant | null;
	readonly watermark: Instant | null;
	readonly sweptOn: CalendarDate | null;
	readonly stoppedAt: Instant | null;
	readonly costsHiddenSince: Instant | null;
	readonly marketplace: string | null;
	readonly askedMarketplace: string | null;
	readonly checkedAt: Instant | null;
	readonly nextCheckAt: Instant | null;
}

export interface TaskRow {
	readonly connectionId: ConnectionId;
	readonly id: TaskId;
	readonly kind: TaskKind;
	readonly orderId: OrderId | null;
	readonly orderNumber: string | null;
	readonly orderType: string | null;
	readonly customerId: CustomerId;
	readonly subscriptionIds: JsonText<readonly SubscriptionId[]>;
	readonly state: TaskState;
	readonly reason: AttentionReason | null;
	readonly message: string | null;
	readonly waitsFor: TaskId | null;
	readonly note: string | null;
	readonly createdAt: Instant;
	readonly effectiveAt: Instant;
	readonly firstSeenOn: CalendarDate;
	readonly isFirst: Flag;
	readonly isOlderThanConnection: Flag;
	readonly processAutomatically: Flag;
	readonly answers: JsonText<SyncTask['answers']>;
	readonly approval: JsonText<NonNullable<SyncTask['approval']>> | null;
	readonly firstApproval: JsonText<NonNullable<SyncTask['firstApproval']>> | null;
	readonly offeredUntil: Instant | null;
	readonly offers: number;
	readonly causeCheckedAt: Instant | null;
	readonly order: JsonText<Order> | null;
	readonly snapshot: JsonText<Subscription> | null;
	readonly updatedAt: Instant;
}

/** Finds the tasks of a subscription; the order of a task's subscriptions is in the task's own row. */
export interface TaskSubscriptionRow {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly subscriptionId: SubscriptionId;
}

export interface RememberedOrderRow {
	readonly connectionId: ConnectionId;
	readonly orderId: OrderId;
	readonly status: OrderStatus;
	readonly subscriptionId: SubscriptionId | null;
	readonly createdAt: Instant;
	readonly firstSeenAt: Instant;
	readonly askedAt: Instant | null;
}

export interface SubscriptionRow {
	readonly connectionId: ConnectionId;
	readonly id: SubscriptionId;
	readonly customerId: CustomerId;
	readonly seenAt: Instant;
	readonly earlierExpirations: JsonText<readonly CalendarDate[]>;
	readonly subscription: JsonText<Omit<SeenSubscription, 'seenAt' | 'earlierExpirations'>>;
}

export interface CustomerMappingRow {
	readonly connectionId: ConnectionId;
	readonly customerId: CustomerId;
	readonly customerName: string;
	readonly companyId: CompanyId;
	readonly companyName: string;
	readonly mappedBy: 'externalId' | 'person';
	readonly processAutomatically: Flag;
	readonly mappedAt: Instant;
}

export interface ProductMappingRow {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly productName: string;
	readonly periodType: PeriodType;
	readonly serviceId: ServiceId;
	readonly serviceName: string;
	readonly mappedBy: 'externalId' | 'person';
	readonly mappedAt: Instant;
}

export interface ChargeMappingRow {
	readonly connectionId: ConnectionId;
	readonly kind: ChargeKind;
	/** Empty for the connection's default: a part of the key may not be null. */
	readonly productId: ProductId | '';
	readonly target: JsonText<ChargeTarget>;
	readonly targetName: string;
	readonly mappedAt: Instant;
}

export interface AssignmentRow {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly contractId: ContractId;
	readonly from: CalendarDate;
}

export interface LinkedLineRow {
	readonly databaseId: DatabaseId;
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly contractId: ContractId;
	readonly contractServiceId: ContractServiceId;
	readonly serviceId: ServiceId;
	/** Its seats on the line, and what is known of what they are billed at and of what is owed beside them. */
	readonly owed: JsonText<{ readonly seats: LinkedLine['units'] } & LinkOwed & Pick<LinkedLine, 'settled'>>;
	readonly leftOn: CalendarDate | null;
}

export interface OtherUnitsRow {
	readonly databaseId: DatabaseId;
	readonly contractServiceId: ContractServiceId;
	readonly units: number;
	readonly existedBefore: Flag;
	readonly upTo: CalendarDate | null;
}

export interface PlanRow {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly contractId: ContractId;
	readonly fingerprint: string;
	readonly plan: JsonText<ContractPlan>;
}

/** What a plan comes to, in hundredths; `nth` of its plan. */
export interface PlanFigureRow {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly nth: number;
	readonly kind: FigureKind;
	readonly currency: string;
	readonly periodType: PeriodType | null;
	readonly line: string | null;
	readonly from: CalendarDate | null;
	readonly units: number | null;
	readonly before: number;
	readonly after: number;
}

/** What a product of a subscription costs each period, in hundredths. */
export interface SubscriptionFigureRow {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly periodType: PeriodType;
	readonly currency: string;
	readonly amount: number;
}

export interface ApprovedPlanRow {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly plan: JsonText<ContractPlan>;
}

export interface JournalRow {
	readonly id: number;
	readonly databaseId: DatabaseId;
	readonly connectionId: ConnectionId;
	readonly taskIds: JsonText<readonly TaskId[]>;
	readonly contractId: ContractId;
	readonly kind: WriteKind;
	readonly state: WriteState;
	readonly contractServiceId: ContractServiceId | null;
	readonly key: string | null;
	readonly on: CalendarDate;
	readonly unitsBefore: number | null;
	readonly unitDelta: number | null;
	readonly unitsAfter: number | null;
	readonly priceBefore: Decimal | null;
	readonly costBefore: Decimal | null;
	readonly priceAfter: Decimal | null;
	readonly costAfter: Decimal | null;
	readonly amount: Decimal | null;
	readonly autotaskId: number | null;
	readonly note: string | null;
	readonly intendedAt: Instant;
	readonly settledAt: Instant | null;
}

export interface ActionLogRow {
	readonly id: number;
	readonly at: Instant;
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId | null;
	readonly action: string;
	readonly message: string;
	readonly by: string | null;
	readonly correlationId: string | null;
	readonly details: JsonText<NonNullable<ActionLogEntry['details']>> | null;
}

export interface LeaseRow {
	readonly name: string;
	readonly holder: string;
	readonly until: Instant;
}

export interface LoginStopRow {
	readonly credentialHash: string;
	readonly until: Instant;
}

/** A form of a page that was sent; `location` is null until it has ended. */
export interface PageFormRow {
	readonly nonce: string;
	readonly sentAt: Instant;
	readonly location: string | null;
	readonly message: string | null;
}

export interface CustomerRow {
	readonly connectionId: ConnectionId;
	readonly id: CustomerId;
	readonly name: string;
	/** What is searched in: name, id and external id in small letters. */
	readonly searchText: string;
	readonly seenAt: Instant;
	readonly customer: JsonText<Customer>;
}

/** A product of a subscription in one billing period; `periodType` is empty where Autotask has no such period. */
export interface ProductRow {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly periodType: PeriodType | '';
	readonly name: string;
	readonly mpn: string;
	readonly planId: string;
	/** How it is billed, in words. */
	readonly length: string;
	/** What is searched in: name, id and part number in small letters. */
	readonly searchText: string;
	/** Of one unit and period, as last seen. */
	readonly price: JsonText<Money> | null;
	readonly cost: JsonText<Money> | null;
}

export interface ServicePlanRow {
	readonly connectionId: ConnectionId;
	readonly id: string;
	readonly name: string;
}

/** The run of an import over all companies; one per connection. */
export interface ImportRunRow {
	readonly connectionId: ConnectionId;
	readonly id: string;
	readonly matchBy: MatchBy;
	readonly language: string;
	readonly by: string;
	readonly startedAt: Instant;
	readonly endedAt: Instant | null;
}

/** What became of a company that was to be imported; `intendedAt` is set while it is not known. */
export interface ImportRow {
	readonly connectionId: ConnectionId;
	readonly companyId: CompanyId;
	/** Empty for one that was imported alone. */
	readonly runId: string;
	readonly companyName: string;
	readonly externalId: string;
	readonly state: ImportState;
	readonly message: string;
	readonly customerId: CustomerId | null;
	readonly intendedAt: Instant | null;
}

/** A subscription or product that is never billed. */
export interface ExclusionRow {
	readonly connectionId: ConnectionId;
	readonly kind: Exclusion['kind'];
	readonly id: Exclusion['id'];
	readonly name: string;
	readonly reason: string;
	readonly by: string;
	readonly at: Instant;
}

/** One setting of a connection, with who changed it last; nobody, where it is from before there were settings. */
export interface SettingRow {
	readonly connectionId: ConnectionId;
	readonly name: string;
	readonly value: JsonText<{ readonly value: unknown }>;
	readonly by: string;
	readonly at: Instant;
}

/** What a node said for itself when it last ran. */
export interface NodeSettingsRow {
	readonly connectionId: ConnectionId;
	readonly workflowId: string;
	readonly node: string;
	readonly workflowName: string;
	readonly values: JsonText<Readonly<Record<string, unknown>>>;
	readonly seenAt: Instant;
}

/** A person with a login for the pages of a connection. */
export interface PersonRow extends StoredPerson {
	readonly connectionId: ConnectionId;
}

/** All tables; in the database, names are written with underscores. */
export interface Schema {
	readonly meta: MetaRow;
	readonly counters: CounterRow;
	readonly connections: ConnectionRow;
	readonly tasks: TaskRow;
	readonly taskSubscriptions: TaskSubscriptionRow;
	readonly rememberedOrders: RememberedOrderRow;
	readonly subscriptions: SubscriptionRow;
	readonly customerMappings: CustomerMappingRow;
	readonly productMappings: ProductMappingRow;
	readonly chargeMappings: ChargeMappingRow;
	readonly assignments: AssignmentRow;
	readonly linkedLines: LinkedLineRow;
	readonly otherUnits: OtherUnitsRow;
	readonly plans: PlanRow;
	readonly approvedPlans: ApprovedPlanRow;
	readonly planFigures: PlanFigureRow;
	readonly subscriptionFigures: SubscriptionFigureRow;
	readonly journal: JournalRow;
	readonly actionLog: ActionLogRow;
	readonly leases: LeaseRow;
	readonly loginStops: LoginStopRow;
	readonly pageForms: PageFormRow;
	readonly customers: CustomerRow;
	readonly products: ProductRow;
	readonly servicePlans: ServicePlanRow;
	readonly importRuns: ImportRunRow;
	readonly imports: ImportRow;
	readonly exclusions: ExclusionRow;
	readonly settings: SettingRow;
	readonly nodeSettings: NodeSettingsRow;
	readonly people: PersonRow;
}
