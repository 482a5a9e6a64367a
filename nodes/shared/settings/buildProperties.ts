import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const amounts: INodeProperties[] = [
	{
		displayName: 'Load Prices From',
		name: 'priceSource',
		type: 'options',
		options: [
			{ name: 'Autotask', value: 'autotask', description: 'The price of the line or service stays' },
			{ name: 'Marketplace', value: 'marketplace', description: 'The price of the order is written' },
		],
		default: 'autotask',
		description: 'Where the price and cost of a contract service come from',
	},
	{
		displayName: 'Proration',
		name: 'proration',
		type: 'options',
		options: [
			{ name: 'Autotask', value: 'autotask', description: 'Autotask splits the period at the day of the change' },
			{
				name: 'Marketplace',
				value: 'marketplace',
				description: 'The part of the period is a one-time charge, and the units change from the next period',
			},
		],
		default: 'autotask',
		description: 'Who works out what a change within a billing period costs',
	},
	{
		displayName: 'Cost From',
		name: 'costSource',
		type: 'options',
		options: [
			{ name: 'Catalogue', value: 'catalogue', description: 'The cost of the product' },
			{ name: 'None', value: 'none', description: 'No cost is written' },
			{ name: 'Subscription', value: 'subscription', description: 'The cost of the subscription, else of the product' },
		],
		default: 'subscription',
		description: 'Which cost of the marketplace is written',
	},
	{
		displayName: 'Convert Cost',
		name: 'convertCost',
		type: 'boolean',
		default: false,
		description:
			'Whether to convert a cost to the internal currency of Autotask by its exchange rate; otherwise left out',
	},
	{
		displayName: 'Price Change Limit (%)',
		name: 'priceChangeLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 20,
		hint: '0 is no limit',
		description:
			'How far a price of the marketplace may move without approval. A price that falls below its cost waits for approval too.',
	},
];

const meaning: INodeProperties[] = [
	{
		displayName: 'Change Order Quantity Means',
		name: 'changeQuantity',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Each order as it ends at what the subscription has; what fits both ways, or neither, waits',
			},
			{ name: 'Difference', value: 'difference', description: 'What is added or taken away' },
			{ name: 'New Total', value: 'total', description: 'What the subscription has afterwards' },
		],
		default: 'total',
		description: 'How the quantity of a Change order is read',
	},
	{
		displayName: 'Sync Refunds on Downgrade',
		name: 'syncRefunds',
		type: 'boolean',
		default: false,
		description: 'Whether a fall credits the rest of the current period',
	},
	{
		displayName: 'Invoice Description',
		name: 'invoiceDescription',
		type: 'options',
		options: [
			{ name: 'As in Autotask', value: 'autotask', description: 'The text of the service stays' },
			{ name: 'Product and Period', value: 'productAndPeriod' },
			{ name: 'Product Name', value: 'productName' },
		],
		default: 'productAndPeriod',
		description: 'What a new line says on the invoice',
	},
	{
		displayName: 'When No Contract Fits',
		name: 'whenNoContract',
		type: 'options',
		options: [
			{ name: 'Ask', value: 'ask', description: 'The task waits for a person' },
			{ name: 'Create', value: 'create', description: 'A contract is proposed' },
		],
		default: 'ask',
		description: 'What happens when the company has no contract of the same billing period and currency',
	},
];

/** How plans are made, as parameters that show under these conditions. */
export function buildProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	const own = [...amounts, ...meaning];
	return displayOptions ? own.map((property) => ({ ...property, displayOptions })) : own;
}
