import type {
	BuildOutcome,
	CustomerOutcome,
	NeedsAttention,
	ProductOutcome,
	SyncOutcome,
} from '../../../src/sync/tasks/outcomes';
import { plainJson } from './itemJson';
import type { Placed } from './taskRun';

/** The second output of the nodes that map and plan. */
const needsAttention = 1;

function placeWaiting({ taskId, attention, plan }: NeedsAttention): Placed {
	const gains = { attention: plainJson(attention), ...(plan && { plan: plainJson(plan) }) };
	return { taskId, output: needsAttention, gains };
}

/** Map Customer's outcome: `customer`, or why the task waits. */
export function placeCustomer(outcome: CustomerOutcome): Placed {
	if (outcome.kind === 'attention') return placeWaiting(outcome);
	return { taskId: outcome.taskId, output: 0, gains: { customer: plainJson(outcome.customer) } };
}

/** Map Product's outcome: `products`, or why the task waits. */
export function placeProducts(outcome: ProductOutcome): Placed {
	if (outcome.kind === 'attention') return placeWaiting(outcome);
	return { taskId: outcome.taskId, output: 0, gains: { products: outcome.products.map(plainJson) } };
}

/** Build Contract Services' outcome: `plan`, with why the task waits where it does. */
export function placeBuilt(outcome: BuildOutcome): Placed {
	if (outcome.kind === 'attention') return placeWaiting(outcome);
	return { taskId: outcome.taskId, output: 0, gains: { plan: plainJson(outcome.plan) } };
}

/** Sync Contract's outcome: `result`. */
export function placeSynced(outcome: SyncOutcome): Placed {
	const { attention } = outcome.result;
	const gains = { result: plainJson(outcome.result), ...(attention && { attention: plainJson(attention) }) };
	return { taskId: outcome.taskId, output: outcome.kind === 'synced' ? 0 : 1, gains };
}
