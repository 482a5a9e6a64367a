import type { AttentionReason } from '../../domain/attention';
import type { SyncTask } from '../../domain/task/task';

/** What a task goes through, in this order. */
export const steps = ['customer', 'products', 'contract', 'review', 'result'] as const;

export type Step = (typeof steps)[number];

export const stepNames: Readonly<Record<Step, string>> = {
	customer: 'Customer',
	products: 'Products',
	contract: 'Contract',
	review: 'Review',
	result: 'Result',
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
export function currentStep({ state, attention }: SyncTask): Step {
	if (state === 'attention' && attention) return stepOfReason[attention.reason] ?? 'review';
	return state === 'open' || state === 'approved' ? 'review' : 'result';
}

export function isStep(text: string | undefined): text is Step {
	return (steps as readonly (string | undefined)[]).includes(text);
}

/** What a task is called on a page. */
export function nameOfTask({ orderNumber, kind, id }: SyncTask): string {
	return orderNumber === undefined ? `Task ${id}` : `Order ${orderNumber} (${kind})`;
}
