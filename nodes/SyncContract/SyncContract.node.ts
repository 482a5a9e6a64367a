import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { groupBy } from '../../src/domain/keyed';
import { syncPart } from '../../src/sync/settings/settingParts';
import { syncContracts } from '../../src/sync/writing/syncContracts';
import { placeSynced } from '../shared/items/placeOutcomes';
import { runNode } from '../shared/items/runNode';
import { autotaskCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { type Placed, runOverTasks, type TaskGroup } from '../shared/items/taskRun';
import { type AutotaskPorts, openAutotaskPorts } from '../shared/opening/openPorts';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { syncNames } from '../shared/settings/syncSettings';
import { syncContractProperties, optionsSince } from './description';

const outputs = 2;

function tellOfDryRun(context: IExecuteFunctions, isManual: boolean): void {
	const why = isManual ? 'The trigger was run by hand, so this was a dry run' : 'This was a dry run';
	context.addExecutionHints({
		message: `${why}: nothing was written to Autotask.`,
		type: 'info',
		location: 'outputPane',
	});
}

/** Tasks of each connection by themselves: it has settings of its own. */
async function write(
	context: IExecuteFunctions,
	{ tasks, store, isManual }: TaskGroup,
	ports: AutotaskPorts,
): Promise<readonly Placed[]> {
	const own = ownSettings(syncNames, ownReader(parametersOf(context, 0), optionsSince));
	const dryRun = context.getNodeParameter('dryRun', 0) === true || isManual;
	if (dryRun) tellOfDryRun(context, isManual);
	const signal = context.getExecutionCancelSignal();
	const placed: Placed[] = [];
	for (const some of Object.values(groupBy(tasks, 'connectionId'))) {
		const [first] = some;
		if (!first) continue;
		const { connectionId } = first;
		const { settings, others } = await settingsHere(context, own, { clock: ports.clock, store, connectionId });
		const options = { ...syncPart(settings), dryRun, ...(signal && { signal }) };
		const outcomes = await syncContracts(some, { ...ports, store }, options);
		placed.push(...outcomes.map((outcome) => ({ ...placeSynced(outcome), others })));
	}
	return placed;
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
		version: [1, 2],
		defaultVersion: 2,
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
			const ports = await openAutotaskPorts(this, { signal: this.getExecutionCancelSignal() });
			const work = async (group: TaskGroup) => await write(this, group, ports);
			return await runOverTasks(this, { ...ports, outputs, work });
		});
	}
}
