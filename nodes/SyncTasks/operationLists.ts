import type { INodePropertyOptions } from 'n8n-workflow';

/** What operations are done to. */
export type Resource = 'connection' | 'log' | 'page' | 'plan' | 'task';

/** What the node can do, by the resource it is done to; each value belongs to one resource only. */
export const operationLists: Readonly<Record<Resource, INodePropertyOptions[]>> = {
	connection: [
		{
			name: 'Change Settings',
			value: 'changeSettings',
			description: 'Change settings of the connection. The log keeps each value before and after.',
			action: 'Change the settings of the connection',
		},
		{
			name: 'Check',
			value: 'check',
			description: 'Check for changes now and hand on the tasks that can go on',
			action: 'Check for changes',
		},
		{
			name: 'Exclude',
			value: 'exclude',
			description: 'Never bill a subscription or a product, with a reason. Its tasks are ignored.',
			action: 'Exclude from billing',
		},
		{
			name: 'Get',
			value: 'connection',
			description: 'Get the connection: whether it is stopped, what is excluded, how many tasks are in each state',
			action: 'Get the connection',
		},
		{
			name: 'Get Exclusions',
			value: 'exclusions',
			description: 'Get the subscriptions and products that are never billed, with the reason',
			action: 'Get exclusions',
		},
		{
			name: 'Get Settings',
			value: 'settings',
			description: 'Add to each item the settings, who changed them, and the nodes with other values',
			action: 'Get the settings of the connection',
		},
		{
			name: 'Include Again',
			value: 'include',
			description: 'Bill again what was excluded, from today on. Its plan waits for approval.',
			action: 'Include in billing again',
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
	log: [
		{
			name: 'Search',
			value: 'log',
			description: 'Get what was done, newest first',
			action: 'Search the log',
		},
	],
	page: [
		{
			name: 'Show',
			value: 'page',
			description: 'Answer a browser that asks a Webhook node for a page',
			action: 'Show a page',
		},
	],
	plan: [
		{
			name: 'Adopt Lines',
			value: 'adopt',
			description: 'Link lines that you bill by hand to their subscriptions as they are. Autotask is not changed.',
			action: 'Adopt lines',
		},
		{
			name: 'Approve',
			value: 'approve',
			description: 'Approve plans and hand their tasks to Sync Contract',
			action: 'Approve tasks',
		},
		{
			name: 'Change',
			value: 'change',
			description: 'Change rows, prices or contract of a task. The new plan waits for approval.',
			action: 'Change the plan of a task',
		},
		{
			name: 'Get Contracts',
			value: 'contracts',
			description: 'Get the contracts of the company of a task, and why some of them do not fit',
			action: 'Get the contracts of a task',
		},
		{
			name: 'Plan Now',
			value: 'plan',
			description: 'Plan a task now from the mappings, Autotask and its order, and get its plan',
			action: 'Plan a task now',
		},
	],
	task: [
		{
			name: 'Create Digest',
			value: 'digest',
			description: 'Make one message of all incoming tasks, as text and HTML, with money and links',
			action: 'Create a digest',
		},
		{
			name: 'Get',
			value: 'get',
			description: 'Get a task with its plan, its writes and its log',
			action: 'Get a task',
		},
		{
			name: 'Ignore',
			value: 'ignore',
			description: 'Take tasks out of the sync, with a reason. Nothing is written for them.',
			action: 'Ignore tasks',
		},
		{ name: 'List', value: 'list', description: 'Get tasks by state', action: 'List tasks' },
		{
			name: 'Restore',
			value: 'restore',
			description: 'Bring ignored tasks back. The next check hands them on.',
			action: 'Restore ignored tasks',
		},
		{
			name: 'Retry',
			value: 'retry',
			description: 'Check tasks again with the next check',
			action: 'Retry tasks',
		},
	],
};
