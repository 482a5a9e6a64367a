import { ownWord } from '../../domain/answers/ownAnswer';
import type { TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import { changePlan } from '../../sync/planning/changePlan';
import type { PlanNowSettings } from '../../sync/planning/planTaskNow';
import { whatText } from '../nextStep';
import type { PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { readChoice } from './ownUnits';
import { approvalEntry, ownField } from './reviewed';

/** A number that somebody says of one question of a plan that was shown. */
export interface Said {
	readonly plan: ContractPlan;
	readonly at: number;
	readonly units: string;
}

/** Numbers in the fields of plans that are not what the plans were made with; those of a plan that has moved since say nothing. */
export function saidOtherwise(plans: readonly ContractPlan[], request: PageRequest): readonly Said[] {
	return plans.flatMap((plan) =>
		plan.questions.flatMap(({ suggestion }, at): Said[] => {
			const units = field(request, ownField(plan, at));
			return units === '' || units === String(suggestion) ? [] : [{ plan, at, units }];
		}),
	);
}

/** What a button says of one of the plans; undefined where none was pressed, or its plan has changed since it was shown. */
export function chosenIn(plans: readonly ContractPlan[], request: PageRequest): Said | undefined {
	const choice = readChoice(field(request, 'choose'));
	const plan = choice && plans.find((one) => approvalEntry(one) === choice.entry);
	if (!plan) return undefined;
	return { plan, at: choice.at, units: choice.units || field(request, ownField(plan, choice.at)) };
}

/** What came of numbers that were said: entries of the plans that they make, and sentences. */
export interface Planned {
	readonly entries: readonly { readonly before: string; readonly now: string }[];
	readonly messages: readonly string[];
	readonly isRefused: boolean;
}

/** Plans again with the numbers, one after another; writes nothing. */
export async function planWith(
	said: readonly Said[],
	user: string,
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<Planned> {
	const { connectionId } = ports.inputs;
	const fingerprints = new Map<TaskId, string>();
	const entries: { readonly before: string; readonly now: string }[] = [];
	const messages: string[] = [];
	let isRefused = false;
	for (const { plan, at, units } of said) {
		const { taskId } = plan;
		const question = plan.questions[at];
		if (!question) continue;
		const change = {
			kind: 'ownUnits',
			product: `${question.subscriptionId}/${question.productId}`,
			units,
		} as const;
		const fingerprint = fingerprints.get(taskId) ?? plan.fingerprint;
		const outcome = await changePlan({ connectionId, taskId, by: user, change, fingerprint }, ports, settings);
		isRefused ||= outcome.kind === 'refused';
		messages.push(outcome.kind === 'refused' ? whatText(outcome) : `Planned again with ${units} units.`);
		if (outcome.kind !== 'looked' || !outcome.plan) continue;
		fingerprints.set(taskId, outcome.plan.fingerprint);
		entries.push({ before: approvalEntry(plan), now: approvalEntry(outcome.plan) });
	}
	return { entries, messages: [...new Set(messages)], isRefused };
}

/** The words that answer the questions of a plan as it was made, where the fields say so; a field that is empty says nothing. Source: rule Q2. */
export function ownWords(plan: ContractPlan, request: PageRequest): readonly string[] {
	const { questions } = plan;
	return questions.flatMap((question, at) =>
		field(request, ownField(plan, at)) === '' ? [] : [ownWord(question, questions)],
	);
}
