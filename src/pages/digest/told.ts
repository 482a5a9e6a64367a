import type { Attention } from '../../domain/attention';
import type { TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { TellingSettings } from '../../domain/settings/connectionSettings';
import type { SyncResult } from '../../sync/tasks/outcomes';

/** What a chain of nodes has come to with one task, or an entry that named none. */
export interface ToldTask {
	/** Order number, else task ID, else what somebody entered. */
	readonly name: string;
	/** Absent if the item is of no task. */
	readonly taskId?: TaskId;
	readonly customer?: string;
	readonly plan?: Pick<ContractPlan, 'money' | 'currency'> & { readonly products: readonly string[] };
	readonly result?: Pick<SyncResult, 'state' | 'message'>;
	readonly attention?: Pick<Attention, 'reason' | 'message'>;
	/** Why an entry was refused, or what failed in the node. */
	readonly failed?: string;
	/** Whether an entry names what was written before. */
	readonly isWrittenBefore?: boolean;
}

/** What is told of tasks, the most pressing first. */
export const toldGroups = ['failed', 'decide', 'approve', 'written', 'nothing'] as const;

export type ToldGroup = (typeof toldGroups)[number];

/** Where a task is told: what was refused or failed first, then what waits for a person, then what is done. */
export function toldGroup({ result, attention, failed, isWrittenBefore }: ToldTask): ToldGroup {
	if (isWrittenBefore === true) return 'nothing';
	if (failed !== undefined || result?.state === 'failed') return 'failed';
	if (attention) return attention.reason === 'approval' ? 'approve' : 'decide';
	return result?.state === 'synced' ? 'written' : 'nothing';
}

/** Whether somebody is told of it. */
export function isTold(task: ToldTask, about: TellingSettings['notifyAbout']): boolean {
	const group = toldGroup(task);
	return about === 'allTasks' ? task.isWrittenBefore !== true : group !== 'written' && group !== 'nothing';
}

/** Why it is told, in a sentence. */
export function whyTold({ result, attention, failed }: ToldTask): string {
	return failed ?? attention?.message ?? result?.message ?? '';
}
