import type { PlanQuestion } from '../answers/planQuestion';
import type { BillingPeriod } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { ChargeKind, ChargeTarget } from '../contract/charge';
import type { NewContract } from '../contractChoice/newContract';
import type { CompanyId, ContractId, Instant, ProductId, ServiceId, SubscriptionId, TaskId } from '../ids';
import type { LineTarget } from '../line/lineTarget';
import type { LinkOwed, SettledPrice } from '../line/linkOwed';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { Decimal, Money } from '../money';
import type { PlanSettings } from '../settings';
import type { UnitTimeline } from '../unitTimeline';
import type { ForeignState } from './foreignState';
import type { LineBill } from './lineBills';
import type { PlanMoney } from './planMoney';
import type { PlanLine } from './planRow';

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
	/** The first day that takes no change of the line: what Autotask does not bill from then on is charged. Source: rule Q7. */
	readonly missedFrom?: CalendarDate;
	/** Units that the line lacks from the task's day on, since days take no change: which ones move, and until when. */
	readonly lacks?: UnitTimeline;
	/** What the product's seats are billed at, and what is owed beside its line, once the task is written. */
	readonly owed?: LinkOwed;
	/** What counts as the price before tasks that are found on the same day, once the task is written. Source: rule T10. */
	readonly settled?: SettledPrice;
	/** The day from which the product is on another line, which another change of the plan is about. */
	readonly leftOn?: CalendarDate;
	/** The day from which the product is on this line, where it was on another one before. */
	readonly joinedOn?: CalendarDate;
	/** What this task itself writes, on the state its predecessors leave. */
	readonly adjustments: readonly PlannedAdjustment[];
}

/** A one-time charge; quantity 1, the amount is its price. */
export interface PlannedCharge {
	readonly contractId: ContractId;
	/** At most 50 characters (rule Q14). */
	readonly key: string;
	readonly kind: ChargeKind;
	/** What its key is made of besides the task and the kind; absent in plans from before. */
	readonly keyedBy?: { readonly productId?: ProductId; readonly nth: number };
	readonly name: string;
	readonly description: string;
	readonly on: CalendarDate;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	/** Absent on a charge that is not selected and whose kind is not mapped. */
	readonly target?: ChargeTarget;
	readonly selected: boolean;
	/** Whether it makes up for days that take no change of a line. Source: rule Q7. */
	readonly isOfWrite?: true;
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
	/** What it changes of the bills; absent where Autotask does not tell it, and in plans from before. */
	readonly money?: PlanMoney;
	/** What each line that it is about is billed for a period; absent in plans from before. */
	readonly bills?: readonly LineBill[];
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
	readonly instead?: ApprovedBefore;
}

/** A plan that was approved, as far as it is shown beside the one that came in its place. */
export type ApprovedBefore = Pick<ContractPlan, 'fingerprint' | 'lines' | 'totals'> &
	Partial<Pick<ContractPlan, 'money' | 'currency'>>;

/** The contracts that a plan writes to, in the order in which they are written, and the one it belongs to. */
export function contractsOf(plan: Pick<ContractPlan, 'contractId' | 'changes' | 'charges'>): readonly ContractId[] {
	const written = [...plan.changes, ...plan.charges].map((one) => one.contractId);
	return [...new Set([...written, plan.contractId])];
}
