import type { BillingPeriod, PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { ContractId, ProductId } from '../ids';
import type { AmountOfSome } from '../order/correction';
import type { Subscription } from '../order/order';
import type { OrderAmounts } from '../order/orderAmounts';
import type { PortionProduct } from '../order/portionRows';
import type { SyncTask } from '../task/task';

/** The contract that takes over from the one that a subscription is on. Source: rule C5. */
export interface Successor {
	readonly contract: FittingContract;
	/** The day from which it does. */
	readonly on: CalendarDate;
	/** Whether the task carries the units over; else a task of its own proposes it. */
	readonly takesNow: boolean;
}

/** What is known of a task, or of its portion for one subscription, before its products are planned. */
export interface TaskContext {
	/** Its order holds only what concerns the subscription. */
	readonly task: SyncTask;
	readonly facts: PlanningFacts;
	readonly subject: string;
	readonly subscription: Subscription;
	/** The order's products of the subscription; empty without an order. */
	readonly ordered: readonly PortionProduct[];
	readonly periodType: PeriodType;
	readonly contract: FittingContract;
	/** The contract that the subscription belonged to, where another takes over from it. */
	readonly takesOverFrom?: ContractId;
	/** What takes over where the contract has ended or ends with the period of the task. */
	readonly successor?: Successor;
	/** From when the units that are on another contract move to this one; as rule A6 says unless it is known otherwise. */
	readonly movesOn?: CalendarDate;
	/** The contract that the subscription leaves because it is billed by another period from now on. Source: rule Q11. */
	readonly leaves?: FittingContract;
	/** The day the change takes effect (X of the rules). */
	readonly changedOn: CalendarDate;
	/** Whether it is a Change that has waited for the end of a term: it begins the next one, as a renewal does. Source: rules Q5 and Q6. */
	readonly beginsTerm?: true;
	/** Whether it is a Change of amounts alone. Source: rule T6. */
	readonly isCorrection?: true;
	/** Of a Change with lines of seats that leaves every quantity as it is: what it names for seats that nobody knows. Source: rule T6. */
	readonly ofSome?: readonly AmountOfSome[];
	/** The contract's period that holds it. */
	readonly period: BillingPeriod;
	/** The subscription's own period that holds it. */
	readonly ownPeriod: BillingPeriod;
	/** The day from which fewer seats are on the contract. */
	readonly fallsOn: CalendarDate;
	/** The day on which seats move, where the order moves some. Source: rule Q11. */
	readonly movedOn?: CalendarDate;
	readonly amounts: OrderAmounts;
}

/** One product with the quantity that the task leaves behind. */
export interface ProductQuantity {
	readonly productId: ProductId;
	readonly name: string;
	readonly quantity: number;
	/** By how much the order itself raises it; undefined for tasks without an order. */
	readonly increase?: number;
	/** Seats that leave or arrive on a day, for good; how many and, in words, the other side. Source: rule Q11. */
	readonly moved?: {
		readonly direction: 'out' | 'in';
		readonly units: number;
		readonly on: CalendarDate;
		readonly other: string;
	};
	/** Only price and cost are written; units stay as they are over all time, scheduled falls too. */
	readonly keepsUnits?: true;
}
