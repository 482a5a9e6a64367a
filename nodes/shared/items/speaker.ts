import type { IExecuteFunctions } from 'n8n-workflow';
import { typedText } from './itemRun';

/** Who says so: the person who is named, else the workflow. */
export function speaker(context: IExecuteFunctions): string {
	return typedText(context, 'by', 0) || `workflow ${context.getWorkflow().name ?? ''}`.trim();
}
