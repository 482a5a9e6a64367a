import { orderKinds } from '../order/orderKind';
import type { ConnectionSettings, SettingName } from './connectionSettings';
import { planSettingsTable } from './planSettingsTable';
import type { Control, Setting } from './setting';

type Table = { readonly [Name in SettingName]: Setting<ConnectionSettings[Name]> };

/** Every setting of a connection, in the order in which a group shows them. */
export const settingsTable: Table = {
	...planSettingsTable,
	orderKinds: {
		group: 'checking',
		name: 'Order kinds',
		help: 'Orders of other kinds become tasks that are ignored, with the reason',
		control: {
			kind: 'several',
			choices: {
				billing: { name: 'Billing', help: 'Usage of an existing subscription' },
				cancellation: { name: 'Cancellation', help: 'End of a subscription' },
				change: { name: 'Change', help: 'More or fewer licences' },
				migration: { name: 'Migration', help: 'A subscription taken over from elsewhere' },
				renewal: { name: 'Renewal', help: 'A new term' },
				sales: { name: 'Sales', help: 'A new subscription' },
			},
		},
		usual: [...orderKinds].sort(),
	},
	lookBackDays: {
		group: 'checking',
		name: 'Look back (days)',
		help: 'How old an order may be to get a task at the first check',
		control: { kind: 'number', least: 1, most: 366 },
		usual: 31,
	},
	sweep: {
		group: 'checking',
		name: 'List subscriptions',
		help: 'How often all subscriptions are listed besides the orders',
		control: {
			kind: 'choice',
			choices: {
				daily: { name: 'Daily', help: 'Once a day, to find subscriptions without an order' },
				everyCheck: { name: 'Every check', help: 'With each look for changes' },
				never: { name: 'Never', help: 'Only at the first check' },
			},
		},
		usual: 'daily',
	},
	recheckHours: {
		group: 'checking',
		name: 'Look again in Autotask after (hours)',
		help: 'How long a task waits for its cause in Autotask to go away before it is checked again',
		control: { kind: 'number', least: 1, most: 720 },
		usual: 24,
	},
	keepLogDays: {
		group: 'checking',
		name: 'Keep log (days)',
		help: 'How long the action log is kept; entries of unfinished tasks are kept longer',
		control: { kind: 'number', least: 30, most: 3650 },
		usual: 400,
	},
	processAutomatically: {
		group: 'writing',
		name: 'Process automatically',
		help: 'Whether to write changes of customers that allow it without waiting for an approval. The tasks of the first check always wait',
		control: { kind: 'switch' },
		usual: false,
	},
	sameDate: {
		group: 'writing',
		name: 'Second change on one date',
		help: 'What happens when Autotask refuses it: it takes one adjustment of a line per date',
		control: {
			kind: 'choice',
			choices: {
				ask: { name: 'Ask', help: 'The task waits for a person' },
				nextDay: {
					name: 'Next day',
					help: 'It is dated on the next free day, and the days between are charged or credited',
				},
			},
		},
		usual: 'nextDay',
	},
	maxLines: {
		group: 'writing',
		name: 'Most lines per run',
		help: 'How many lines one run may write; the rest waits for approval',
		hint: '0 is no limit',
		control: { kind: 'number', least: 0, most: 100_000, zero: 'No limit' },
		usual: 0,
	},
	maxMoney: {
		group: 'writing',
		name: 'Most money per run',
		help: 'How much the plans of one run may change, once and per period together; the rest waits for approval',
		hint: 'Such as 5000.00, or none',
		control: { kind: 'amount', none: 'No limit' },
		usual: '',
	},
	hourlyShare: {
		group: 'writing',
		name: 'Share of the hourly limit (%)',
		help: 'How much of the hourly requests that Autotask allows all integrations may be used up; then the other tasks wait for the next check',
		control: { kind: 'number', least: 1, most: 100 },
		usual: 80,
	},
	secondApproverAbove: {
		group: 'writing',
		name: 'Second approver above',
		help: 'A plan that changes more than this, once and per period together, is written once two people have approved it',
		hint: 'Such as 1000.00, or none',
		control: { kind: 'amount', none: 'Never' },
		usual: '',
	},
	matchCompanyBy: {
		group: 'mapping',
		name: 'Match company by',
		help: 'What the external ID of a marketplace customer is compared with. Only an exact match maps automatically',
		control: {
			kind: 'choice',
			choices: {
				id: { name: 'Company ID', help: 'The external ID of the customer is the ID of the company' },
				companyNumber: { name: 'Company number', help: 'The external ID is the company number' },
			},
		},
		usual: 'companyNumber',
	},
	severalProducts: {
		group: 'mapping',
		name: 'Several products on one service',
		help: 'What happens when a second product would use the same service of Autotask',
		control: {
			kind: 'choice',
			choices: {
				allow: { name: 'Allow', help: 'Products may share a service' },
				refuse: { name: 'Refuse', help: 'A service belongs to one product' },
			},
		},
		usual: 'refuse',
	},
	notifyAbout: {
		group: 'telling',
		name: 'Notify about',
		help: 'What notifications tell',
		control: {
			kind: 'choice',
			choices: {
				errorsAndActions: { name: 'Errors and actions needed', help: 'Tasks that failed or wait for a person' },
				allTasks: { name: 'All tasks', help: 'Also what was written' },
			},
		},
		usual: 'errorsAndActions',
	},
	pagesAddress: {
		group: 'telling',
		name: 'Address of the pages',
		help: 'Where these pages are; notifications link there',
		hint: 'Such as https://n8n.example/webhook/marketplace',
		control: { kind: 'address' },
		usual: '',
	},
};

/** A setting whatever its value is. */
export type AnySetting = Setting<unknown, Control>;

const all: Readonly<Record<string, AnySetting>> = settingsTable;

/** Whether it is a setting. */
export function isSettingName(name: string): name is SettingName {
	return Object.hasOwn(settingsTable, name);
}

export function settingOf(name: SettingName): AnySetting {
	const setting = all[name];
	if (!setting) throw new RangeError(`no setting ${name}`);
	return setting;
}

/** What can be set, in the order of the table. */
export const settingNames: readonly SettingName[] = Object.keys(settingsTable).filter(isSettingName);
