import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { settingNames } from '../../src/domain/settings/settingsTable';
import { changeSettings as change } from '../../src/sync/settings/changeSettings';
import { getSettings } from '../../src/sync/settings/getSettings';
import { type Given, runPerItem } from '../shared/items/itemRun';
import { speaker } from '../shared/items/speaker';
import { type ChainPorts, openPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { settingChange } from '../shared/settings/settingProperty';

/** The settings that are changed together. */
export const settingsProperties: INodeProperties[] = [
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add setting',
		default: {},
		options: settingNames.map(settingChange),
		displayOptions: { show: { operation: ['changeSettings'] } },
		description: 'What the connection works with from now on. What is not added stays as it is.',
	},
];

async function shown(ports: ChainPorts): Promise<object> {
	const { settings, said, nodes, connection } = await getSettings(ports.inputs.connectionId, ports);
	return {
		storeId: ports.store.storeId,
		connectionId: ports.inputs.connectionId,
		settings,
		changedSettings: said.map(({ name, by, at }) => ({ name, by, at })),
		nodesWithOtherValues: nodes,
		isStopped: connection?.stoppedAt !== undefined,
		...(connection?.checkedAt !== undefined && { checkedAt: connection.checkedAt }),
	};
}

/** Hands items on with the settings that count, who changed them, and the nodes that have other values. */
export async function settings(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const known = await shown(ports);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const json = { ...context.getInputData()[item]?.json, ...known };
		return await Promise.resolve([{ output: 0, json }]);
	});
}

/** Changes settings, those of one item together, and gives all of them as they are then. */
export async function changeSettings(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const by = speaker(context);
	const { connectionId } = ports.inputs;
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const values = context.getNodeParameter('settings', item, {}) as IDataObject;
		const outcome = await change({ connectionId, values, by }, ports);
		if (outcome.kind === 'refused') throw new SettingError(outcome.message);
		return [{ output: 0, json: { ...(await shown(ports)), message: outcome.message } }];
	});
}
