import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { importCustomersPage } from '../../src/pages/imports/importCustomersPage';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import { pageCredentials } from '../shared/items/taskOutputs';
import type { ChainPorts } from '../shared/opening/openPorts';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { answerWebhook } from '../shared/pages/pageWebhook';
import { ownReader, parametersHere } from '../shared/settings/options';
import { ownSettings, placeOf } from '../shared/settings/ownSettings';
import { importCustomersTriggerProperties, optionsSince } from './description';

/**
 * Serves the page that makes companies of Autotask customers of the marketplace.
 *
 * It answers without an execution: n8n writes the input of an execution into its database before the first node runs,
 * and a password may be typed on this page.
 */
export class ImportCustomersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Import Customers Trigger',
		name: 'importCustomersTrigger',
		icon: { light: 'file:importCustomersTrigger.svg', dark: 'file:importCustomersTrigger.dark.svg' },
		group: ['trigger'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: '={{ "serves /" + $parameter["path"] }}',
		description: 'Serves the page that makes Autotask companies customers; what is typed there is in no execution',
		eventTriggerDescription: 'Open the test address in a browser',
		activationMessage: 'The page is at the production address now',
		defaults: { name: 'Import Customers Trigger' },
		inputs: [],
		outputs: [],
		credentials: pageCredentials,
		webhooks: [
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{ $parameter["path"] }}',
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{ $parameter["path"] }}',
				ndvHideUrl: true,
			},
		],
		properties: importCustomersTriggerProperties,
	};

	methods = { credentialTest: { testSyncStore } };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const own = ownSettings(['matchCompanyBy'], ownReader(parametersHere(this), optionsSince));
		const language = this.getNodeParameter('language') as string;
		const place = placeOf(this);
		const open = async ({ inputs, ...ports }: ChainPorts) => {
			const { settings } = await settingsOfNode(inputs.connectionId, { own, ...(place && { place }) }, ports);
			return importCustomersPage({ matchBy: settings.matchCompanyBy, language });
		};
		return await answerWebhook(this, { name: 'import-customers', open });
	}
}
