import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { answerFault, answerPage } from '../../../src/pages/answerPage';
import { unread } from '../../../src/pages/rendered';
import type { Page } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { type LetIn, readPageRequest } from '../../../src/pages/pageRequest';
import { folderOf } from '../../../src/pages/places';
import type { RequestContext } from '../opening/n8nHttp';
import { type ChainPorts, openPorts } from '../opening/openPorts';

/** A page, or one that is made for the settings of the connection that its node opens. */
export type AskedPage =
	Page | (Pick<Page, 'name' | 'isFolder'> & { readonly open: (ports: ChainPorts) => Promise<Page> });

/** How a request came. */
interface Asking {
	readonly signal?: AbortSignal | undefined;
	readonly letIn?: LetIn;
	readonly ports?: ChainPorts;
}

/**
 * Answers one request, given as the Webhook node hands it on, with the node's credentials.
 *
 * `letIn` is who asks, where a trigger has checked the login itself, and `ports` what it has opened for that.
 *
 * @throws what no page can say: an error that is none of ours.
 */
export async function answerAsked(
	context: RequestContext,
	page: AskedPage,
	asked: Readonly<Record<string, unknown>>,
	{ signal, letIn, ports: opened }: Asking = {},
): Promise<PageAnswer> {
	try {
		const request = readPageRequest(asked, letIn);
		const ports = opened ?? (await openPorts(context, { signal }));
		return await answerPage('open' in page ? await page.open(ports) : page, request, ports);
	} catch (error) {
		return await answerFault(page, error, unread(folderOf(String(asked['webhookUrl'] ?? ''))));
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
	pages: Readonly<Record<string, AskedPage>>,
	outputs: number,
): Promise<INodeExecutionData[][]> {
	const items: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		const name = String(context.getNodeParameter('page', item));
		const page = pages[name];
		if (!page) throw new RangeError(`no page ${name}`);
		const asked = context.getInputData()[item]?.json ?? {};
		const answer = await answerAsked(context, page, asked, { signal: context.getExecutionCancelSignal() });
		items.push({ json: { ...answer }, pairedItem: { item } });
	}
	return Array.from({ length: outputs }, (_, output) => (output === 0 ? items : []));
}
