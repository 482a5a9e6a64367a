import { sortBy } from 'lodash';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { operationLists } from './operationLists';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { '@version': [2, 3] } },
	options: [
		{ name: 'Connection', value: 'connection' },
		{ name: 'Log', value: 'log' },
		{ name: 'Page', value: 'page' },
		{ name: 'Plan', value: 'plan' },
		{ name: 'Task', value: 'task' },
	],
	default: 'task',
};

/** Each begins with an operation that changes nothing. */
const ofResources: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { '@version': [2, 3], resource: ['connection'] } },
		options: operationLists.connection,
		default: 'connection',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { '@version': [2, 3], resource: ['log'] } },
		options: operationLists.log,
		default: 'log',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { '@version': [2, 3], resource: ['page'] } },
		options: operationLists.page,
		default: 'page',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { '@version': [2, 3], resource: ['plan'] } },
		options: operationLists.plan,
		default: 'contracts',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { '@version': [2, 3], resource: ['task'] } },
		options: operationLists.task,
		default: 'list',
	},
];

/** What an operation is called in the flat list of version 1, where its name alone must say what it is of. */
const flatNames: Readonly<Record<string, string>> = {
	change: 'Change Plan',
	connection: 'Get Connection',
	log: 'Log',
	page: 'Page',
};

function flatOption(option: INodePropertyOptions): INodePropertyOptions {
	return { ...option, name: flatNames[String(option.value)] ?? option.name };
}

const flat: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { '@version': [1] } },
	options: sortBy(Object.values(operationLists).flat().map(flatOption), 'name'),
	default: 'list',
};

/**
 * Which operation the node does. From version 2 on it asks for a resource first; version 1 has all operations in one list. A workflow
 * keeps the version that its node was saved with, so an older one finds its list, its default and its parameters as they
 * were. A default for the missing resource would not do: n8n fills it in before it looks at the operation, and an older
 * Stop would be shown as an operation that tasks do not have. An operation has the same value in both versions, so other
 * parameters, and the node itself, go by the operation alone.
 */
export const operationProperties: INodeProperties[] = [resource, flat, ...ofResources];
