import { ownWord } from '../../domain/answers/ownAnswer';
import type { Question } from '../../domain/answers/question';
import type { TaskId } from '../../domain/ids';
import { answerQuestion } from '../../sync/deciding/answerQuestion';
import type { PlanNowOutcome, PlanNowSettings } from '../../sync/planning/planTaskNow';
import { whatText } from '../nextStep';
import type { PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { approvalEntry, type Asked, readChoice } from './asked';

/** What somebody says to one question of what was shown. */
export interface Said {
	readonly one: Asked;
	readonly value: string;
}

/** What a plan was made with; undefined where there is no plan before the answer. */
function madeWith(question: Question): string | undefined {
	return question.asks === 'ownUnits' ? String(question.suggestion) : undefined;
}

/** Answers in the fields that the plans were not made with; those to a plan or a cause that has moved since say nothing. */
export function saidOtherwise(asked: readonly Asked[], request: PageRequest): readonly Said[] {
	return asked.flatMap((one): Said[] => {
		const value = field(request, one.field);
		return value === '' || value === madeWith(one.question) ? [] : [{ one, value }];
	});
}

/** What a button says; undefined where none was pressed, or what it answers has changed since it was shown. */
export function chosenIn(asked: readonly Asked[], request: PageRequest): Said | undefined {
	const choice = readChoice(field(request, 'choose'));
	const one = choice && asked.find((other) => other.field === choice.field);
	return one && { one, value: choice.value || field(request, choice.field) };
}

/** What came of answers: the tasks, entries of the plans that they make, and sentences. */
export interface Planned {
	readonly answered: readonly TaskId[];
	readonly entries: readonly { readonly before?: string; readonly now: string }[];
	readonly messages: readonly string[];
	readonly isRefused: boolean;
}

function messageOf({ one, value }: Said, outcome: PlanNowOutcome): string {
	if (outcome.kind === 'refused') return whatText(outcome);
	const { reason } = outcome.task.attention ?? {};
	if (!outcome.plan) return `Answered. The task goes on when this is settled: ${reason ?? outcome.task.state}.`;
	return one.question.asks === 'ownUnits' ? `Planned again with ${value} units.` : 'Planned with your answer.';
}

/** Plans again with the answers, one after another; writes nothing. */
export async function planWith(
	said: readonly Said[],
	user: string,
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<Planned> {
	const { connectionId } = ports.inputs;
	const fingerprints = new Map<TaskId, string>();
	const entries: { readonly before?: string; readonly now: string }[] = [];
	const messages: string[] = [];
	const answered = new Set<TaskId>();
	let isRefused = false;
	for (const { one, value } of said) {
		const { taskId, plan, question } = one;
		const fingerprint = fingerprints.get(taskId) ?? plan?.fingerprint;
		const seen = fingerprint === undefined ? {} : { fingerprint };
		const outcome = await answerQuestion({ connectionId, taskId, by: user, question, value, ...seen }, ports, settings);
		isRefused ||= outcome.kind === 'refused';
		messages.push(messageOf({ one, value }, outcome));
		if (outcome.kind === 'looked') answered.add(taskId);
		if (outcome.kind !== 'looked' || !outcome.plan) continue;
		fingerprints.set(taskId, outcome.plan.fingerprint);
		entries.push({ ...(plan ? { before: approvalEntry(plan) } : {}), now: approvalEntry(outcome.plan) });
	}
	return { answered: [...answered], entries, messages: [...new Set(messages)], isRefused };
}

/** The words that answer the questions of a plan as it was made, where the fields say so; a field that is empty says nothing. Source: rule Q2. */
export function ownWords(entry: string, asked: readonly Asked[], request: PageRequest): readonly string[] {
	return asked.flatMap(({ question, plan, field: name }) =>
		plan && question.asks === 'ownUnits' && approvalEntry(plan) === entry && field(request, name) !== ''
			? [ownWord(question, plan.questions)]
			: [],
	);
}
