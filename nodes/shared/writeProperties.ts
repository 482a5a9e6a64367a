import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const writing: INodeProperties[] = [
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

/** How a run writes, as parameters that show under these conditions. */
export function writeProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	return displayOptions ? writing.map((property) => ({ ...property, displayOptions })) : writing;
}
