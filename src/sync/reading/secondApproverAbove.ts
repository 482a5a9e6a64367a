import type { ConnectionId } from '../../domain/ids';
import { whichCounts } from '../../domain/settings/whichCounts';
import type { StorePort } from '../../ports/store/store';
import { storedSettings } from './storedSettings';

/** Above which amount two people approve a plan, as the connection's settings say; empty for none. No node has its own. Source: rule W9. */
export async function secondApproverAbove(
	connectionId: ConnectionId,
	store: Pick<StorePort, 'settings'>,
): Promise<string> {
	return whichCounts({}, await storedSettings(connectionId, { store })).secondApproverAbove;
}
