import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { ChargeKind, ChargeTarget } from '../contract/charge';
import type { Company } from '../contract/company';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import type { Service } from '../contract/service';
import type { CompanyId, ConnectionId, ContractId, Instant, ProductId, ServiceId, SubscriptionId } from '../ids';
import type { Money } from '../money';
import type { SeenSubscription } from '../order/seenSubscription';
import type { PlanSettings } from '../settings';
import type { SyncTask } from '../task/task';

/** What tells a contract that is created from others: the same for every task that would create the same. Source: rule C6. */
export interface ContractKeyParts {
	readonly companyId: CompanyId;
	readonly periodType: PeriodType;
	readonly currency: string;
	readonly startsOn: CalendarDate;
}

/** Everything a plan is made from besides the ledger: plain data and look-ups over it, read beforehand for the whole batch. */
export interface PlanningFacts {
	readonly connectionId: ConnectionId;
	readonly now: Instant;
	readonly settings: PlanSettings;
	readonly company: (id: CompanyId) => Company | undefined;
	/** Three-letter code of what the company is billed in; undefined where Autotask does not tell. */
	readonly currencyOfCompany: (id: CompanyId) => string | undefined;
	/** Autotask's internal currency, that costs are kept in. */
	readonly internalCurrency?: string;
	/** Whether Autotask hides costs from its API user and ignores those that it sends. Source: rule A5. */
	readonly hidesCosts?: boolean;
	/** Units of the internal currency for one of the other, where Autotask has a rate. */
	readonly exchangeRate: (currency: string) => string | undefined;
	/** Recurring-service contracts of the company. */
	readonly contracts: (company: CompanyId) => readonly Contract[];
	/** A contract that was read, of whichever company: one of those above, or one that a subscription at hand is on. */
	readonly contract: (id: ContractId) => FittingContract | undefined;
	/** Recurring-service contracts of the company that have a line of the service, with or without units, ended ones too. */
	readonly contractsWith: (company: CompanyId, service: ServiceId) => readonly Contract[];
	readonly service: (id: ServiceId) => Service | undefined;
	readonly customerMapping: (
		task: SyncTask,
	) => { readonly companyId: CompanyId; readonly processAutomatically: boolean } | undefined;
	readonly productMapping: (
		product: ProductId,
		periodType: PeriodType,
	) => { readonly serviceId: ServiceId; readonly serviceName: string } | undefined;
	/** The product's own target for the kind, else the connection's. */
	readonly chargeTarget: (kind: ChargeKind, product?: ProductId) => ChargeTarget | undefined;
	readonly subscription: (id: SubscriptionId) => SeenSubscription | undefined;
	/** Active subscriptions of the task's customer. */
	readonly subscriptionsOfCustomer: (task: SyncTask) => readonly SeenSubscription[];
	/** Unfinished tasks of the subscription, this one included, oldest first. */
	readonly chainOf: (subscription: SubscriptionId) => readonly SyncTask[];
	/** Whether an order of the subscription is under way that has no task yet. */
	readonly hasUnfinishedOrder: (subscription: SubscriptionId) => boolean;
	/** The same of one that does not wait for its day: what the subscription holds may count it already. Source: rule T7. */
	readonly hasOrderUnderWay: (subscription: SubscriptionId) => boolean;
	/** Catalogue cost of a product, for the setting `costSource: catalogue`. */
	readonly catalogueCost: (product: ProductId) => Money | undefined;
	/** Our keys for what is created. */
	readonly keys: {
		readonly charge: (task: SyncTask, kind: ChargeKind, product?: ProductId, nth?: number) => string;
		/** `nth`: how many lines the product has been on before. */
		readonly line: (subscription: SubscriptionId, product: ProductId, service: ServiceId, nth?: number) => string;
		/** Whether a key, of whichever store of ours, is that of a line of the product. */
		readonly isLineOf: (key: string, subscription: SubscriptionId, product: ProductId, service: ServiceId) => boolean;
		/** Of a contract that is created, with the id, below 0, that it goes by until it is there. */
		readonly contract: (of: ContractKeyParts) => { readonly key: string; readonly id: ContractId };
	};
	/** A short hash of plain data, equal for equal data. */
	readonly digest: (value: unknown) => string;
	/** First day of the Autotask rows that were read. */
	readonly readFrom: CalendarDate;
}
