import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ConnectionId } from '../../../src/domain/ids';
import type { SaidSettings, SettingName } from '../../../src/domain/settings/connectionSettings';
import { readOwn } from '../../../src/domain/settings/whichCounts';
import type { Ports } from '../../../src/ports/store/ports';
import type { NodePlace } from '../../../src/ports/store/settings';
import { type NodeRun, type OtherValue, otherText, settingsOfNode } from '../../../src/sync/settings/nodeSettings';
import { SettingError } from '../settingError';

/**
 * What a node's parameters say for themselves, read through the node's own way of reading one.
 *
 * @throws SettingError that names each parameter with a value that it cannot have.
 */
export function ownSettings(names: readonly SettingName[], read: (name: SettingName) => unknown): SaidSettings {
	const { said, refused } = readOwn(names, read);
	if (refused.length > 0) throw new SettingError(refused.join(' '));
	return said;
}

interface Placed {
	getNode(): { readonly name: string };
	getWorkflow(): { readonly id?: string | undefined; readonly name?: string | undefined };
}

/** Where a node is; undefined in a workflow that was never saved. */
export function placeOf(context: Placed): NodePlace | undefined {
	const { id, name = '' } = context.getWorkflow();
	return id === undefined || id === ''
		? undefined
		: { workflowId: id, workflowName: name, node: context.getNode().name };
}

/** The settings that count for a node; values of its own are told in a hint and kept for the Settings page. */
export async function settingsHere(
	context: IExecuteFunctions,
	own: SaidSettings,
	{ connectionId, ...ports }: Ports & { readonly connectionId: ConnectionId },
): Promise<NodeRun> {
	const place = placeOf(context);
	const run = await settingsOfNode(connectionId, { own, ...(place && { place }) }, ports);
	const message = othersText(run.others);
	if (message !== '') context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	return run;
}

function othersText(others: readonly OtherValue[]): string {
	if (others.length === 0) return '';
	return `This node has values of its own. ${others.map(otherText).join('. ')}.`;
}

/** An item's json with the values of its own that the node has worked with; those of nodes before stay. */
export function withOthers(json: IDataObject, node: string, others: readonly OtherValue[]): IDataObject {
	if (others.length === 0) return json;
	const values = Object.fromEntries(others.map(({ name, own, inSettings }) => [name, { own, inSettings }]));
	return { ...json, ownSettings: { ...(json['ownSettings'] as IDataObject | undefined), [node]: values } };
}
