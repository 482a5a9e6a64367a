import type { Attention } from '../../domain/attention';
import type { PeriodType } from '../../domain/billingPeriod';
import type { CompanyId, CustomerId, ProductId, ServiceId, TaskId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';

/** A step that could not settle the task: the task is in state `attention` with this cause, already saved. */
export interface NeedsAttention {
	readonly kind: 'attention';
	readonly taskId: TaskId;
	readonly attention: Attention;
	/** The plan that waits at `approval`, where there is one. */
	readonly plan?: ContractPlan;
}

export interface ResolvedCustomer {
	readonly customerId: CustomerId;
	readonly customerName: string;
	readonly companyId: CompanyId;
	readonly companyName: string;
	readonly mappedBy: 'externalId' | 'person';
	readonly processAutomatically: boolean;
}

export type CustomerOutcome =
	{ readonly kind: 'mapped'; readonly taskId: TaskId; readonly customer: ResolvedCustomer } | NeedsAttention;

export interface ResolvedProduct {
	readonly productId: ProductId;
	readonly productName: string;
	readonly periodType: PeriodType;
	readonly serviceId: ServiceId;
	readonly serviceName: string;
	readonly mappedBy: 'externalId' | 'person';
}

export type ProductOutcome =
	{ readonly kind: 'mapped'; readonly taskId: TaskId; readonly products: readonly ResolvedProduct[] } | NeedsAttention;

export type BuildOutcome =
	{ readonly kind: 'ready'; readonly taskId: TaskId; readonly plan: ContractPlan } | NeedsAttention;

/** What one task wrote, as the person and the log see it. */
export interface WrittenLine {
	readonly kind: 'adjustment' | 'contractService' | 'charge';
	readonly serviceName: string;
	readonly on: string;
	readonly unitsBefore?: number;
	readonly unitDelta?: number;
	readonly unitsAfter?: number;
	readonly price?: Decimal;
	readonly amount?: Decimal;
	/** False in a dry run, and where Autotask held it already. */
	readonly written: boolean;
	readonly note?: string;
}

export interface SyncResult {
	readonly state: 'synced' | 'failed' | 'waiting' | 'dryRun';
	readonly lines: readonly WrittenLine[];
	/** What is still to be written, after a failure in the middle. */
	readonly missing: readonly string[];
	/** One sentence for a person. */
	readonly message: string;
	/** Why nothing was written, where the cause is one of T8's words. */
	readonly attention?: Attention;
	/** Autotask requests of the whole run, and lines written in it: the same figures on every item. */
	readonly requests: number;
	readonly linesWritten: number;
}

/** `failed` holds everything that was not synced: failures, refusals, plans that moved, writes that wait to be proven. */
export interface SyncOutcome {
	readonly kind: 'synced' | 'failed';
	readonly taskId: TaskId;
	readonly result: SyncResult;
}
