import type { INodeProperties } from 'n8n-workflow';

/** The node's parameters. */
export const syncContractProperties: INodeProperties[] = [
	{
		displayName:
			'Tasks that the trigger shows by hand are never written. Tasks approved in <b>Sync Tasks</b> are written, by hand too, unless Dry Run is on.',
		name: 'whatIsWritten',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show what would be written without writing it',
	},
	{
		displayName: 'Second Change on One Date',
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
		description: 'What happens when Autotask refuses it: it takes one adjustment of a line per date',
	},
	{
		displayName: 'Most Lines per Run',
		name: 'maxLines',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		hint: '0 is no limit',
		description: 'How many lines one run may write; what exceeds it waits for approval',
	},
	{
		displayName: 'Most Money per Run',
		name: 'maxMoney',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5000.00',
		hint: 'Empty is no limit',
		description: 'What the plans of one run may total, once and per period together; the rest waits for approval',
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
