import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { plainJson } from './itemJson';
import { toNodeError } from './nodeErrors';

/** What came of one item, or one row of a list: the output it belongs to, its json, and its files. */
export interface Given {
	readonly output: number;
	readonly json: object;
	readonly binary?: IBinaryKeyData;
}

/**
 * Does something for each input item, one after another; each gives any number of items, paired with it.
 *
 * Where the node goes on after errors, an item that fails becomes an error item on the first output.
 */
export async function runPerItem(
	context: IExecuteFunctions,
	outputs: number,
	work: (itemIndex: number) => Promise<readonly Given[]>,
): Promise<INodeExecutionData[][]> {
	const branches: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	for (const item of context.getInputData().keys()) {
		try {
			for (const { output, json, binary } of await work(item)) {
				branches[output]?.push({ json: plainJson(json), ...(binary && { binary }), pairedItem: { item } });
			}
		} catch (caught) {
			const error = toNodeError(context.getNode(), caught, item);
			if (!context.continueOnFail()) throw error;
			branches[0]?.push({ json: { error: error.message }, error, pairedItem: { item } });
		}
	}
	return branches;
}

/** An id that a person chose from a list or typed. */
export function chosenId(context: IExecuteFunctions, name: string, itemIndex: number): number {
	return Number(context.getNodeParameter(name, itemIndex, '', { extractValue: true }));
}

/** A text that a person typed, without blanks around it. */
export function typedText(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return String(context.getNodeParameter(name, itemIndex, '')).trim();
}

/** The same as text, for what has no number; empty where nothing was chosen. */
export function chosenText(context: IExecuteFunctions, name: string, itemIndex: number): string {
	const chosen = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return typeof chosen === 'string' || typeof chosen === 'number' ? String(chosen).trim() : '';
}
