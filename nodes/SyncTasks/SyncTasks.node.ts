import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { runNode } from '../shared/items/runNode';
import { chainCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { operationSubtitle } from '../shared/operationSubtitle';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { getTimeZones } from '../shared/settings/settingProperty';
import { syncTasksProperties } from './description';
import { taskOperations } from './operations';
import { taskSearches } from './searches';

/** Shows, changes, approves, retries and ignores sync tasks, and stops a connection. What each does: the use case of its name in src/sync. */
export class SyncTasks implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Tasks',
		name: 'syncTasks',
		icon: { light: 'file:syncTasks.svg', dark: 'file:syncTasks.dark.svg' },
		group: ['transform'],
		version: [1, 2, 3],
		defaultVersion: 3,
		subtitle: operationSubtitle(syncTasksProperties),
		description: 'Shows, changes, approves, retries and ignores the tasks between the marketplace and Autotask',
		defaults: { name: 'Sync Tasks' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputs('Tasks'),
		credentials: chainCredentials,
		properties: syncTasksProperties,
	};

	methods = { credentialTest: { testSyncStore }, listSearch: taskSearches, loadOptions: { getTimeZones } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof taskOperations;
		return await runNode(this, 1, async () => await taskOperations[operation](this));
	}
}
