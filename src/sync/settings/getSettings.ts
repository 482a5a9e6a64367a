import type { ConnectionId } from '../../domain/ids';
import type { ConnectionSettings } from '../../domain/settings/connectionSettings';
import { whichCounts } from '../../domain/settings/whichCounts';
import type { Connection } from '../../ports/store/connections';
import type { StoredSetting } from '../../ports/store/settings';
import type { StorePort } from '../../ports/store/store';
import { type DifferingNode, differingNodes } from './nodeSettings';
import { saidIn } from '../reading/storedSettings';

/** The settings of a connection, with who said them, and the nodes that have other ones. */
export interface SettingsView {
	readonly settings: ConnectionSettings;
	/** What somebody has said; the other settings are as usual. */
	readonly said: readonly StoredSetting[];
	readonly nodes: readonly DifferingNode[];
	/** Absent before the first check. */
	readonly connection?: Connection;
}

export async function getSettings(
	connectionId: ConnectionId,
	{ store }: { readonly store: StorePort },
): Promise<SettingsView> {
	const said = await store.settings(connectionId);
	const stored = saidIn(said);
	const connection = await store.connection(connectionId);
	return {
		settings: whichCounts({}, stored),
		said,
		nodes: differingNodes(await store.nodeSettings(connectionId), stored),
		...(connection ? { connection } : {}),
	};
}
