import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { fromListOrId } from '../shared/items/listed';

const show = (...operations: string[]): IDisplayOptions => ({
	show: { resource: ['chargeKind'], operation: operations },
});

/** What one parameter is called and chosen from, by what is chosen in Bill As. */
const targets: INodeProperties[] = [
	{
		displayName: 'Billing Code',
		name: 'targetId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchChargeBillingCodes', 'e.g. 1234'),
		displayOptions: { show: { resource: ['chargeKind'], operation: ['map'], targetKind: ['billingCode'] } },
		description: 'The material billing code in Autotask',
	},
	{
		displayName: 'Autotask Product',
		name: 'targetId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchChargeProducts', 'e.g. 1234'),
		displayOptions: { show: { resource: ['chargeKind'], operation: ['map'], targetKind: ['product'] } },
		description: 'The product in the catalogue of Autotask',
	},
];

/** Parameters of the mappings of charge kinds: what a setup, proration, usage, fee or credit is billed as. */
export const chargeKindProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['chargeKind'] } },
		options: [
			{
				name: 'Export Mappings',
				value: 'exportMappings',
				description: 'Give all kinds of charge with what they are booked under as a CSV file',
				action: 'Export the mappings of charge kinds',
			},
			{
				name: 'Import Mappings',
				value: 'importMappings',
				description: 'Take mappings from a CSV file, and say of each row what changes',
				action: 'Import the mappings of charge kinds',
			},
			{
				name: 'List',
				value: 'list',
				description: 'Give all kinds of charge, mapped or not',
				action: 'List charge kinds',
			},
			{
				name: 'Map',
				value: 'map',
				description: 'Map a kind of charge to a billing code or product of Autotask',
				action: 'Map a charge kind',
			},
			{
				name: 'Unmap',
				value: 'unmap',
				description: 'Remove the mapping of a kind of charge',
				action: 'Remove the mapping of a charge kind',
			},
		],
		default: 'list',
	},
	{
		displayName: 'Charge Kind',
		name: 'chargeKind',
		type: 'options',
		options: [
			{ name: 'Credit', value: 'credit' },
			{ name: 'Fee', value: 'fee' },
			{ name: 'Proration', value: 'proration' },
			{ name: 'Setup', value: 'setup' },
			{ name: 'Usage', value: 'usage' },
		],
		default: 'setup',
		displayOptions: show('map', 'unmap'),
		description: 'Which one-time lines of an order the mapping is for',
	},
	{
		displayName: 'Only for Product',
		name: 'overrideProductId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: fromListOrId('searchProducts', 'e.g. PRD1001'),
		hint: 'Empty for all products',
		displayOptions: show('map', 'unmap'),
		description: 'The marketplace product that is booked in another way than the rest of the kind',
	},
	{
		displayName: 'Bill As',
		name: 'targetKind',
		type: 'options',
		options: [
			{ name: 'Material Billing Code', value: 'billingCode' },
			{ name: 'Product', value: 'product', description: 'A product of the catalogue of Autotask' },
		],
		default: 'billingCode',
		displayOptions: show('map'),
		description: 'What the charge carries in Autotask; a service is not possible there',
	},
	...targets,
];
