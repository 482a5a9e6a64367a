import { isEqual } from 'lodash';
import { plusMillis } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import type { ConnectionSettings, SaidSettings, SettingName } from '../../domain/settings/connectionSettings';
import { settingOf } from '../../domain/settings/settingsTable';
import { valueText } from '../../domain/settings/settingTexts';
import { differing, readSettings, whichCounts } from '../../domain/settings/whichCounts';
import type { Ports } from '../../ports/store/ports';
import type { NodePlace, NodeSettings } from '../../ports/store/settings';
import { storedSettings } from '../reading/storedSettings';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a node is remembered that has not run. */
const rememberedMs = 60 * dayMs;

/** A setting of which a node has another value. */
export interface OtherValue {
	readonly name: SettingName;
	/** The node's, as a person reads it. */
	readonly own: string;
	/** What counts without it. */
	readonly inSettings: string;
}

/** What a node works with. */
export interface NodeRun {
	readonly settings: ConnectionSettings;
	/** Empty for a node that works as Settings say. */
	readonly others: readonly OtherValue[];
}

function othersIn(own: SaidSettings, stored: SaidSettings): readonly OtherValue[] {
	const without = whichCounts({}, stored);
	return differing(own, stored).map((name) => ({
		name,
		own: valueText(name, own[name]),
		inSettings: valueText(name, without[name]),
	}));
}

/** Other values in words: `Proration: Marketplace (in Settings: Autotask)`. */
export function otherText({ name, own, inSettings }: OtherValue): string {
	return `${settingOf(name).name}: ${own} (in Settings: ${inSettings})`;
}

async function remember(
	connectionId: ConnectionId,
	own: SaidSettings,
	place: NodePlace,
	{ store, clock }: Ports,
): Promise<void> {
	const now = clock.now();
	const isHere = (one: NodePlace) => one.workflowId === place.workflowId && one.node === place.node;
	const before = (await store.nodeSettings(connectionId)).find(isHere);
	const isNew = before ? !isEqual(before.values, own) : Object.keys(own).length > 0;
	const isOld = before !== undefined && before.seenAt < plusMillis(now, -dayMs);
	if (!isNew && !isOld) return;
	await store.keepNodeSettings(connectionId, { ...place, values: own, seenAt: now }, plusMillis(now, -rememberedMs));
}

/**
 * The settings that count for a node, with what it says itself; that is remembered for the Settings page.
 *
 * `place` is absent for a run that keeps nothing.
 */
export async function settingsOfNode(
	connectionId: ConnectionId,
	{ own, place }: { readonly own: SaidSettings; readonly place?: NodePlace },
	ports: Ports,
): Promise<NodeRun> {
	const stored = await storedSettings(connectionId, ports);
	if (place) await remember(connectionId, own, place, ports);
	return { settings: whichCounts(own, stored), others: othersIn(own, stored) };
}

/** A node that last ran with other values than Settings have. */
export interface DifferingNode extends Pick<NodeSettings, 'workflowId' | 'node' | 'workflowName' | 'seenAt'> {
	readonly others: readonly OtherValue[];
}

/** The nodes whose own values differ from what is stored. */
export function differingNodes(nodes: readonly NodeSettings[], stored: SaidSettings): readonly DifferingNode[] {
	return nodes.flatMap(({ values, workflowId, node, workflowName, seenAt }) => {
		const others = othersIn(readSettings(values).said, stored);
		return others.length === 0 ? [] : [{ workflowId, node, workflowName, seenAt, others }];
	});
}
