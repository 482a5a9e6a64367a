import type { INodeProperties } from 'n8n-workflow';

/** The node's parameters. */
export const syncContractProperties: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show what would be written without writing it',
	},
	{
		displayName: 'When a Second Change on One Date Is Refused',
		name: 'sameDate',
		type: 'options',
		options: [
			{ name: 'Ask', value: 'ask', description: 'The task waits for a person' },
			{
				name: 'Next Day',
				value: 'nextDay',
				description: 'It is dated on the next free day, and the days between are charged or credited',
			},
		],
		default: 'nextDay',
		description: 'Autotask takes one adjustment of a line per date',
	},
	{
		displayName: 'Most Lines per Run',
		name: 'maxLines',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How many lines one run may write; what exceeds it waits for approval. 0 is no limit.',
	},
	{
		displayName: 'Most Money per Run',
		name: 'maxMoney',
		type: 'string',
		default: '',
		placeholder: '5000.00',
		description:
			'What the plans of one run may total, once and per period together; what exceeds it waits for approval. Empty is no limit.',
	},
	{
		displayName: 'Share of the Hourly Limit (%)',
		name: 'hourlyShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 80,
		description:
			'How much of the hourly requests that Autotask allows all integrations may be used up; then the other tasks wait for the next check',
	},
];
