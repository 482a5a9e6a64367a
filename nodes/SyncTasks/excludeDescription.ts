import type { INodeProperties } from 'n8n-workflow';
import { fromListOrId } from '../shared/items/listed';

const onExclude = { operation: ['exclude'] };

/** What is never billed, and what is billed again. */
export const excludeProperties: INodeProperties[] = [
	{
		displayName: 'Exclude',
		name: 'excluded',
		type: 'options',
		options: [
			{
				name: 'Product',
				value: 'product',
				description: 'In all subscriptions; of an order with other products only its part is left out',
			},
			{ name: 'Subscription', value: 'subscription', description: 'With all of its products' },
		],
		default: 'subscription',
		displayOptions: { show: onExclude },
		description:
			'What is never billed. While Autotask bills it, this is refused with the amount: take its units off the line first.',
	},
	{
		displayName: 'Subscription ID',
		name: 'excludedSubscription',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1000123',
		displayOptions: { show: { ...onExclude, excluded: ['subscription'] } },
		description: 'ID of the subscription at the marketplace',
	},
	{
		displayName: 'Product',
		name: 'excludedProduct',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchProducts', 'e.g. PRD1001'),
		displayOptions: { show: { ...onExclude, excluded: ['product'] } },
		description: 'Product of the marketplace',
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Not-for-resale licences',
		displayOptions: { show: onExclude },
		description: 'Why it is never billed; shown with its tasks, in the list of exclusions and in the log',
	},
	{
		displayName: 'Exclusion',
		name: 'exclusion',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchExclusions', 'e.g. subscription:1000123'),
		displayOptions: { show: { operation: ['include'] } },
		description: 'What is billed again, from today on; nothing is billed of the days before',
	},
];
