import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { isTimeZone } from '../../../src/domain/calendarDate';
import { SettingError } from '../settingError';

/** Settings of a look for changes, as the trigger and Sync Tasks (check) offer them. */
export interface CheckParameters {
	readonly processAutomatically: boolean;
	readonly orderKinds: readonly OrderKindSetting[];
	readonly lookBackDays: number;
	readonly sweep: 'daily' | 'everyCheck' | 'never';
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
	readonly batchSize: number;
	readonly recheckHours: number;
	readonly setAsideAfter: number;
	readonly keepLogDays: number;
}

export type OrderKindSetting = 'sales' | 'change' | 'renewal' | 'billing' | 'cancellation' | 'migration';

const required: INodeProperties[] = [
	{
		displayName: 'Marketplace Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Europe/London',
		hint: 'Decides the day from which a change is billed',
		description: 'The zone in which the marketplace counts days',
	},
	{
		displayName: 'Process Automatically',
		name: 'processAutomatically',
		type: 'boolean',
		default: false,
		description:
			'Whether to write changes of customers that allow it without waiting for an approval. The tasks of the first check always wait.',
	},
];

const orderKinds: INodeProperties = {
	displayName: 'Order Kinds',
	name: 'orderKinds',
	type: 'multiOptions',
	options: [
		{ name: 'Billing', value: 'billing', description: 'Usage of an existing subscription' },
		{ name: 'Cancellation', value: 'cancellation', description: 'End of a subscription' },
		{ name: 'Change', value: 'change', description: 'More or fewer licences' },
		{ name: 'Migration', value: 'migration', description: 'A subscription taken over from elsewhere' },
		{ name: 'Renewal', value: 'renewal', description: 'A new term' },
		{ name: 'Sales', value: 'sales', description: 'A new subscription' },
	],
	default: ['sales', 'change', 'renewal', 'billing', 'cancellation', 'migration'],
	description: 'Orders of other kinds become tasks that are ignored, with the reason',
};

const windowSettings: INodeProperties[] = [
	{
		displayName: 'Look Back (Days)',
		name: 'lookBackDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 366, numberPrecision: 0 },
		default: 31,
		description: 'How old an order may be to get a task at the first check',
	},
	{
		displayName: 'List Subscriptions',
		name: 'sweep',
		type: 'options',
		options: [
			{ name: 'Daily', value: 'daily', description: 'Once a day, to find subscriptions without an order' },
			{ name: 'Every Check', value: 'everyCheck', description: 'With each look for changes' },
			{ name: 'Never', value: 'never', description: 'Only at the first check' },
		],
		default: 'daily',
		description: 'How often all subscriptions are listed besides the orders',
	},
	{
		displayName: 'Expiration Date Is',
		name: 'expirationIs',
		type: 'options',
		options: [
			{ name: 'Day After', value: 'dayAfter', description: 'The first day that no longer belongs to the term' },
			{ name: 'Last Day', value: 'lastDay', description: 'The last day of the term' },
		],
		default: 'dayAfter',
		description: 'What the marketplace means by the expiration date of a subscription',
	},
];

const paceSettings: INodeProperties[] = [
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 5000, numberPrecision: 0 },
		default: 200,
		description: 'How many tasks one check hands on at most; the rest comes with the next ones',
	},
	{
		displayName: 'Look Again in Autotask After (Hours)',
		name: 'recheckHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 720, numberPrecision: 0 },
		default: 24,
		description: 'How long a task waits for its cause in Autotask to go away before it is looked at again',
	},
	{
		displayName: 'Set Aside After (Tries)',
		name: 'setAsideAfter',
		type: 'number',
		typeOptions: { minValue: 2, maxValue: 100, numberPrecision: 0 },
		default: 5,
		description: 'How often a task is handed on without ever coming to an end before it counts as failed',
	},
	{
		displayName: 'Keep Log (Days)',
		name: 'keepLogDays',
		type: 'number',
		typeOptions: { minValue: 30, maxValue: 3650, numberPrecision: 0 },
		default: 400,
		description: 'How long the action log is kept; entries of unfinished tasks are kept longer',
	},
];

/** The parameters of a look for changes, shown where the options say; without any, always. */
export function checkProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	const all = [...required, orderKinds, ...windowSettings, ...paceSettings];
	return displayOptions ? all.map((property) => ({ ...property, displayOptions })) : all;
}

/** Settings of a look for changes besides what decides the day of a change and what is handed on. */
export type CheckRules = Omit<CheckParameters, 'timeZone' | 'expirationIs' | 'batchSize' | 'setAsideAfter'>;

/**
 * Reads them through a node's own way of reading a parameter.
 *
 * @throws SettingError where no order kind is chosen.
 */
export function readCheckRules(read: (name: string) => unknown): CheckRules {
	const kinds = read('orderKinds') as OrderKindSetting[];
	if (kinds.length === 0) throw new SettingError('Order Kinds: choose at least one kind of order.');
	return {
		orderKinds: kinds,
		processAutomatically: read('processAutomatically') as boolean,
		lookBackDays: read('lookBackDays') as number,
		sweep: read('sweep') as CheckParameters['sweep'],
		recheckHours: read('recheckHours') as number,
		keepLogDays: read('keepLogDays') as number,
	};
}

/**
 * Reads all of them.
 *
 * @throws SettingError for a time zone that does not exist, and where no order kind is chosen.
 */
export function readCheckSettings(read: (name: string) => unknown): CheckParameters {
	const timeZone = String(read('timeZone')).trim();
	if (timeZone === '' || !isTimeZone(timeZone)) {
		throw new SettingError(
			`Marketplace Time Zone: "${timeZone}" is not a time zone. Enter its name, such as Europe/London.`,
		);
	}
	return {
		...readCheckRules(read),
		timeZone,
		expirationIs: read('expirationIs') as CheckParameters['expirationIs'],
		batchSize: read('batchSize') as number,
		setAsideAfter: read('setAsideAfter') as number,
	};
}
