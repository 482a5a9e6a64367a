import type { ConnectionId } from '../../domain/ids';
import type { StorePort } from '../../ports/store/store';
import { settingsOf } from './storedSettings';

/** Above which amount two people approve a plan, as the connection's settings say; empty for none. No node has its own. Source: rule W9. */
export async function secondApproverAbove(
	connectionId: ConnectionId,
	store: Pick<StorePort, 'settings'>,
): Promise<string> {
	return (await settingsOf(connectionId, { store })).secondApproverAbove;
}
