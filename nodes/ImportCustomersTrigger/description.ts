import type { INodeProperties } from 'n8n-workflow';
import { language } from '../shared/settings/languageProperty';
import { ownSettingsParameters } from '../shared/settings/options';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

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
	...ownSettingsParameters(['matchCompanyBy'], { since: optionsSince }),
];
