import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { answerFault, answerPage } from '../../src/pages/answerPage';
import type { Page } from '../../src/pages/page';
import type { PageAnswer } from '../../src/pages/pageAnswer';
import { readPageRequest } from '../../src/pages/pageRequest';
import { openPorts } from './openPorts';

async function answered(context: IExecuteFunctions, page: Page, item: number): Promise<PageAnswer> {
	try {
		const request = readPageRequest(context.getInputData()[item]?.json ?? {});
		return await answerPage(page, request, await openPorts(context, { signal: context.getExecutionCancelSignal() }));
	} catch (error) {
		return await answerFault(page, error);
	}
}

/**
 * Answers what a Webhook node hands on; Respond to Webhook sends it back.
 *
 * Each item gets `statusCode`, `contentType`, `location`, `disposition` and `body` on the first output; nothing of the
 * request is handed on.
 */
export async function runPages(
	context: IExecuteFunctions,
	pages: Readonly<Record<string, Page>>,
	outputs: number,
): Promise<INodeExecutionData[][]> {
	const items: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		const name = String(context.getNodeParameter('page', item));
		const page = pages[name];
		if (!page) throw new RangeError(`no page ${name}`);
		items.push({ json: { ...(await answered(context, page, item)) }, pairedItem: { item } });
	}
	return Array.from({ length: outputs }, (_, output) => (output === 0 ? items : []));
}
