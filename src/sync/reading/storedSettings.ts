import type { SaidSettings } from '../../domain/settings/connectionSettings';
import { readSettings } from '../../domain/settings/whichCounts';
import type { ConnectionId } from '../../domain/ids';
import type { StoredSetting } from '../../ports/store/settings';
import type { StorePort } from '../../ports/store/store';

type ReadPorts = { readonly store: Pick<StorePort, 'settings'> };

/** What is stored, as far as it is still a setting and one of its values. */
export function saidIn(stored: readonly StoredSetting[]): SaidSettings {
	return readSettings(Object.fromEntries(stored.map(({ name, value }) => [name, value]))).said;
}

/** What somebody has said of a connection; what nobody has said is absent. */
export async function storedSettings(connectionId: ConnectionId, { store }: ReadPorts): Promise<SaidSettings> {
	return saidIn(await store.settings(connectionId));
}
