import type { INodeProperties } from 'n8n-workflow';
import { language } from '../shared/settings/languageProperty';
import { ownProperties } from '../shared/settings/ownProperties';

/** The node's parameters. */
export const importCustomersTriggerProperties: INodeProperties[] = [
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: 'marketplace/import-customers',
		required: true,
		description:
			'Where the page is, below the address of production webhooks; it ends in import-customers, and the other pages lie beside it',
	},
	language,
	...ownProperties(['matchCompanyBy']),
];
