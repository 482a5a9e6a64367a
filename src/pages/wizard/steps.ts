import type { AttentionReason } from '../../domain/attention';
import type { SyncTask } from '../../domain/task/task';

/** What a task goes through, in this order; as addresses name them. */
export const steps = ['customer', 'products', 'contract', 'review', 'result'] as const;

export type Step = (typeof steps)[number];

export const stepNames: Readonly<Record<Step, string>> = {
	customer: 'Customer',
	products: 'Products',
	contract: 'Contract',
	review: 'Plan',
	result: 'Written',
};

const stepOfReason: Readonly<Partial<Record<AttentionReason, Step>>> = {
	'customer not mapped': 'customer',
	'product not mapped': 'products',
	'charge not mapped': 'products',
	'no contract fits': 'contract',
	'several contracts fit': 'contract',
	'currency differs': 'contract',
	'billing period differs': 'contract',
	'contract ended': 'contract',
};

/** The step that a task is at: settled ones are skipped. */
export function currentStep({ state, attention }: Pick<SyncTask, 'state' | 'attention'>): Step {
	if (state === 'attention' && attention) return stepOfReason[attention.reason] ?? 'review';
	return state === 'open' || state === 'approved' ? 'review' : 'result';
}

/** How far a task is with a step. */
export type StepState = 'done' | 'now' | 'to come';

/** What is before the step that a task is at is done; of a task that has ended, all of it. */
export function stateOfStep(step: Step, task: Pick<SyncTask, 'state' | 'attention'>): StepState {
	const current = currentStep(task);
	if (step === current) return task.state === 'synced' ? 'done' : 'now';
	return steps.indexOf(step) < steps.indexOf(current) ? 'done' : 'to come';
}

export function isStep(text: string | undefined): text is Step {
	return (steps as readonly (string | undefined)[]).includes(text);
}

/** What a task is called on a page. */
export function nameOfTask({ orderNumber, kind, id }: SyncTask): string {
	return orderNumber === undefined ? `Task ${id}` : `Order ${orderNumber} (${kind})`;
}
