import type { Attention } from '../../domain/attention';
import type { LineState } from '../../domain/contract/lineState';
import type { ContractServiceId, TaskId } from '../../domain/ids';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import type { Decimal } from '../../domain/money';
import type { ContractWork, LineWork } from '../../domain/plan/contractWork';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Ports } from '../../ports/store/ports';
import type { Intent } from '../journal/writeOnce';

export type WritePorts = Ports & { readonly autotask: AutotaskPort };

/** One thing that was to be written, and what became of it. */
export interface WriteReport {
	readonly taskIds: readonly TaskId[];
	readonly kind: 'adjustment' | 'contractService' | 'charge';
	readonly outcome: 'written' | 'there' | 'refused' | 'taken' | 'unproven' | 'late' | 'notSent';
	/** The intent of a write that Autotask took when another writer had taken over. */
	readonly late?: Intent;
	readonly serviceName: string;
	readonly on: string;
	readonly adjustment?: PlannedAdjustment;
	readonly amount?: Decimal;
	readonly lineKey?: string;
	readonly why?: string;
	readonly attention?: Attention['reason'];
}

/** A line as it stands when its adjustments were sent. */
export interface WrittenLineState {
	readonly work: LineWork;
	/** Known once the line exists. */
	readonly contractServiceId?: ContractServiceId;
	/** What was sent. */
	readonly sent: readonly PlannedAdjustment[];
	/** Whether everything that was to be written to the line was. */
	readonly isWhole: boolean;
	readonly before: LineState;
}

/** What was done to one contract. */
export interface ContractReport {
	readonly work: ContractWork;
	readonly reports: readonly WriteReport[];
	readonly lines: readonly WrittenLineState[];
	/** Set where nothing more may be sent in this run: login, limit, lease. */
	readonly stopped?: string;
}
