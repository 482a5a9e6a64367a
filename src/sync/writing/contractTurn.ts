import type { ContractCharge } from '../../domain/contract/charge';
import type { DatabaseId, TaskId } from '../../domain/ids';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { Connection } from '../../ports/store/connections';
import type { JournalEntry } from '../../ports/store/journal';
import type { ContractLeases } from '../journal/contractLeases';
import { isPostedPeriod } from '../journal/writeErrors';
import type { Sent } from '../journal/writeOnce';
import type { WritePorts, WriteReport } from '../proving/writeReport';
import type { ChargeOfOther } from './chargesOfOthers';

export interface WriteContext {
	readonly connection: Connection;
	readonly databaseId: DatabaseId;
	/** Those of this run. */
	readonly leases: ContractLeases;
	readonly sameDate: 'nextDay' | 'ask';
	/** Charges that Autotask holds already, by key. */
	readonly chargesThere: ReadonlyMap<string, ContractCharge | undefined>;
	/** Those of them that another store of ours has written, by our own keys. */
	readonly chargesOfOthers: ReadonlyMap<string, ChargeOfOther>;
	readonly signal?: AbortSignal;
}

/** The writes of one contract while they are made. */
export class ContractTurn {
	readonly reports: WriteReport[] = [];
	/** Tasks of which something was not written in an earlier contract: of them nothing goes to this one. */
	heldBack: ReadonlySet<TaskId> = new Set();
	stopped: string | undefined;
	/** After a write without proof, or where what it left cannot be read, nothing more goes to this contract. */
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
			...(sent.wasWritten ? { attention: 'changed in Autotask' as const } : {}),
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
