import type { INodeProperties } from 'n8n-workflow';
import { fromListOrId } from '../shared/items/listed';
import { language } from '../shared/settings/languageProperty';

const ofOne = { show: { operation: ['import'] } };

/** Parameters of the operations that make companies customers. */
export const importProperties: INodeProperties[] = [
	{ ...language, displayOptions: { show: { operation: ['import', 'importAll'] } } },
	{
		displayName: 'Contact',
		name: 'contactId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: fromListOrId('searchContacts', 'e.g. 1234'),
		displayOptions: ofOne,
		description: 'The administrator of the customer; empty takes the primary contact, else the first complete one',
	},
	{
		displayName: 'Login',
		name: 'login',
		type: 'string',
		default: '',
		displayOptions: ofOne,
		description: 'Of the administrator, at least 5 characters; empty lets the marketplace make one',
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: ofOne,
		description:
			'Of the administrator: 7 characters with small and capital letters, digits and special characters. Give it by an expression; what is typed here is saved with the workflow.',
	},
	{
		displayName: 'Notification Email',
		name: 'notifyEmail',
		type: 'string',
		placeholder: 'name@email.com',
		default: '',
		displayOptions: ofOne,
		description: 'Where the marketplace sends its notifications; empty takes that of the contact',
	},
];
