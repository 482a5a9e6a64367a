import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { syncContracts } from '../../src/sync/writing/syncContracts';
import { placeSynced } from '../shared/items/placeOutcomes';
import { runNode } from '../shared/items/runNode';
import { autotaskCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { type Placed, runOverTasks, type TaskGroup } from '../shared/items/taskRun';
import { type AutotaskPorts, openAutotaskPorts } from '../shared/opening/openPorts';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { readSyncSettings, type SyncSettings } from '../shared/settings/syncSettings';
import { syncContractProperties } from './description';

const outputs = 2;

function tellOfDryRun(context: IExecuteFunctions, isManual: boolean): void {
	const why = isManual ? 'The trigger was run by hand, so this was a dry run' : 'This was a dry run';
	context.addExecutionHints({
		message: `${why}: nothing was written to Autotask.`,
		type: 'info',
		location: 'outputPane',
	});
}

async function write(
	context: IExecuteFunctions,
	{ tasks, store, isManual }: TaskGroup,
	{ ports, settings }: { readonly ports: AutotaskPorts; readonly settings: SyncSettings },
): Promise<readonly Placed[]> {
	const dryRun = settings.dryRun || isManual;
	if (dryRun) tellOfDryRun(context, isManual);
	const signal = context.getExecutionCancelSignal();
	const options = { ...settings, dryRun, ...(signal && { signal }) };
	return (await syncContracts(tasks, { ...ports, store }, options)).map(placeSynced);
}

/**
 * Writes the planned changes to Autotask, contract by contract. The rules of writing:
 * src/sync/writing/syncContracts.ts.
 */
export class SyncContract implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Contract',
		name: 'syncContract',
		icon: { light: 'file:syncContract.svg', dark: 'file:syncContract.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["dryRun"] ? "dry run" : "writes to Autotask" }}',
		description: 'Writes the planned changes to the contracts in Autotask, each exactly once',
		defaults: { name: 'Sync Contract' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputs('Synced', 'Failed'),
		credentials: autotaskCredentials,
		properties: syncContractProperties,
	};

	methods = { credentialTest: { testSyncStore } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, outputs, async () => {
			const settings = readSyncSettings((name) => this.getNodeParameter(name, 0));
			const ports = await openAutotaskPorts(this, { signal: this.getExecutionCancelSignal() });
			const work = async (group: TaskGroup) => await write(this, group, { ports, settings });
			return await runOverTasks(this, { ...ports, outputs, work });
		});
	}
}
