import type { BillingPeriod } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import type { ChargeKind, ChargeTarget } from './contract';
import type {
	CompanyId,
	ContractId,
	ContractServiceId,
	Instant,
	ProductId,
	ServiceId,
	SubscriptionId,
	TaskId,
} from './ids';
import type { Rate } from './lineState';
import type { Decimal, Money } from './money';
import type { NewContract } from './newContract';
import type { UnitTimeline } from './unitTimeline';

export type PlanLineKind = 'recurring' | 'setup' | 'proration' | 'fee' | 'usage' | 'credit' | 'price';

/** One row as a person reviews it, in the guide's columns. */
export interface PlanLine {
	readonly kind: PlanLineKind;
	readonly selected: boolean;
	readonly effectiveDate: CalendarDate;
	/** The last day, for a row that ends; absent for one that goes on. */
	readonly endDate?: CalendarDate;
	readonly serviceName: string;
	readonly invoiceDescription: string;
	readonly currentQuantity: number;
	readonly quantityChange: number;
	/** Per unit, or the amount of a charge; where Autotask keeps its own price, that one. */
	readonly price?: Decimal;
	readonly cost?: Decimal;
	/** One sentence: what happens and why; amounts that Autotask computes are marked as estimates. */
	readonly detail: string;
	/** What a person's changes of the row name it by; absent on rows that nothing can be changed of. */
	readonly row?: string;
	/** What a person changed, with what the plan has without it. */
	readonly changed?: Readonly<Partial<Record<ChangedColumn, string>>>;
}

/** The columns that a person can change. */
export type ChangedColumn = 'date' | 'description' | 'quantity' | 'price' | 'cost' | 'ticked';

/** Price and cost per unit from a day on. */
export interface RateStep {
	readonly from: CalendarDate;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

/** Which line of the contract a change is for. A new one is found again by its key. Source: rule Q14. */
export type LineTarget =
	| { readonly kind: 'existing'; readonly contractServiceId: ContractServiceId }
	| { readonly kind: 'new'; readonly key: string };

/** One text per line, for grouping. */
export function lineKey(target: LineTarget): string {
	return target.kind === 'existing' ? `line:${target.contractServiceId}` : `new:${target.key}`;
}

/**
 * Seats that ended with a term on a day within the period and that the line holds until its end: these days of them are
 * credited at the rate. Source: rule Q5.
 */
export interface EndedSeats {
	readonly units: number;
	readonly endedOn: CalendarDate;
	readonly from: CalendarDate;
	readonly until: CalendarDate;
	readonly rate: Rate;
}

/** What one task does to one contract service. */
export interface LineChange {
	readonly contractId: ContractId;
	readonly target: LineTarget;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly serviceId: ServiceId;
	readonly serviceName: string;
	readonly invoiceDescription: string;
	/** Whether the line existed before us and this task links the subscription to it. */
	readonly isFirstLink: boolean;
	/** The period of the contract that holds the change. */
	readonly period: BillingPeriod;
	/** Units of this subscription's product over time, before and after the task. */
	readonly unitsBefore: UnitTimeline;
	readonly unitsAfter: UnitTimeline;
	readonly otherUnits: number;
	/** Seats that leave for or come from another product or subscription, and from when. Source: rule Q11. */
	readonly moved?: { readonly direction: 'out' | 'in'; readonly on: CalendarDate };
	/** Whether what the order says counts from what the line held: it is recorded with the task's other lines or not at all. */
	readonly isRelative?: true;
	/** The price and cost that the line takes, and from when; absent where they stay. */
	readonly rate?: RateStep;
	/** Quantity for which this period's fragments have been charged, the task's own included (rule A9). */
	readonly chargedUntilNextStart?: number;
	/** Credited seats among them that the line holds until then; absent where there are none. */
	readonly endedSeats?: readonly EndedSeats[];
	/** The day from which the product is on another line, which another change of the plan is about. */
	readonly leftOn?: CalendarDate;
	/** The day from which the product is on this line, where it was on another one before. */
	readonly joinedOn?: CalendarDate;
	/** This task's own share of the writes, on the state its predecessors leave. */
	readonly share: readonly PlannedAdjustment[];
}

/** One adjustment as it is expected to be written. */
export interface PlannedAdjustment {
	readonly on: CalendarDate;
	readonly unitDelta: number;
	readonly unitsBefore: number;
	readonly unitsAfter: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

/** A one-time charge; quantity 1, the amount is its price. */
export interface PlannedCharge {
	readonly contractId: ContractId;
	/** At most 50 characters (rule Q14). */
	readonly key: string;
	readonly kind: ChargeKind;
	readonly name: string;
	readonly description: string;
	readonly on: CalendarDate;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	/** Absent on a charge that is not selected and whose kind is not mapped. */
	readonly target?: ChargeTarget;
	readonly selected: boolean;
}

/** What a person has to say before the plan can be approved. */
export interface PlanQuestion {
	readonly asks: 'ownUnits';
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly contractServiceId: ContractServiceId;
	readonly inForce: number;
	/** Units of the line that subscriptions linked before are recorded to hold. */
	readonly linkedUnits: number;
	/** The answer that the quantities suggest; never taken by itself. */
	readonly suggestion: number;
}

/**
 * Everything a task would write, as plain data: shown, approved, written.
 *
 * `contractId` is the contract that the subscription belongs to from then on; its changes and charges say which contract
 * each of them is for.
 */
export interface ContractPlan {
	readonly taskId: TaskId;
	/** Covers foreign state only; our own writes since do not change it. */
	readonly fingerprint: string;
	/** Below 0 where the plan creates its contract: then `newContract` says which. */
	readonly contractId: ContractId;
	readonly contractName: string;
	/** The contract that is created before anything is written to it. Source: rule C6. */
	readonly newContract?: NewContract;
	readonly companyId: CompanyId;
	readonly currency: string;
	readonly effectiveOn: CalendarDate;
	readonly plannedAt: Instant;
	readonly lines: readonly PlanLine[];
	readonly totals: { readonly once: Decimal; readonly perPeriod: Decimal };
	readonly changes: readonly LineChange[];
	readonly charges: readonly PlannedCharge[];
	/** Open tasks of the same lines whose writes this plan counts on; they must be written first or with it. */
	readonly predecessors: readonly TaskId[];
	readonly questions: readonly PlanQuestion[];
	/** Why the plan waits for a person; empty where it may be written at once. */
	readonly approvalNeeded: readonly string[];
	/** Foreign state, for the comparison at writing and for showing what moved. */
	readonly foreign: ForeignState;
	readonly settings: PlanSettings;
	/** Catalogue costs that it was made with, by product. */
	readonly catalogueCosts: Readonly<Record<string, Money>>;
	/** What was approved, where this plan came in its place because something had moved. */
	readonly instead?: Pick<ContractPlan, 'fingerprint' | 'lines' | 'totals'>;
}

/** The contracts that a plan writes to, in the order in which they are written, and the one it belongs to. */
export function contractsOf(plan: Pick<ContractPlan, 'contractId' | 'changes' | 'charges'>): readonly ContractId[] {
	const written = [...plan.changes, ...plan.charges].map((one) => one.contractId);
	return [...new Set([...written, plan.contractId])];
}

/** What the fingerprint is taken of: Autotask's state less our journalled writes, mapping, order and settings. */
export interface ForeignState {
	readonly contract: {
		readonly startsOn: CalendarDate;
		readonly endsOn: CalendarDate;
		readonly isActive: boolean;
		readonly periodType: string;
	};
	readonly lines: readonly {
		readonly contractServiceId: ContractServiceId;
		readonly units: UnitTimeline;
		/** Rates that are not ours, by the day from which they hold. */
		readonly rates: readonly RateStep[];
		readonly postedThrough?: CalendarDate;
	}[];
	/** Contracts besides the one that the plan belongs to; absent where there are none. */
	readonly further?: readonly ({ readonly contractId: ContractId } & ForeignState['contract'])[];
	readonly mapping: string;
	readonly order: string;
	readonly settings: string;
	/** What a person changed of the plan; absent where nothing was. */
	readonly answers?: string;
}

/** The settings of Build Contract Services that a plan was made with. Defaults and meaning: docs/domain.md. */
export interface PlanSettings {
	readonly priceSource: 'autotask' | 'marketplace';
	readonly proration: 'autotask' | 'marketplace';
	readonly costSource: 'subscription' | 'catalogue' | 'none';
	readonly convertCost: boolean;
	readonly changeQuantity: 'total' | 'difference';
	readonly syncRefunds: boolean;
	readonly invoiceDescription: 'productAndPeriod' | 'productName' | 'autotask';
	readonly whenNoContract: 'ask' | 'create';
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
}
