import type { PeriodType } from '../domain/billingPeriod';
import type { CalendarDate } from '../domain/calendarDate';
import type { CompanyContact, CompanyProfile, Country, MatchBy } from '../domain/companyProfile';
import type {
	ChargeKind,
	ChargeTarget,
	Company,
	CompanyCandidate,
	CompanyTraits,
	Contract,
	ContractCharge,
	ContractService,
	Currency,
	Service,
	ServiceTraits,
	UnitRow,
} from '../domain/contract';
import type {
	BillingCodeId,
	ChargeId,
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
} from '../domain/ids';
import type { Decimal } from '../domain/money';
import type { NewCustomer } from '../domain/newCustomer';
import type {
	CatalogueProduct,
	Customer,
	Order,
	OrderRow,
	ServicePlan,
	OrderStatus,
	Subscription,
	SubscriptionRow,
} from '../domain/order';
import type { LedgerLink } from '../domain/ledger';
import type { NewContract } from '../domain/newContract';
import type { ContractPlan } from '../domain/plan';
import type { Answers, AttentionReason, SeenSubscription, SyncTask, TaskKind, TaskState } from '../domain/task';
import type { UnitTimeline } from '../domain/unitTimeline';
import type { WriteState } from '../domain/writeState';

/** The only source of the present and of randomness. */
export interface Clock {
	now(): Instant;
	/** At least 0, below 1. */
	random(): number;
	/** Resolves after that long; rejects with the signal's reason when it is aborted. */
	wait(millis: number, signal?: AbortSignal): Promise<void>;
}

/** Talks to the Reseller Marketplace. All but `createCustomer` only read, hence are safe to repeat. Errors: `ApiError`, `MalformedResponseError`. */
export interface MarketplacePort {
	/** Orders created in the window, in no order, each id once. */
	orders(
		window: { readonly from: Instant; readonly to: Instant },
		filter?: { readonly status?: OrderStatus },
	): AsyncIterable<OrderRow>;
	/** Undefined where the marketplace no longer knows it. */
	order(id: OrderId): Promise<Order | undefined>;
	/** All subscriptions of the account, in no order, each id once. */
	subscriptions(): AsyncIterable<SubscriptionRow>;
	subscription(id: SubscriptionId): Promise<Subscription | undefined>;
	customer(id: CustomerId): Promise<Customer | undefined>;
	/** All service plans of the reseller, in no order, each id once. */
	servicePlans(): AsyncIterable<ServicePlan>;
	/** All customers of the reseller, in no order, each id once. */
	customers(): AsyncIterable<Customer>;
	/** Customers that carry exactly this external id. */
	customersByExternalId(externalId: string): Promise<readonly Customer[]>;
	/**
	 * The id of the new customer. `RefusedError`: nothing was made, for its reasons, in which no password stands;
	 * `UnprovenError`: look for its external id.
	 */
	createCustomer(customer: NewCustomer, options?: SendOptions): Promise<CustomerId>;
	/** Catalogue entries of these part numbers; unknown ones are left out. */
	catalogue(mpns: readonly string[]): Promise<readonly CatalogueProduct[]>;
}

/** What a write was answered with. */
export interface WriteAnswer<Id> {
	readonly id: Id;
}

/** How one write is sent. */
export interface SendOptions {
	/** Runs just before each sending, after all waiting; what it throws goes to the caller and nothing is sent. */
	readonly beforeSend?: () => Promise<void>;
}

export interface AdjustmentToWrite {
	readonly contractId: ContractId;
	readonly contractServiceId: ContractServiceId;
	readonly effectiveOn: CalendarDate;
	readonly unitDelta: number;
	readonly unitPrice?: Decimal;
	readonly unitCost?: Decimal;
}

/** A service of the catalogue; it may not be deleted again. */
export interface ServiceToCreate {
	readonly name: string;
	readonly periodType: PeriodType;
	readonly unitPrice: Decimal;
	readonly unitCost?: Decimal;
	readonly billingCodeId: BillingCodeId;
	readonly externalId: string;
	readonly sku?: string;
}

export interface ContractServiceToWrite {
	readonly contractId: ContractId;
	readonly serviceId: ServiceId;
	/** Our key; at most 100 characters. */
	readonly internalDescription: string;
	readonly invoiceDescription?: string;
	readonly unitCost?: Decimal;
}

/** A recurring-service contract, active from its start on. */
export interface ContractToWrite extends NewContract {
	readonly companyId: CompanyId;
}

export interface ChargeToWrite {
	readonly contractId: ContractId;
	/** At most 50 characters. */
	readonly key: string;
	/** At most 100 characters; longer text is cut. */
	readonly name: string;
	readonly description: string;
	readonly purchasedOn: CalendarDate;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	readonly target: ChargeTarget;
}

/**
 * Reads and writes Autotask. Lists are asked for with `in` filters in chunks and all pages; an empty list asks nothing.
 *
 * Errors: `RefusedError` (500 with `errors`: nothing was written, never repeat it unchanged), `UnprovenError` (nothing
 * is known of a write: time-out, closed connection, 5xx without `errors`), `LoginRefusedError`, `ApiError`,
 * `MalformedResponseError`. Limits are waited for inside, politely; what stays over the limit is an `ApiError`.
 */
export interface AutotaskPort {
	readonly databaseId: DatabaseId;
	companies(ids: readonly CompanyId[]): Promise<readonly Company[]>;
	/** Active companies with one of these company numbers. */
	companiesByNumber(numbers: readonly string[]): Promise<readonly Company[]>;
	/** Up to 500 active companies that share something with what is asked for; one request. */
	companiesLike(asked: CompanyTraits): Promise<readonly CompanyCandidate[]>;
	/** Up to `limit` active companies whose name contains the text. */
	searchCompanies(text: string, limit: number): Promise<readonly Company[]>;
	/** Companies with what the marketplace wants to know of a customer. */
	companyProfiles(ids: readonly CompanyId[]): Promise<readonly CompanyProfile[]>;
	/** Up to 500 active companies of the type Customer whose name contains the text and whose id is above `after`, by id; one request. */
	customerCompanies(search: string, after: number): Promise<readonly CompanyProfile[]>;
	/** Active contacts of the companies. */
	contacts(companies: readonly CompanyId[]): Promise<readonly CompanyContact[]>;
	countries(): Promise<readonly Country[]>;
	currencies(): Promise<readonly Currency[]>;
	/** Recurring-service contracts (found by the picklist's label) of the companies. */
	contracts(companies: readonly CompanyId[]): Promise<readonly Contract[]>;
	/** Recurring-service contracts that carry one of these contract numbers. */
	contractsByNumber(numbers: readonly string[]): Promise<readonly Contract[]>;
	contractsById(ids: readonly ContractId[]): Promise<readonly Contract[]>;
	contractServices(contracts: readonly ContractId[]): Promise<readonly ContractService[]>;
	/** Unit rows of all lines of the contracts that touch the days from `from` on (up to `before`, not included, where given). */
	unitRows(
		contracts: readonly ContractId[],
		window: { readonly from: CalendarDate; readonly before?: CalendarDate },
	): Promise<readonly UnitRow[]>;
	services(ids: readonly ServiceId[]): Promise<readonly Service[]>;
	/** Up to 500 active services that share something with what is asked for; one request. */
	servicesLike(asked: ServiceTraits): Promise<readonly Service[]>;
	/** Active billing codes that a service of a recurring contract may have, by name. */
	serviceBillingCodes(): Promise<readonly { readonly id: BillingCodeId; readonly name: string }[]>;
	/** The id of the new service. A lost answer is `UnprovenError`: look for its external id. */
	createService(service: ServiceToCreate, options?: SendOptions): Promise<ServiceId>;
	/** Active services with one of these external ids. */
	servicesByExternalId(externalIds: readonly string[]): Promise<readonly Service[]>;
	searchServices(text: string, limit: number): Promise<readonly Service[]>;
	/** Charges that carry one of these keys. */
	chargesByKey(keys: readonly string[]): Promise<readonly ContractCharge[]>;
	/** Whether the billing code or product exists, is active and may be used for a charge; a sentence that says why not. */
	checkChargeTarget(
		target: ChargeTarget,
	): Promise<{ readonly ok: true; readonly name: string } | { readonly ok: false; readonly why: string }>;
	/** Up to `limit` active material billing codes, or products, whose name contains the text; by name. */
	searchChargeTargets(
		kind: ChargeTarget['kind'],
		text: string,
		limit: number,
	): Promise<readonly { readonly target: ChargeTarget; readonly name: string }[]>;
	adjust(adjustment: AdjustmentToWrite, options?: SendOptions): Promise<WriteAnswer<number>>;
	createContractService(line: ContractServiceToWrite, options?: SendOptions): Promise<WriteAnswer<ContractServiceId>>;
	createContract(contract: ContractToWrite, options?: SendOptions): Promise<WriteAnswer<ContractId>>;
	createCharge(charge: ChargeToWrite, options?: SendOptions): Promise<WriteAnswer<ChargeId>>;
	/** Lines and charges whose key begins so, with a higher id than the newest one that is known of their kind. */
	writesUnder(
		keyPrefix: string,
		newest: { readonly charge: number; readonly contractService: number },
	): Promise<readonly KeyedWrite[]>;
	/** How much of the limit that all integrations of the database share is used up in the current hour. */
	hourlyUse(): Promise<{ readonly used: number; readonly limit: number }>;
	/** Requests sent since the port was opened. */
	requestCount(): number;
}

/** A line or charge with a key of ours, as Autotask holds it. */
export interface KeyedWrite {
	readonly kind: 'contractService' | 'charge';
	readonly id: number;
	readonly key: string;
	readonly contractId: ContractId;
	/** The charge's date, of a line its first day or, where that is not told, the first day there is. */
	readonly on: CalendarDate;
	readonly amount?: Decimal;
}

/** What the trigger knows of a connection; written at its first check. */
export interface Connection {
	readonly id: ConnectionId;
	readonly databaseId: DatabaseId;
	readonly account: string;
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
	readonly connectedAt: Instant;
	/** Set when the first check has made all of its tasks. */
	readonly firstCheckDoneAt?: Instant;
	/** Creation date of the newest order that has a task; the look-back starts from here. */
	readonly watermark?: Instant;
	readonly sweptOn?: CalendarDate;
	/** Set while a person has stopped the connection (rule T10); saved as undefined, it is cleared. */
	readonly stoppedAt?: Instant | undefined;
}

/** An order that was not `completed` when seen, or ended in error: asked for again. Source: rules T4 and T7. */
export interface RememberedOrder {
	readonly connectionId: ConnectionId;
	readonly orderId: OrderId;
	readonly status: OrderStatus;
	/** Known once its detail was read: the chain of this subscription's orders is not complete yet (rule Q8). */
	readonly subscriptionId?: SubscriptionId;
	readonly createdAt: Instant;
	readonly firstSeenAt: Instant;
}

export interface CustomerMapping {
	readonly connectionId: ConnectionId;
	readonly customerId: CustomerId;
	readonly customerName: string;
	readonly companyId: CompanyId;
	readonly companyName: string;
	/** By external id, or by a person. */
	readonly mappedBy: 'externalId' | 'person';
	readonly processAutomatically: boolean;
	readonly mappedAt: Instant;
}

export interface ProductMapping {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly productName: string;
	readonly periodType: PeriodType;
	readonly serviceId: ServiceId;
	readonly serviceName: string;
	readonly mappedBy: 'externalId' | 'person';
	readonly mappedAt: Instant;
}

/** `productId` absent: the connection's default for the kind. Source: rule M2. */
export interface ChargeMapping {
	readonly connectionId: ConnectionId;
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly target: ChargeTarget;
	readonly targetName: string;
	readonly mappedAt: Instant;
}

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
	/** Quantity that this period's fragments have already charged, until the day (rule A9). */
	readonly charged?: LedgerLink['charged'];
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
}

export type WriteKind = 'adjustment' | 'contractService' | 'charge' | 'contract';

/** One write with its intent and its outcome. Source: the write protocol, steps 2 to 4. */
export interface JournalEntry {
	/** Given by the store, ascending. */
	readonly id: number;
	readonly databaseId: DatabaseId;
	readonly connectionId: ConnectionId;
	readonly taskIds: readonly TaskId[];
	/** Of a contract that is created: the id, below 0, that it goes by until it is there. */
	readonly contractId: ContractId;
	readonly kind: WriteKind;
	readonly state: WriteState;
	/** The line of an adjustment; of a created line as soon as it is known. */
	readonly contractServiceId?: ContractServiceId;
	/** Our key of a created line, a charge or a created contract. */
	readonly key?: string;
	/** Effective date of an adjustment, date of a charge. */
	readonly on: CalendarDate;
	readonly unitsBefore?: number;
	readonly unitDelta?: number;
	readonly unitsAfter?: number;
	readonly priceBefore?: Decimal;
	readonly priceAfter?: Decimal;
	readonly costAfter?: Decimal;
	readonly amount?: Decimal;
	readonly autotaskId?: number;
	readonly note?: string;
	readonly intendedAt: Instant;
	readonly settledAt?: Instant;
}

/** One line of the action log: what was done, by whom, with which effect. */
export interface ActionLogEntry {
	readonly at: Instant;
	readonly connectionId: ConnectionId;
	readonly taskId?: TaskId;
	/** check, map, unmap, plan, approve, retry, write, verify, fail, ... */
	readonly action: string;
	readonly message: string;
	readonly by?: string;
	readonly correlationId?: string;
	/** Small facts, before and after; never a secret or a response body. */
	readonly details?: Readonly<Record<string, string | number | boolean>>;
}

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

/**
 * Everything that must outlive an execution. Each method is one transaction unless it says otherwise.
 *
 * Errors: `StoreError`, whose message names the file or database and the next step.
 */
export interface StorePort {
	/** A short random text given to the store when it was made; on every item, in every key. Eight characters of [a-z0-9]. */
	readonly storeId: string;

	connection(id: ConnectionId): Promise<Connection | undefined>;
	connections(): Promise<readonly Connection[]>;
	/** Makes it, or changes the named fields of an existing one. */
	saveConnection(connection: Connection): Promise<void>;

	/** Adds the tasks whose id is new; returns those. Existing ones are left alone. */
	addTasks(tasks: readonly SyncTask[]): Promise<readonly SyncTask[]>;
	tasks(connectionId: ConnectionId, filter?: TaskFilter): Promise<readonly SyncTask[]>;
	task(connectionId: ConnectionId, id: TaskId): Promise<SyncTask | undefined>;
	/** Looks in all connections; task ids repeat between them only where both marketplaces use the same order ids. */
	tasksById(ids: readonly TaskId[]): Promise<readonly SyncTask[]>;
	/** All changes in one transaction; sets `updatedAt`. */
	changeTasks(
		connectionId: ConnectionId,
		changes: readonly { readonly id: TaskId; readonly change: TaskChange }[],
		now: Instant,
	): Promise<void>;
	/**
	 * Makes the changes of tasks that still wait for approval, or are approved and in nobody's hands now: of several who
	 * approve at the same moment one gets a task. All in one transaction; gives the ids of those that were changed.
	 */
	takeApprovals(
		connectionId: ConnectionId,
		changes: readonly { readonly id: TaskId; readonly change: TaskChange }[],
		now: Instant,
	): Promise<readonly TaskId[]>;
	countTasks(connectionId: ConnectionId): Promise<Readonly<Record<TaskState, number>>>;
	/** Newest first. */
	taskPage(connectionId: ConnectionId, search: TaskSearch): Promise<TaskPage>;
	/**
	 * Takes up to `limit` tasks that may go on: open, or approved, or syncing, and not offered to somebody else now;
	 * whole contracts together as far as assigned, oldest first. Sets `offeredUntil`.
	 */
	offerTasks(
		connectionId: ConnectionId,
		options: { readonly limit: number; readonly now: Instant; readonly until: Instant },
	): Promise<readonly SyncTask[]>;

	rememberOrders(orders: readonly RememberedOrder[]): Promise<void>;
	forgetOrders(connectionId: ConnectionId, ids: readonly OrderId[]): Promise<void>;
	rememberedOrders(connectionId: ConnectionId): Promise<readonly RememberedOrder[]>;
	/** Which of these orders have a task or are remembered. */
	knownOrders(connectionId: ConnectionId, ids: readonly OrderId[]): Promise<ReadonlySet<OrderId>>;

	/** Keeps the newest sight of each, and the ends of terms that it saw before. */
	saveSubscriptions(connectionId: ConnectionId, subscriptions: readonly Subscription[], seenAt: Instant): Promise<void>;
	subscriptionsById(connectionId: ConnectionId, ids: readonly SubscriptionId[]): Promise<readonly SeenSubscription[]>;
	subscriptionsOfCustomers(
		connectionId: ConnectionId,
		ids: readonly CustomerId[],
	): Promise<readonly SeenSubscription[]>;

	customerMappings(connectionId: ConnectionId, ids?: readonly CustomerId[]): Promise<readonly CustomerMapping[]>;
	/** Replaces the customer's mapping. */
	saveCustomerMapping(mapping: CustomerMapping): Promise<void>;
	removeCustomerMapping(connectionId: ConnectionId, id: CustomerId): Promise<void>;
	productMappings(connectionId: ConnectionId, ids?: readonly ProductId[]): Promise<readonly ProductMapping[]>;
	/** Replaces the product's mapping for that period type. */
	saveProductMapping(mapping: ProductMapping): Promise<void>;
	removeProductMapping(connectionId: ConnectionId, id: ProductId, periodType?: PeriodType): Promise<void>;
	chargeMappings(connectionId: ConnectionId): Promise<readonly ChargeMapping[]>;
	saveChargeMapping(mapping: ChargeMapping): Promise<void>;
	removeChargeMapping(connectionId: ConnectionId, kind: ChargeKind, productId?: ProductId): Promise<void>;

	assignments(connectionId: ConnectionId, ids: readonly SubscriptionId[]): Promise<readonly Assignment[]>;
	/** Replaces an assignment of the same date. */
	saveAssignments(assignments: readonly Assignment[]): Promise<void>;
	/** Of these subscriptions, and of every subscription of any connection on a line of these contracts. */
	linkedLines(
		databaseId: DatabaseId,
		by: {
			readonly contracts?: readonly ContractId[];
			readonly subscriptions?: { readonly connectionId: ConnectionId; readonly ids: readonly SubscriptionId[] };
		},
	): Promise<readonly LinkedLine[]>;
	otherUnits(databaseId: DatabaseId, lines: readonly ContractServiceId[]): Promise<readonly OtherUnits[]>;
	/** Lines, other units, assignments and task states of a finished write, in one transaction. */
	settleTasks(settlement: Settlement): Promise<void>;

	/** Keeps the newest plan of each task. */
	savePlans(connectionId: ConnectionId, plans: readonly ContractPlan[]): Promise<void>;
	plans(connectionId: ConnectionId, ids: readonly TaskId[]): Promise<readonly ContractPlan[]>;
	/** Keeps the plans as they were approved, so that both can be seen where one has moved since. */
	saveApprovedPlans(connectionId: ConnectionId, plans: readonly ContractPlan[]): Promise<void>;
	/** The plan that was approved last. */
	approvedPlan(connectionId: ConnectionId, id: TaskId): Promise<ContractPlan | undefined>;

	/** Commits an intent before its write (step 2); returns it with its id. */
	intend(entry: Omit<JournalEntry, 'id' | 'state'>): Promise<JournalEntry>;
	/** Commits the outcome (step 3). */
	settle(
		id: number,
		outcome: {
			readonly state: WriteState;
			readonly at: Instant;
			readonly autotaskId?: number;
			readonly contractServiceId?: ContractServiceId;
			readonly note?: string;
		},
	): Promise<void>;
	/** Entries of these contracts, oldest first; all states unless named. */
	journal(
		databaseId: DatabaseId,
		contracts: readonly ContractId[],
		states?: readonly WriteState[],
	): Promise<readonly JournalEntry[]>;

	/** Highest id in Autotask of the lines and charges that we created; 0 for none. */
	newestCreations(databaseId: DatabaseId): Promise<{ readonly charge: number; readonly contractService: number }>;
	/** Which of these keys have an entry, whatever became of it. */
	knownKeys(databaseId: DatabaseId, keys: readonly string[]): Promise<ReadonlySet<string>>;
	/** Takes writes that were found in Autotask into the journal. */
	adopt(entries: readonly Omit<JournalEntry, 'id'>[]): Promise<void>;

	log(entries: readonly ActionLogEntry[]): Promise<void>;
	/** Newest first. */
	readLog(
		connectionId: ConnectionId,
		filter?: { readonly taskId?: TaskId; readonly limit?: number; readonly offset?: number },
	): Promise<readonly ActionLogEntry[]>;

	/** Newest first. */
	logPage(connectionId: ConnectionId, search: LogSearch): Promise<LogPage>;

	/** Deletes log lines from before then whose task is synced or ignored, or that have none; returns how many. */
	pruneLog(connectionId: ConnectionId, before: Instant): Promise<number>;

	/** Takes or renews a lease until then; false while somebody else holds it. */
	takeLease(name: string, holder: string, now: Instant, until: Instant): Promise<boolean>;
	releaseLease(name: string, holder: string): Promise<void>;
	/** Whether the holder's lease still stands at that time. */
	holdsLease(name: string, holder: string, now: Instant): Promise<boolean>;

	/** Until when no request may be sent with the credential of that keyed hash. */
	loginStop(credentialHash: string): Promise<Instant | undefined>;
	saveLoginStop(credentialHash: string, until: Instant): Promise<void>;
	/** Keeps the newest sight of each. */
	saveCustomers(connectionId: ConnectionId, customers: readonly Customer[], seenAt: Instant): Promise<void>;
	/** Customers that were seen, by name. */
	customerPage(connectionId: ConnectionId, search: CustomerSearch): Promise<CustomerPage>;

	/** Products of the subscriptions that were seen, by service plan and name. */
	productPage(connectionId: ConnectionId, search: ProductSearch): Promise<ProductPage>;
	/** `periodType` is empty for a period that Autotask does not have. */
	product(
		connectionId: ConnectionId,
		id: ProductId,
		periodType: PeriodType | '',
	): Promise<ProductPage['rows'][number] | undefined>;
	saveServicePlans(
		connectionId: ConnectionId,
		plans: readonly { readonly id: string; readonly name: string }[],
	): Promise<void>;

	/** Takes a form of a page that was sent; false where it was taken before. */
	takeForm(nonce: string, now: Instant): Promise<boolean>;
	endForm(nonce: string, ended: NonNullable<SentForm['ended']>): Promise<void>;
	/** Undefined where it was never sent. */
	form(nonce: string): Promise<SentForm | undefined>;
	/** External ids of the customers that were seen. */
	seenExternalIds(connectionId: ConnectionId): Promise<ReadonlySet<string>>;
	/** Ids of the customers that were seen under one of these names, in any case. */
	customersNamed(connectionId: ConnectionId, names: readonly string[]): Promise<ReadonlyMap<string, CustomerId>>;
	/** Makes a run the connection's only one, with these companies waiting; intents that are open stay open. */
	startImportRun(run: Omit<ImportRun, 'endedAt'>, companies: readonly CompanyToImport[]): Promise<void>;
	/** The connection's newest run. */
	importRun(connectionId: ConnectionId): Promise<ImportRun | undefined>;
	endImportRun(connectionId: ConnectionId, id: string, at: Instant): Promise<void>;
	countImports(connectionId: ConnectionId, runId: string): Promise<Readonly<Record<ImportState, number>>>;
	/** Companies of a run, by id. */
	importsOfRun(
		connectionId: ConnectionId,
		runId: string,
		search: { readonly states: readonly ImportState[]; readonly offset: number; readonly limit: number },
	): Promise<readonly CompanyImport[]>;
	companyImport(connectionId: ConnectionId, id: CompanyId): Promise<CompanyImport | undefined>;
	/** Commits the intent before the customer is made. */
	intendImport(connectionId: ConnectionId, company: CompanyToImport, at: Instant): Promise<void>;
	/** Commits what became of it: the customer's mapping and the log with it, in one transaction. */
	settleImport(settlement: ImportSettlement): Promise<void>;
	/** A keyed hash of the text with a key that only this store has. */
	keyedHash(text: string): string;
}

/** Going over all companies that may be imported, begun by a person and done in slices. Source: rule M3. */
export interface ImportRun {
	readonly connectionId: ConnectionId;
	/** Cannot be guessed: whoever has it goes on with the run. */
	readonly id: string;
	readonly matchBy: MatchBy;
	readonly language: string;
	readonly by: string;
	readonly startedAt: Instant;
	readonly endedAt?: Instant;
}

/**
 * `waiting` in a run; `intended`: the marketplace was asked to make the customer and its answer is not known;
 * `imported`; `leftOut`: the profile lacks something, or the customer is there already; `refused` by the marketplace.
 */
export type ImportState = 'waiting' | 'intended' | 'imported' | 'leftOut' | 'refused';

export interface CompanyToImport {
	readonly companyId: CompanyId;
	readonly companyName: string;
	readonly externalId: string;
}

export interface CompanyImport extends CompanyToImport {
	readonly connectionId: ConnectionId;
	readonly state: ImportState;
	/** What it lacks, or why it was refused. */
	readonly message: string;
	readonly customerId?: CustomerId;
	/** When the marketplace was asked, where it is not known what it did. */
	readonly intendedAt?: Instant;
}

export interface ImportSettlement {
	readonly connectionId: ConnectionId;
	readonly company: CompanyToImport;
	readonly state: ImportState;
	readonly message: string;
	/** Keeps what is intended open: its answer is still not known. */
	readonly keepsIntent?: boolean;
	/** Where it is imported. */
	readonly mapping?: CustomerMapping;
	readonly log: readonly ActionLogEntry[];
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

/** Which lines of the action log a page shows. */
export interface LogSearch {
	readonly taskId?: TaskId;
	/** Part of name or id, in any case. */
	readonly customer?: string;
	readonly action?: string;
	/** Part of message, task, name of who did it or correlation id, in any case. */
	readonly search?: string;
	readonly offset: number;
	readonly limit: number;
}

export interface LogPage {
	readonly rows: readonly ActionLogEntry[];
	/** Of all pages. */
	readonly total: number;
}

/** Which customers a page of the list shows. */
export interface CustomerSearch {
	/** Part of name, id or external id, in any case. */
	readonly search?: string;
	readonly onlyUnmapped?: boolean;
	readonly offset: number;
	readonly limit: number;
}

/** Which products a page of the list shows. */
export interface ProductSearch {
	/** Part of name, id or part number, in any case. */
	readonly search?: string;
	readonly onlyUnmapped?: boolean;
	readonly offset: number;
	readonly limit: number;
}

export interface ProductPage {
	readonly rows: readonly {
		readonly productId: ProductId;
		readonly name: string;
		readonly mpn?: string;
		/** Absent where Autotask has no such period. */
		readonly periodType?: PeriodType;
		/** How it is billed, in words; empty where the marketplace states none. */
		readonly length: string;
		readonly planId?: string;
		readonly planName?: string;
		readonly mapping?: ProductMapping;
	}[];
	/** Of all pages. */
	readonly total: number;
}

export interface CustomerPage {
	readonly rows: readonly {
		readonly customer: Customer;
		readonly seenAt: Instant;
		readonly mapping?: CustomerMapping;
		/** Tasks at `customer not mapped`. */
		readonly waitingTasks: number;
	}[];
	/** Of all pages. */
	readonly total: number;
}

/** A form of a page that was sent; without `ended` it is under way, or its execution was killed. */
export interface SentForm {
	readonly ended?: { readonly location: string; readonly message: string };
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

/** What the use cases are given. */
export interface Ports {
	readonly clock: Clock;
	readonly store: StorePort;
}

export type { Answers, WriteState };
