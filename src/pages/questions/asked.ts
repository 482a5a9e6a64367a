import type { PlanQuestion } from '../../domain/answers/planQuestion';
import { type Question, questionOf, questionWord } from '../../domain/answers/question';
import { asWord, taskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import { isPlanned } from '../../domain/plan/standingPlan';
import type { SyncTask } from '../../domain/task/task';

type AskingTask = Pick<SyncTask, 'id' | 'state' | 'attention'>;

/** A question as a page shows it: bound to the plan, or to the cause, that asks it. */
export interface Asked {
	readonly taskId: TaskId;
	readonly question: Question;
	/** The plan that asks it; none where the task has none yet. */
	readonly plan?: ContractPlan;
	/** The field that holds the answer. Another plan, or another cause, has another field. */
	readonly field: string;
}

/** How an approved plan is named: the task with the fingerprint of the plan that is shown. */
export function approvalEntry(plan: ContractPlan): string {
	return taskEntry(plan.taskId, plan.fingerprint);
}

/** The field that says how many units of a line are the subscription's: of that very plan, by the place of its question. */
function ownField({ taskId, fingerprint }: ContractPlan, at: number): string {
	return `own-${asWord(taskId)}-${fingerprint}-${at}`;
}

function askedByPlan(plan: ContractPlan): readonly (Asked & { readonly question: PlanQuestion })[] {
	return plan.questions.map((question, at) => ({ taskId: plan.taskId, question, plan, field: ownField(plan, at) }));
}

/** What a task asks a person: its plan, else the cause that keeps it from having one. */
export function askedOf(task: AskingTask, plan: ContractPlan | undefined): readonly Asked[] {
	if (plan && isPlanned(task)) return askedByPlan(plan);
	const question = task.state === 'attention' && task.attention ? questionOf(task.attention) : undefined;
	if (!question || question.asks === 'ownUnits') return [];
	return [{ taskId: task.id, question, field: `answer-${asWord(task.id)}-${questionWord(question)}` }];
}

/** What a button sends that answers a question; without a value the answer is in the question's field. */
export function choiceValue({ taskId, field }: Asked, value = ''): string {
	return `${taskEntry(taskId)} ${field} ${value}`;
}

/** The same read; undefined where it is none. */
export function readChoice(
	text: string,
): { readonly task: string; readonly field: string; readonly value: string } | undefined {
	const [task, field, value] = text.split(' ');
	return task === undefined || field === undefined || value === undefined ? undefined : { task, field, value };
}
