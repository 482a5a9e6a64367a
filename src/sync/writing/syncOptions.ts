import type { ContractPlan } from '../../domain/plan/plan';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Ports } from '../../ports/store/ports';

export interface SyncOptions {
	readonly dryRun: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	/** Lines and charges that one run may write; what exceeds it waits at `approval`. Source: rule T10. */
	readonly maxLines?: number;
	/** Money of the plans that one run may write: their totals as they are shown, once and per period, signs left out. */
	readonly maxMoney?: string;
	/** Percent of Autotask's hourly requests, all integrations together, that may be used up before writing stops. */
	readonly hourlyShare?: number;
	/** How many contracts are read and written together; 100 unless said. */
	readonly contractsAtOnce?: number;
	/** Plans that the same run has written before, in slices: they count for its limits. */
	readonly writtenBefore?: readonly ContractPlan[];
	readonly signal?: AbortSignal;
}

export type SyncPorts = Ports & { readonly autotask: AutotaskPort };
