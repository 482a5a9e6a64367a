import { outputItems } from '../n8n/executions';
import type { N8nRest } from '../n8n/n8nRest';
import { runByHand } from '../runs';

export type TaskState = 'open' | 'attention' | 'approved' | 'syncing' | 'synced' | 'failed' | 'ignored';

/** One row of a plan, in the columns that a person reviews. */
export interface PlanRow {
	readonly kind: string;
	readonly selected: boolean;
	readonly effectiveDate: string;
	readonly endDate?: string;
	readonly serviceName: string;
	readonly invoiceDescription: string;
	readonly currentQuantity: number;
	readonly quantityChange: number;
	readonly price?: string;
	readonly cost?: string;
	readonly detail: string;
}

/** What a task would write. */
export interface Plan {
	readonly fingerprint: string;
	readonly contractName: string;
	readonly currency: string;
	readonly lines: readonly PlanRow[];
	readonly totals: { readonly once: string; readonly perPeriod: string };
	/** What it changes of the bill. */
	readonly money?: {
		readonly once: string;
		readonly recurring: readonly { readonly before: string; readonly after: string }[];
	};
	readonly questions: readonly { readonly inForce: number; readonly suggestion: number }[];
}

/** A sync task as the node Sync Tasks lists it. */
export interface Task {
	readonly id: string;
	readonly kind: string;
	readonly orderNumber?: string;
	readonly customerId: string;
	readonly subscriptionIds: readonly string[];
	readonly state: TaskState;
	readonly attention?: { readonly reason: string; readonly message: string };
	readonly waitsFor?: string;
	readonly note?: string;
	readonly effectiveAt: string;
	readonly plan?: Plan;
}

interface ListedItem {
	readonly task: Omit<Task, 'plan'>;
	readonly plan?: Plan;
}

/** Runs the workflow that lists all tasks, by hand, and reads what its node put out; oldest task first. */
export async function readTasks(rest: N8nRest, workflowId: string): Promise<readonly Task[]> {
	const execution = await runByHand(rest, workflowId, 'The list of tasks could not be read');
	const items = outputItems(execution, 'Sync Tasks').map(({ json }) => json as unknown as ListedItem);
	const tasks = items.map(({ task, plan }): Task => ({ ...task, ...(plan && { plan }) }));
	return tasks.sort((a, b) => a.effectiveAt.localeCompare(b.effectiveAt) || a.id.localeCompare(b.id));
}
