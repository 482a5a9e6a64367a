import type { INodeProperties } from 'n8n-workflow';
import { fromListOrId } from '../shared/items/listed';
import { planParameters } from './planSettings';

const onRow = { show: { operation: ['change'], planChange: ['row'] } };

const what: INodeProperties[] = [
	{
		displayName: 'Change',
		name: 'planChange',
		type: 'options',
		options: [
			{ name: 'Contract', value: 'contract', description: 'Which contract the task is written to' },
			{
				name: 'Other Units',
				value: 'otherUnits',
				description: 'Units on this line that were not bought through this marketplace',
			},
			{
				name: 'Own Units',
				value: 'ownUnits',
				description: 'How many units already on the line belong to this subscription',
			},
			{ name: 'Prices', value: 'prices', description: 'Where the prices of this task come from' },
			{ name: 'Row', value: 'row', description: 'Date, text, units, price or cost of a row, or whether it is ticked' },
			{ name: 'Take Back', value: 'takeBack', description: 'All changes of rows and of the date are taken back' },
		],
		default: 'row',
		displayOptions: { show: { operation: ['change'] } },
		description: 'What to change; several changes take several nodes, one after another',
	},
	{
		displayName: 'Row',
		name: 'row',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchRows', 'e.g. charge 1030/setup/1'),
		displayOptions: onRow,
		description: 'The row of the plan; the lines of a plan name it as their row',
	},
	{
		displayName: 'Set',
		name: 'rowChanges',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: onRow,
		description: 'What the row gets; an empty field is as the order, or Autotask, has it, and what is not added stays',
		options: [
			{
				displayName: 'Cost',
				name: 'cost',
				type: 'string',
				default: '',
				placeholder: 'e.g. 14.40',
				description: 'Of one unit; of a charge the whole cost',
			},
			{
				displayName: 'Date',
				name: 'date',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026-10-16',
				description: 'Day of a charge; for a product the day of the whole order',
			},
			{
				displayName: 'Invoice Description',
				name: 'description',
				type: 'string',
				default: '',
				description: 'Of a new line or a charge, at most 100 characters; an existing line has its own in Autotask',
			},
			{
				displayName: 'Price',
				name: 'price',
				type: 'string',
				default: '',
				placeholder: 'e.g. 18.00',
				description: 'Of one unit; of a charge the amount',
			},
			{
				displayName: 'Ticked',
				name: 'ticked',
				type: 'boolean',
				default: true,
				description:
					'Whether the row is written: a charge that is not ticked is never written, and a product that is not ticked keeps the task waiting',
			},
			{
				displayName: 'Units',
				name: 'units',
				type: 'string',
				default: '',
				placeholder: 'e.g. 12',
				description: 'Of this subscription afterwards, as a whole number',
			},
		],
	},
	{
		displayName: 'Product of the Line',
		name: 'question',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchQuestions', 'e.g. PRD1001'),
		displayOptions: { show: { operation: ['change'], planChange: ['ownUnits'] } },
		description: 'What the plan asks of; by its product, or by subscription/product',
	},
	{
		displayName: 'Units',
		name: 'units',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 10',
		displayOptions: { show: { operation: ['change'], planChange: ['otherUnits', 'ownUnits'] } },
		description: 'How many it is, as a whole number',
	},
	{
		displayName: 'Units in Autotask',
		name: 'seenInForce',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 12',
		displayOptions: { show: { operation: ['change'], planChange: ['otherUnits'] } },
		description: 'How many the line holds now: the message of the task names them',
	},
	{
		displayName: 'Prices From',
		name: 'pricesFrom',
		type: 'options',
		options: [
			{ name: 'Autotask', value: 'autotask', description: 'The price of the line or service stays' },
			{ name: 'Marketplace', value: 'marketplace', description: 'The price of the order is written' },
		],
		default: 'marketplace',
		displayOptions: { show: { operation: ['change'], planChange: ['prices'] } },
		description: 'Where the prices of this task come from, whatever the setting below',
	},
	{
		displayName: 'Price in Autotask',
		name: 'pricesSeen',
		type: 'string',
		default: '',
		placeholder: 'e.g. 16.20',
		displayOptions: { show: { operation: ['change'], planChange: ['prices'] } },
		description:
			'What somebody has set there, where the message of the task names it; price and cost as 16.20/14.40 where it names both',
	},
	{
		displayName: 'Contract',
		name: 'contractId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchContracts', 'e.g. 1234'),
		displayOptions: { show: { operation: ['change'], planChange: ['contract'] } },
		description: 'A recurring-service contract of the company that fits',
	},
	{
		displayName: 'Fingerprint',
		name: 'fingerprint',
		type: 'string',
		default: '',
		placeholder: 'e.g. 9f3c2a81d0b4',
		displayOptions: { show: { operation: ['change'] } },
		description:
			'Of the plan that the change was made from: another one is not changed. Empty changes the plan as it is.',
	},
];

/** What is changed of a task's plan, and what a single task is mapped and planned with. */
export const changeProperties: INodeProperties[] = [...what, ...planParameters];
