import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeError } from './nodeErrors';

/**
 * Runs a node as a whole: what goes wrong before its items are looked at stops it, or, where it goes on after errors,
 * makes each item an error item on the first output.
 */
export async function runNode(
	context: IExecuteFunctions,
	outputs: number,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	try {
		return await run();
	} catch (caught) {
		const error = toNodeError(context.getNode(), caught);
		if (!context.continueOnFail()) throw error;
		const faults = context
			.getInputData()
			.map((_, item) => ({ json: { error: error.message }, error, pairedItem: { item } }));
		return Array.from({ length: outputs }, (_, output) => (output === 0 ? faults : []));
	}
}
