import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { SettingError } from '../settingError';

/** How a run writes; the signal comes from the execution. */
export interface SyncSettings {
	readonly dryRun: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	readonly maxLines?: number;
	/** Decimal text. */
	readonly maxMoney?: string;
	/** Percent of Autotask's hourly limit. */
	readonly hourlyShare: number;
}

const properties: INodeProperties[] = [
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

/** The parameters of writing, shown where the options say; without any, always. */
export function syncProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	return displayOptions ? properties.map((property) => ({ ...property, displayOptions })) : properties;
}

/**
 * Reads them through the node's own way of reading a parameter; an empty limit is none.
 *
 * @throws SettingError for an amount that is no number.
 */
export function readSyncSettings(read: (name: keyof SyncSettings) => unknown): SyncSettings {
	const maxLines = Number(read('maxLines'));
	const maxMoney = String(read('maxMoney') ?? '').trim();
	if (maxMoney !== '' && !/^\d{1,12}(\.\d{1,2})?$/.test(maxMoney)) {
		throw new SettingError(
			`Most Money per Run: "${maxMoney}" is not an amount. Enter one such as 5000.00, or nothing.`,
		);
	}
	return {
		dryRun: read('dryRun') === true,
		sameDate: read('sameDate') as SyncSettings['sameDate'],
		hourlyShare: Number(read('hourlyShare')),
		...(maxLines > 0 && { maxLines }),
		...(maxMoney !== '' && { maxMoney }),
	};
}
