import { taskEntry } from '../../domain/answers/taskEntry';
import type { ContractPlan } from '../../domain/plan/plan';
import type { TaskSummary } from '../../ports/store/tasks';
import { mostShownLines } from './shownPlan';

/** A task to be looked at, with its plan where one can be approved. */
export interface Reviewed {
	readonly task: TaskSummary;
	readonly plan?: ContractPlan;
}

/** Whether the plan can be approved as it is shown. */
export function isApprovable({ task, plan }: Reviewed): boolean {
	const waits = task.state === 'attention' && task.attention?.reason === 'approval';
	const isWhole = plan !== undefined && plan.questions.length === 0 && plan.lines.length <= mostShownLines;
	return isWhole && (waits || task.state === 'approved');
}

/** How an approved plan is named: the task with the fingerprint of the plan that is shown. */
export function approvalEntry(plan: ContractPlan): string {
	return taskEntry(plan.taskId, plan.fingerprint);
}
