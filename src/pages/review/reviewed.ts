import { isChoice } from '../../domain/answers/planQuestion';
import type { ContractPlan } from '../../domain/plan/plan';
import type { TaskSummary } from '../../ports/store/tasks';

/** How many lines of a plan a page shows; a longer plan is not approved on a page. */
export const mostShownLines = 100;

/** A task to be looked at, with its plan where one can be approved. */
export interface Reviewed {
	readonly task: TaskSummary;
	readonly plan?: ContractPlan;
}

/** Whether the plan can be approved as it is shown: where it asks whose units are on its line, the answer that it was made with is sent along. */
export function isApprovable({ task, plan }: Reviewed): boolean {
	const waits = task.state === 'attention' && task.attention?.reason === 'approval';
	const isWhole = plan !== undefined && !plan.questions.some(isChoice) && plan.lines.length <= mostShownLines;
	return isWhole && (waits || task.state === 'approved');
}
