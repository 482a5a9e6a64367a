import type { INodeProperties } from 'n8n-workflow';
import { fileProperties } from '../shared/files/fileProperties';
import { fromListOrId } from '../shared/items/listed';
import { ownSettingsParameters } from '../shared/settings/options';
import { importProperties } from './importDescription';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Export Mappings',
			value: 'exportMappings',
			description: 'Give the list of customers with their companies as a CSV file',
			action: 'Export the mappings of customers',
		},
		{
			name: 'Import',
			value: 'import',
			description: 'Make a company of Autotask a customer of the marketplace and map it',
			action: 'Import a company as a customer',
		},
		{
			name: 'Import All',
			value: 'importAll',
			description:
				'Make every company whose profile is complete a customer of the marketplace; the others come with what they lack',
			action: 'Import all companies as customers',
		},
		{
			name: 'Import Mappings',
			value: 'importMappings',
			description: 'Take mappings from a CSV file, and say of each row what changes',
			action: 'Import the mappings of customers',
		},
		{
			name: 'List',
			value: 'list',
			description: 'Give mapped customers, and those that tasks wait for',
			action: 'List customers',
		},
		{
			name: 'Load',
			value: 'load',
			description: 'Read all customers of the marketplace for the lists and pages that show them',
			action: 'Load the customers of the marketplace',
		},
		{
			name: 'Map',
			value: 'map',
			description: 'Map a customer to a company',
			action: 'Map a customer to a company',
		},
		{
			name: 'Page',
			value: 'page',
			description: 'Answer a browser that asks a Webhook node for a page',
			action: 'Show a page',
		},
		{
			name: 'Resolve',
			value: 'resolve',
			description: 'Find the company of each task',
			action: 'Find the company of each task',
		},
		{
			name: 'Suggest',
			value: 'suggest',
			description: 'Give companies that may be a customer, with score and reasons; nothing is mapped',
			action: 'Suggest companies for a customer',
		},
		{
			name: 'Unmap',
			value: 'unmap',
			description: 'Remove the mapping of a customer; what has synced stays',
			action: 'Remove the mapping of a customer',
		},
	],
	default: 'resolve',
};

/** The node's parameters. */
export const mapCustomerProperties: INodeProperties[] = [
	operation,
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [{ name: 'Customers', value: 'customers', description: 'Customers and the companies they are mapped to' }],
		default: 'customers',
		displayOptions: { show: { operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	{
		displayName: 'All Seen',
		name: 'allSeen',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['list'] } },
		description:
			'Whether to give all customers that were loaded, and not only those that are mapped or that a task waits for',
	},
	{
		displayName: 'Only Unmapped',
		name: 'onlyUnmapped',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['exportMappings', 'list'] } },
		description: 'Whether to give only customers without a mapping',
	},
	{
		displayName: 'Customer',
		name: 'customerId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchCustomers', 'e.g. 1001'),
		displayOptions: { show: { operation: ['map', 'suggest', 'unmap'] } },
		description: 'The customer in the marketplace; a task names it as its customer',
	},
	{
		displayName: 'Company',
		name: 'companyId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchCompanies', 'e.g. 1234', { searchFilterRequired: true }),
		displayOptions: { show: { operation: ['import', 'map'] } },
		description: 'The company in Autotask that is billed',
	},
	{
		displayName: 'Process Automatically',
		name: 'processAutomatically',
		type: 'boolean',
		default: true,
		displayOptions: { show: { operation: ['map'] } },
		description: 'Whether changes of this customer may be written without approval where the trigger allows it too',
	},
	...importProperties,
	...fileProperties,
	...ownSettingsParameters(['matchCompanyBy'], {
		since: optionsSince,
		show: { operation: ['import', 'importAll', 'resolve'] },
	}),
];
