import { isRecurring } from './changedPlan';
import type { ContractPlan } from './plan';
import type { Answers } from './task';

export type AnsweredPlan = { readonly kind: 'approvable' } | { readonly kind: 'refused'; readonly why: string };

/**
 * Whether a plan may be approved with these answers as it was shown.
 *
 * An answer that would change what is written is refused: the task is retried with it first, so that the plan that is
 * approved is the one that was seen. Source: rule Q2.
 */
export function answerPlan(plan: ContractPlan, answers: Answers): AnsweredPlan {
	const notNow = plan.lines.find((line) => !line.selected && isRecurring(line));
	if (notNow)
		return {
			kind: 'refused',
			why: `${notNow.invoiceDescription} is not ticked, so nothing of the task is written for now; tick it and approve the plan that comes`,
		};
	const open = plan.questions.find((question) => answers.ownUnits !== question.suggestion);
	if (!open) return { kind: 'approvable' };
	const asked = `contract service ${open.contractServiceId} holds ${open.inForce} units, ${open.linkedUnits} of them linked`;
	if (answers.ownUnits === undefined) {
		return {
			kind: 'refused',
			why: `${asked}: say how many already are this subscription's, with own=${open.suggestion} as the plan assumes, or retry the task with another number`,
		};
	}
	return {
		kind: 'refused',
		why: `${asked}: the plan was made with own=${open.suggestion}; retry the task with own=${answers.ownUnits} and approve the plan that comes`,
	};
}
