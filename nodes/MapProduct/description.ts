import type { INodeProperties } from 'n8n-workflow';
import { fileProperties } from '../shared/files/fileProperties';
import { fromListOrId } from '../shared/items/listed';
import { ownSettingsParameters } from '../shared/settings/options';
import { chargeKindProperties } from './chargeKindDescription';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Charge Kind', value: 'chargeKind' },
		{ name: 'Product', value: 'product' },
	],
	default: 'product',
};

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['product'] } },
	options: [
		{
			name: 'Add to Autotask',
			value: 'addToAutotask',
			description: 'Create the service of a product in Autotask and map the product to it',
			action: 'Create the service of a product',
		},
		{
			name: 'Export Mappings',
			value: 'exportMappings',
			description: 'Give the list of products with their services as a CSV file',
			action: 'Export the mappings of products',
		},
		{
			name: 'Import Mappings',
			value: 'importMappings',
			description: 'Take mappings from a CSV file, and say of each row what changes',
			action: 'Import the mappings of products',
		},
		{
			name: 'List',
			value: 'list',
			description: 'Give mapped products, and those that tasks wait for',
			action: 'List products',
		},
		{
			name: 'Load',
			value: 'load',
			description: 'Read the names of all service plans of the marketplace, under which products are shown',
			action: 'Load the service plans of the marketplace',
		},
		{
			name: 'Map',
			value: 'map',
			description: 'Map a product to a service',
			action: 'Map a product to a service',
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
			description: 'Find the services of each task',
			action: 'Find the services of each task',
		},
		{
			name: 'Suggest',
			value: 'suggest',
			description: 'Give services that may be a product, with score and reasons; nothing is mapped',
			action: 'Suggest services for a product',
		},
		{
			name: 'Unmap',
			value: 'unmap',
			description: 'Remove the mapping of a product; what has synced stays',
			action: 'Remove the mapping of a product',
		},
	],
	default: 'resolve',
};

const periods: INodeProperties['options'] = [
	{ name: 'All', value: 'all' },
	{ name: 'Monthly', value: 'monthly' },
	{ name: 'Quarterly', value: 'quarterly' },
	{ name: 'Semi-Annual', value: 'semiAnnual' },
	{ name: 'Yearly', value: 'yearly' },
];

const productProperties: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [
			{ name: 'Charges', value: 'charges', description: 'Kinds of charges and what they are booked under' },
			{ name: 'Products', value: 'products', description: 'Products and the services they are mapped to' },
		],
		default: 'products',
		displayOptions: { show: { resource: ['product'], operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	{
		displayName: 'All Seen',
		name: 'allSeen',
		type: 'boolean',
		default: false,
		displayOptions: { show: { resource: ['product'], operation: ['list'] } },
		description:
			'Whether to give all products that subscriptions were seen to hold, and not only those that are mapped or that a task waits for',
	},
	{
		displayName: 'Only Unmapped',
		name: 'onlyUnmapped',
		type: 'boolean',
		default: false,
		displayOptions: { show: { resource: ['product'], operation: ['exportMappings', 'list'] } },
		description: 'Whether to give only products without a mapping',
	},
	{
		displayName: 'Product',
		name: 'productId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchProducts', 'e.g. PRD1001'),
		displayOptions: { show: { resource: ['product'], operation: ['map', 'unmap', 'suggest', 'addToAutotask'] } },
		description: 'The product in the marketplace; a task that waits for its mapping names it',
	},
	{
		displayName: 'Billing Period',
		name: 'periodType',
		type: 'options',
		options: periods,
		default: 'all',
		displayOptions: { show: { resource: ['product'], operation: ['unmap'] } },
		description: 'The billing period for which the mapping no longer holds',
	},
	{
		displayName: 'Billing Period',
		name: 'productPeriod',
		type: 'options',
		options: [
			{ name: 'Monthly', value: 'monthly' },
			{ name: 'Quarterly', value: 'quarterly' },
			{ name: 'Semi-Annual', value: 'semiAnnual' },
			{ name: 'Yearly', value: 'yearly' },
		],
		default: 'monthly',
		displayOptions: { show: { resource: ['product'], operation: ['suggest', 'addToAutotask'] } },
		description: 'How the product is billed; service and contract have the same period',
	},
	{
		displayName: 'Service Name',
		name: 'serviceName',
		type: 'string',
		default: '',
		hint: 'Empty for the name of the product',
		displayOptions: { show: { resource: ['product'], operation: ['addToAutotask'] } },
		description: 'Name of the new service, at most 100 characters',
	},
	{
		displayName: 'Price',
		name: 'servicePrice',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 18.00',
		displayOptions: { show: { resource: ['product'], operation: ['addToAutotask'] } },
		description: 'For one unit and one period',
	},
	{
		displayName: 'Cost',
		name: 'serviceCost',
		type: 'string',
		default: '',
		placeholder: 'e.g. 14.40',
		displayOptions: { show: { resource: ['product'], operation: ['addToAutotask'] } },
		description: 'For one unit and one period; empty where it is not known',
	},
	{
		displayName: 'Billing Code',
		name: 'billingCodeId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchServiceBillingCodes', 'e.g. 1234'),
		displayOptions: { show: { resource: ['product'], operation: ['addToAutotask'] } },
		description: 'An active billing code for services of recurring contracts',
	},
	{
		displayName: 'Service',
		name: 'serviceId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchServices', 'e.g. 1234', { searchFilterRequired: true }),
		displayOptions: { show: { resource: ['product'], operation: ['map'] } },
		description:
			'The service in Autotask that contracts carry; the mapping holds for the billing period of the service',
	},
	...ownSettingsParameters(['severalProducts'], {
		since: optionsSince,
		show: { resource: ['product'], operation: ['resolve', 'map', 'page', 'addToAutotask', 'importMappings'] },
	}),
];

/** The node's parameters. */
export const mapProductProperties: INodeProperties[] = [
	resource,
	operation,
	...productProperties,
	...chargeKindProperties,
	...fileProperties,
];
