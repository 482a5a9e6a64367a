import type { Answers } from '../answers/answers';
import { ownAnswer, ownWord, tellingAnswers } from '../answers/ownAnswer';
import type { PlanQuestion } from '../answers/planQuestion';
import type { ContractPlan } from '../plan/plan';
import { rowsNotNow } from './changedPlan';

/** `what`: how `why` begins, up to a next step that can be taken in a workflow only. */
export type AnsweredPlan =
	{ readonly kind: 'approvable' } | { readonly kind: 'refused'; readonly why: string; readonly what?: string };

function refused(what: string, step: string): AnsweredPlan {
	return { kind: 'refused', why: `${what}${step}`, what };
}

function askedText({ contractServiceId, inForce, linkedUnits }: PlanQuestion): string {
	return `contract service ${contractServiceId} holds ${inForce} units, ${linkedUnits} of them linked`;
}

/** The words that answer the questions as the plan assumes; empty where it asks nothing. */
export function assumedAnswers({ questions }: Pick<ContractPlan, 'questions'>): string {
	return questions.map((question) => ownWord(question, questions)).join(' ');
}

/**
 * Whether a plan may be approved with these answers as it was shown.
 *
 * An answer that would change what is written is refused: the task is retried with it first, so that the plan that is
 * approved is the one that was seen. Source: rule Q2.
 */
export function answerPlan(plan: ContractPlan, answers: Answers): AnsweredPlan {
	const [notNow] = rowsNotNow(plan);
	if (notNow !== undefined)
		return refused(
			`${notNow} is not ticked, so nothing of the task is written for now`,
			'; tick it and approve the plan that comes',
		);
	const { questions } = plan;
	const telling = tellingAnswers(answers, questions);
	const said = (question: PlanQuestion) => ownAnswer(telling, question.subscriptionId, question.productId);
	const unsaid = questions.filter((question) => said(question) === undefined);
	if (unsaid.length > 0) {
		const whose = questions.length > 1 ? "are each subscription's" : "already are this subscription's";
		return refused(
			`${unsaid.map(askedText).join('; ')}: say how many ${whose}`,
			`, with ${unsaid.map((one) => ownWord(one, questions)).join(' ')} as the plan assumes, or retry the task with another number`,
		);
	}
	const other = questions.filter((question) => said(question) !== question.suggestion);
	if (other.length === 0) return { kind: 'approvable' };
	return refused(
		`${other.map(askedText).join('; ')}: the plan was made with ${other.map((one) => ownWord(one, questions)).join(' ')}`,
		`; retry the task with ${other.map((one) => ownWord(one, questions, said(one))).join(' ')} and approve the plan that comes`,
	);
}
