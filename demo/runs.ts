import type { Execution } from './n8n/executions';
import type { N8nRest } from './n8n/n8nRest';

/** The execution as it is. @throws Error with n8n's own words where it did not end well. */
export function succeeded(execution: Execution, what: string): Execution {
	if (execution.status === 'success') return execution;
	const { error, lastNodeExecuted } = execution.data?.resultData ?? {};
	const where = lastNodeExecuted === undefined ? '' : ` at the node "${lastNodeExecuted}"`;
	const why = [error?.message ?? execution.status, error?.description].filter(Boolean).join(' ');
	throw new Error(`${what}: execution ${execution.id} ended${where}: ${why}`);
}

/** Runs a workflow from its node "Start by Hand" to its end. */
export async function runByHand(rest: N8nRest, workflowId: string, what: string): Promise<Execution> {
	return succeeded(await rest.runWorkflow(workflowId, 'Start by Hand'), what);
}
