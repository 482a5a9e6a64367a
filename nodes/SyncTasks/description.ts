import { sortBy, startCase } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { attentionReasons } from '../../src/domain/attention';
import { loggedActions } from '../../src/sync/deciding/loggedActions';
import { fromListOrId } from '../shared/items/listed';
import { checkProperties } from '../shared/settings/checkSettings';
import { changeProperties } from './changeDescription';
import { excludeProperties } from './excludeDescription';
import { pageProperties } from './pages';
import { settingsProperties } from './settings';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Adopt Lines',
			value: 'adopt',
			description:
				'Link lines that are billed by hand to their subscriptions as they are; nothing is written to Autotask',
			action: 'Adopt lines',
		},
		{
			name: 'Approve',
			value: 'approve',
			description: 'Approve plans and hand their tasks to Sync Contract',
			action: 'Approve tasks',
		},
		{
			name: 'Change Plan',
			value: 'change',
			description: 'Change rows, prices or contract of a task; the new plan waits for approval',
			action: 'Change the plan of a task',
		},
		{
			name: 'Change Settings',
			value: 'changeSettings',
			description: 'Change settings of the connection; each change is in the log with its value before and after',
			action: 'Change the settings of the connection',
		},
		{
			name: 'Check',
			value: 'check',
			description: 'Look for changes now and hand on the tasks that may go on',
			action: 'Check for changes',
		},
		{
			name: 'Exclude',
			value: 'exclude',
			description: 'Never bill a subscription or a product, with a reason; its tasks are ignored',
			action: 'Exclude from billing',
		},
		{
			name: 'Get',
			value: 'get',
			description: 'Give a task with its plan, its writes and its log',
			action: 'Get a task',
		},
		{
			name: 'Get Connection',
			value: 'connection',
			description: 'Give the connection, whether it is stopped, what is excluded, and how many tasks are in each state',
			action: 'Get the connection',
		},
		{
			name: 'Get Contracts',
			value: 'contracts',
			description: 'Give the contracts of the company of a task, and why it cannot be written to some of them',
			action: 'Get the contracts of a task',
		},
		{
			name: 'Get Exclusions',
			value: 'exclusions',
			description: 'Give the subscriptions and products that are never billed, with the reason',
			action: 'Get exclusions',
		},
		{
			name: 'Get Settings',
			value: 'settings',
			description:
				'Hand items on with the settings of the connection, who changed them, and the nodes with other values',
			action: 'Get the settings of the connection',
		},
		{
			name: 'Ignore',
			value: 'ignore',
			description: 'Take tasks out of the sync, with a reason; nothing is written for them',
			action: 'Ignore tasks',
		},
		{
			name: 'Include Again',
			value: 'include',
			description: 'Bill again what was excluded, from today on; its plan waits for approval',
			action: 'Include in billing again',
		},
		{ name: 'List', value: 'list', description: 'Give tasks by state', action: 'List tasks' },
		{ name: 'Log', value: 'log', description: 'Give what was done, newest first', action: 'Read the log' },
		{
			name: 'Page',
			value: 'page',
			description: 'Answer a browser that asks a Webhook node for a page',
			action: 'Answer with a page',
		},
		{
			name: 'Plan Now',
			value: 'plan',
			description: 'Look at a task now, with what the mappings, Autotask and its order say, and give its plan',
			action: 'Plan a task now',
		},
		{
			name: 'Restore',
			value: 'restore',
			description: 'Bring ignored tasks back; the next check hands them on',
			action: 'Restore ignored tasks',
		},
		{
			name: 'Retry',
			value: 'retry',
			description: 'Let tasks be looked at again with the next check',
			action: 'Retry tasks',
		},
		{
			name: 'Start',
			value: 'start',
			description: 'Let a stopped connection write again',
			action: 'Start the connection',
		},
		{
			name: 'Stop',
			value: 'stop',
			description: 'Write nothing more for this connection until it is started again',
			action: 'Stop the connection',
		},
	],
	default: 'list',
};

const adopting: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'adoptLines',
		type: 'options',
		options: [
			{
				name: 'All That Agree',
				value: 'all',
				description: 'Every line that was there before and holds what its subscription has, at its price',
			},
			{
				name: 'Of Named Tasks',
				value: 'named',
				description: 'The lines of the tasks that you name',
			},
		],
		default: 'all',
		displayOptions: { show: { operation: ['adopt'] } },
		description: 'Which lines to link; those that differ from their subscription are listed',
	},
	{
		displayName: 'Tasks',
		name: 'tasks',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. initial-1234:9f3c2a81d0b4 own=10',
		displayOptions: { show: { operation: ['adopt'], adoptLines: ['named'] } },
		description:
			"One per line: task and fingerprint of its plan, as taskId:fingerprint. After it may follow own=10 (units of the line that are this subscription's; the rest are others').",
	},
	{
		displayName: 'Only Compare',
		name: 'onlyCompare',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['adopt'] } },
		description: 'Whether to only say of each line what both sides hold; nothing is linked',
	},
	{
		displayName: 'Link Lines That Differ',
		name: 'linkDifferent',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['adopt'], onlyCompare: [false] } },
		description:
			'Whether to link lines that differ from their subscription too, with the units that they hold; the difference then waits for approval',
	},
];

const naming: INodeProperties[] = [
	{
		displayName: 'Tasks',
		name: 'tasks',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. order-1234:9f3c2a81d0b4 own=10',
		displayOptions: { show: { operation: ['approve', 'retry'] } },
		description:
			"One per line: task and fingerprint of its plan, as taskId:fingerprint. After it may follow own=10 (units of the line that are this subscription's; own[product]=10 where the task asks of several products), others=2@15, prices=autotask@16.20 or prices=marketplace@16.20, contract=123, gone=30001 or onetime.",
	},
	{
		displayName: 'Tasks',
		name: 'tasks',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. order-1234',
		displayOptions: { show: { operation: ['ignore', 'restore'] } },
		description: 'Task IDs, one per line',
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Entered by hand',
		displayOptions: { show: { operation: ['ignore'] } },
		description: 'Why nothing is to be written for them; it is shown with the tasks and in the log',
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		displayOptions: { show: { operation: ['include', 'restore', 'start', 'stop'] } },
		description: 'Why, for the log',
	},
	{
		displayName: 'Task',
		name: 'taskId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchTasks', 'e.g. order-1234'),
		displayOptions: { show: { operation: ['get'] } },
		description: 'The task to give',
	},
	{
		displayName: 'Read Back',
		name: 'readBack',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['get'] } },
		description: 'Whether to ask Autotask what it now holds of each write',
	},
	{
		displayName: 'Task',
		name: 'taskId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: fromListOrId('searchOpenTasks', 'e.g. order-1234'),
		displayOptions: { show: { operation: ['change', 'contracts', 'plan'] } },
		description: 'The task that is looked at',
	},
	{
		displayName: 'Task',
		name: 'logTaskId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: fromListOrId('searchTasks', 'e.g. order-1234'),
		displayOptions: { show: { operation: ['log'] } },
		description: 'Only what was done for this task; empty for all',
	},
	{
		displayName: 'By',
		name: 'by',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe',
		displayOptions: {
			show: {
				operation: [
					'adopt',
					'approve',
					'change',
					'changeSettings',
					'exclude',
					'ignore',
					'include',
					'plan',
					'restore',
					'retry',
					'start',
					'stop',
				],
			},
		},
		description: 'Who says so, for the log',
	},
];

const filters: INodeProperties[] = [
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		options: [
			{ name: 'Approved', value: 'approved' },
			{ name: 'Failed', value: 'failed' },
			{ name: 'Ignored', value: 'ignored' },
			{ name: 'Needs Attention', value: 'attention' },
			{ name: 'Open', value: 'open' },
			{ name: 'Synced', value: 'synced' },
			{ name: 'Syncing', value: 'syncing' },
		],
		default: [],
		displayOptions: { show: { operation: ['list'] } },
		description: 'Only tasks in these states; none chosen is all',
	},
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. SO000012',
		displayOptions: { show: { operation: ['list'] } },
		description: 'Part of order number, subscription, task ID, or of the name or ID of the customer; empty is all',
	},
	{
		displayName: 'Order Types',
		name: 'kinds',
		type: 'multiOptions',
		options: [
			{ name: 'Billing', value: 'billing' },
			{ name: 'Cancellation', value: 'cancellation' },
			{ name: 'Change', value: 'change' },
			{ name: 'First Sight', value: 'initial' },
			{ name: 'Migration', value: 'migration' },
			{ name: 'Not Understood', value: 'unknown' },
			{ name: 'Renewal', value: 'renewal' },
			{ name: 'Sales', value: 'sales' },
		],
		default: [],
		displayOptions: { show: { operation: ['list'] } },
		description: 'Only tasks of these orders; none chosen is all',
	},
	{
		displayName: 'Reasons',
		name: 'reasons',
		type: 'multiOptions',
		options: sortBy([...attentionReasons]).map((value) => ({ name: startCase(value), value })),
		default: [],
		displayOptions: { show: { operation: ['list'] } },
		description: 'Only tasks that wait for one of these; none chosen is all',
	},
	{
		displayName: 'Search',
		name: 'logSearch',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Part of message, task ID, name of who did it or correlation ID; empty is all',
	},
	{
		displayName: 'Customer',
		name: 'logCustomer',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ashdown',
		displayOptions: { show: { operation: ['log'] } },
		description: "Part of name or ID of the customer; empty is all customers'",
	},
	{
		displayName: 'Action',
		name: 'logAction',
		type: 'options',
		options: [{ name: 'Any', value: '' }, ...loggedActions.map((value) => ({ name: startCase(value), value }))],
		default: '',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Only what was done of this kind',
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['list', 'log'] } },
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { operation: ['list', 'log'], returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** The node's parameters. */
export const syncTasksProperties: INodeProperties[] = [
	operation,
	...adopting,
	...excludeProperties,
	...naming,
	...changeProperties,
	...filters,
	...settingsProperties,
	...checkProperties({ show: { operation: ['check'] } }),
	...pageProperties,
];
