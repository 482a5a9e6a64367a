import type { CalendarDate } from '../domain/calendarDate';
import type { ChargeKind, ChargeTarget } from '../domain/contract';
import type { ContractServiceId, DatabaseId, TaskId } from '../domain/ids';
import type { LineState } from '../domain/lineState';
import type { Decimal } from '../domain/money';
import type { PlannedAdjustment } from '../domain/plan';
import type { Attention } from '../domain/task';
import type { ContractLeases } from './contractLeases';
import type { ContractWork, LineWork } from './contractWork';
import type { Move } from './moves';
import type { AutotaskPort, Connection, JournalEntry, Ports } from './ports';
import { isPostedPeriod, isSecondChangeOnDate } from './writeErrors';
import type { Intent, Sent } from './writeOnce';

export interface WriteContext {
	readonly connection: Connection;
	readonly databaseId: DatabaseId;
	/** Those of this run. */
	readonly leases: ContractLeases;
	readonly sameDate: 'nextDay' | 'ask';
	readonly chargeTarget: (kind: ChargeKind) => ChargeTarget | undefined;
	/** Charges that Autotask holds already, by key. */
	readonly chargesThere: ReadonlySet<string>;
	readonly signal?: AbortSignal;
}

export type WritePorts = Ports & { readonly autotask: AutotaskPort };

/** One thing that was to be written, and what became of it. */
export interface WriteReport {
	readonly taskIds: readonly TaskId[];
	readonly kind: 'adjustment' | 'contractService' | 'charge';
	readonly outcome: 'written' | 'there' | 'refused' | 'unproven' | 'late' | 'notSent';
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
	/** What was sent, after moves to a free day. */
	readonly sent: readonly PlannedAdjustment[];
	/** All changes of the line that went to a later, free day; the days between are charged instead. */
	readonly moved: readonly Move[];
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

/** The writes of one contract while they are made. */
export class ContractTurn {
	readonly reports: WriteReport[] = [];
	/** Tasks of which something was not written in an earlier contract: of them nothing goes to this one. */
	heldBack: ReadonlySet<TaskId> = new Set();
	stopped: string | undefined;
	/** After a write without proof nothing more goes to this contract. */
	isUnproven = false;

	constructor(
		readonly work: ContractWork,
		readonly context: WriteContext,
		readonly ports: WritePorts,
		/** Of this contract. */
		readonly journal: readonly JournalEntry[],
		/** Tasks of which something was not written, in any contract of the run: all its turns add to it. */
		readonly failedTasks: Set<TaskId>,
	) {}

	get mayGoOn(): boolean {
		return this.stopped === undefined && !this.isUnproven;
	}

	/** Whether a second change of the day was tried in vain before, or any on this contract refused: then it is not tried again. Source: rule Q7. */
	refusesSecondChange(id: ContractServiceId, day: CalendarDate): boolean {
		return this.journal.some((entry) => {
			const isRefusal = entry.state === 'refused' && entry.note !== undefined && isSecondChangeOnDate([entry.note]);
			return isRefusal || (entry.state === 'unwritten' && entry.contractServiceId === id && entry.on === day);
		});
	}

	add(report: WriteReport): void {
		this.reports.push(report);
		if (report.outcome !== 'written' && report.outcome !== 'there')
			for (const id of report.taskIds) this.failedTasks.add(id);
	}

	note(sent: Sent<number>): Pick<WriteReport, 'outcome' | 'why' | 'attention' | 'late'> {
		if (sent.kind === 'done') return { outcome: 'written' };
		if (sent.kind === 'late') {
			this.stopped = sent.why;
			return { outcome: 'late', why: sent.why, late: sent.intent };
		}
		if (sent.kind === 'stopped') {
			this.stopped = sent.why;
			return { outcome: 'notSent', why: sent.why };
		}
		if (sent.kind === 'unproven') {
			this.isUnproven = true;
			return { outcome: 'unproven', why: sent.why };
		}
		return {
			outcome: 'refused',
			why: sent.reasons.join(' '),
			...(isPostedPeriod(sent.reasons) ? { attention: 'period posted' as const } : {}),
		};
	}

	intent(taskIds: readonly TaskId[]) {
		return {
			databaseId: this.context.databaseId,
			connectionId: this.context.connection.id,
			taskIds,
			contractId: this.work.contractId,
		};
	}
}

/** Days on which we have changed the line already: Autotask may refuse a second change. */
export function takenDays(journal: readonly JournalEntry[], id: ContractServiceId): readonly string[] {
	return journal
		.filter(
			(entry) =>
				entry.contractServiceId === id &&
				entry.kind === 'adjustment' &&
				entry.state !== 'refused' &&
				entry.state !== 'unwritten',
		)
		.map((entry) => entry.on);
}
