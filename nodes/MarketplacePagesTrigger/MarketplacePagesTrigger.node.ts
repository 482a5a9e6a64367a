import {
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	UnexpectedError,
} from 'n8n-workflow';
import { pageCredentials } from '../shared/items/taskOutputs';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { answerWebhook } from '../shared/pages/pageWebhook';
import { marketplacePagesTriggerProperties, webhooks } from './description';
import { pageAt, pagesOf } from './pages';

/**
 * Serves the pages of a connection, which work as its settings say.
 *
 * It answers without an execution: what is looked at and typed, and the password of each request, is in no execution.
 */
export class MarketplacePagesTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Marketplace Pages Trigger',
		name: 'marketplacePagesTrigger',
		icon: { light: 'file:marketplacePagesTrigger.svg', dark: 'file:marketplacePagesTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["pages"].join(", ") + " at /" + $parameter["path"] }}',
		description: 'Serves the pages to people with a login; what is looked at and typed there is in no execution',
		eventTriggerDescription: 'Open a test address in a browser',
		activationMessage: 'The pages are at the production addresses now',
		defaults: { name: 'Marketplace Pages Trigger' },
		inputs: [],
		outputs: [],
		credentials: pageCredentials,
		webhooks,
		properties: marketplacePagesTriggerProperties,
	};

	methods = { credentialTest: { testSyncStore } };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const name = pageAt(this.getRequestObject().path, this.getNodeParameter('path') as string);
		if (name === undefined) throw new UnexpectedError('This address is none of the pages of the node.');
		return await answerWebhook(this, pagesOf(this)[name]);
	}
}
