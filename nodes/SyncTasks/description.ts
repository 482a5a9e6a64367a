import { sortBy, startCase } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { attentionReasons } from '../../src/domain/attention';
import { loggedActions } from '../../src/sync/deciding/loggedActions';
import { fromListOrId } from '../shared/items/listed';
import { checkProperties } from '../shared/settings/checkSettings';
import { changeProperties } from './changeDescription';
import { digestProperties } from './digest';
import { excludeProperties } from './excludeDescription';
import { operationProperties } from './operationDescription';
import { pageProperties } from './pages';
import { optionsSince } from './planSettings';
import { settingsProperties } from './settings';

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
		description: 'Why nothing should be written for them; shown with the tasks and in the log',
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
		description: 'Name recorded in the action log',
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
		description:
			'Part of order number, subscription, task ID, or of the name or ID of the customer. Leave empty for all.',
	},
	{
		displayName: 'Order Types',
		name: 'kinds',
		type: 'multiOptions',
		options: [
			{ name: 'Billing', value: 'billing' },
			{ name: 'Cancellation', value: 'cancellation' },
			{ name: 'Change', value: 'change' },
			{ name: 'Existing Subscription', value: 'initial' },
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
		description: 'Part of message, task ID, name of who did it or correlation ID. Leave empty for all.',
	},
	{
		displayName: 'Customer',
		name: 'logCustomer',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ashdown',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Part of name or ID of the customer. Leave empty for all.',
	},
	{
		displayName: 'Who',
		name: 'logBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Part of the name of who did it. Leave empty for everybody.',
	},
	{
		displayName: 'From',
		name: 'logFrom',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Only entries from then on. Leave empty for all.',
	},
	{
		displayName: 'Until',
		name: 'logUntil',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Only entries before then. Leave empty for all.',
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
	...operationProperties,
	...adopting,
	...excludeProperties,
	...naming,
	...changeProperties,
	...digestProperties,
	...filters,
	...settingsProperties,
	...checkProperties({ since: optionsSince, show: { operation: ['check'] } }),
	...pageProperties,
];
