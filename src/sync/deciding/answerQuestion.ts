import type { Question } from '../../domain/answers/question';
import type { ContractId } from '../../domain/ids';
import type { BuildPorts } from '../planning/buildSettings';
import { changePlan, type ChangePlanRequest } from '../planning/changePlan';
import type { PlanChange } from '../planning/planChange';
import type { PlanNowOutcome, PlanNowSettings } from '../planning/planTaskNow';

export interface AnswerRequest extends Omit<ChangePlanRequest, 'change'> {
	/** As it was shown. */
	readonly question: Question;
	/** A number, or what one of the question's ways stands for. */
	readonly value: string;
}

/** What an answer changes; undefined for one that the question does not have. */
function changeOf(question: Question, value: string): PlanChange | undefined {
	switch (question.asks) {
		case 'ownUnits':
			return { kind: 'ownUnits', product: `${question.subscriptionId}/${question.productId}`, units: value };
		case 'heldUnits':
			return { kind: 'ownUnits', product: question.product, units: value };
		case 'otherUnits':
			return { kind: 'otherUnits', units: value, seenInForce: String(question.known.seenInForce) };
		case 'prices':
			return value === 'autotask' || value === 'marketplace'
				? { kind: 'prices', from: value, seen: question.seen }
				: undefined;
		case 'goneLine':
			return value === String(question.line) ? { kind: 'goneLine', line: value } : undefined;
		case 'contract':
			return question.contracts.some(({ id }) => String(id) === value)
				? { kind: 'contract', contractId: Number(value) as ContractId }
				: undefined;
		case 'newContract':
			return value === 'create' ? { kind: 'newContract' } : undefined;
	}
}

/** Plans a task again with what a person answers to a question of it. Nothing is written to Autotask. */
export async function answerQuestion(
	{ question, value, ...request }: AnswerRequest,
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<PlanNowOutcome> {
	const change = changeOf(question, value);
	if (!change) return { kind: 'refused', message: `Task ${request.taskId}: Choose one of the answers that are shown.` };
	return await changePlan({ ...request, change }, ports, settings);
}
