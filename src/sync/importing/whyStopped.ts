import type { ConnectionId } from '../../domain/ids';
import type { StorePort } from '../../ports/store/store';

/** Why nothing may be written for the connection now. Source: rule T10. */
export async function whyStopped(connectionId: ConnectionId, store: StorePort): Promise<string | undefined> {
	const connection = await store.connection(connectionId);
	if (connection?.stoppedAt === undefined) return undefined;
	return 'The connection is stopped; start it (Sync Tasks, operation Start), then import again.';
}
