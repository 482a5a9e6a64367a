import type { INodeProperties } from 'n8n-workflow';
import { buildProperties } from '../shared/buildProperties';
import { checkProperties } from '../shared/checkSettings';
import { writeProperties } from '../shared/writeProperties';

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
			name: 'Check',
			value: 'check',
			description: 'Look for changes now and hand on the tasks that may go on',
			action: 'Check for changes',
		},
		{
			name: 'Get',
			value: 'get',
			description: 'Give a task with its plan, its writes and its log',
			action: 'Get a task',
		},
		{
			name: 'Ignore',
			value: 'ignore',
			description: 'Take tasks out of the sync, with a reason; nothing is written for them',
			action: 'Ignore tasks',
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
		displayName: 'Link Lines That Differ',
		name: 'linkDifferent',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['adopt'] } },
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
			"One per line: task and fingerprint of its plan, as taskId:fingerprint. After it may follow own=10 (units of the line that are this subscription's; own[product]=10 where the task asks of several products), others=2, contract=123 or onetime.",
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
		displayOptions: { show: { operation: ['restore', 'start', 'stop'] } },
		description: 'Why, for the log',
	},
	{
		displayName: 'By',
		name: 'by',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe',
		displayOptions: { show: { operation: ['adopt', 'approve', 'ignore', 'restore', 'retry', 'start', 'stop'] } },
		description: 'Who says so, for the log',
	},
	{
		displayName: 'Task ID',
		name: 'taskId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. order-1234',
		displayOptions: { show: { operation: ['get'] } },
		description: 'The task to give',
	},
	{
		displayName: 'Task ID',
		name: 'logTaskId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1234',
		displayOptions: { show: { operation: ['log'] } },
		description: 'Only what was done for this task; empty for all',
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

const wizard = { show: { operation: ['page'], page: ['task'] } };

const pages: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [{ name: 'Task', value: 'task', description: 'One task from its customer to what was written' }],
		default: 'task',
		displayOptions: { show: { operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	{
		displayName: 'Match Company By',
		name: 'matchCompanyBy',
		type: 'options',
		options: [
			{ name: 'Company ID', value: 'id', description: 'The external ID of the customer is the ID of the company' },
			{ name: 'Company Number', value: 'companyNumber', description: 'The external ID is the company number' },
		],
		default: 'companyNumber',
		displayOptions: wizard,
		description: 'What the external ID of a marketplace customer is compared with; only an exact match maps by itself',
	},
	{
		displayName: 'Several Products on One Service',
		name: 'severalProducts',
		type: 'options',
		options: [
			{ name: 'Allow', value: 'allow', description: 'Products may share a service' },
			{ name: 'Refuse', value: 'refuse', description: 'A service belongs to one product' },
		],
		default: 'refuse',
		displayOptions: wizard,
		description: 'What happens when a second product would use the same service of Autotask',
	},
	...buildProperties(wizard),
	...writeProperties(wizard),
];

/** The node's parameters. */
export const syncTasksProperties: INodeProperties[] = [
	operation,
	...adopting,
	...naming,
	...filters,
	...pages,
	...checkProperties({ show: { operation: ['check'] } }),
];
