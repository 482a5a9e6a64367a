import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import type { CheckPorts, CheckSettings } from './checkRun';

/** The connection as stored, made at its first check; time zone and meaning of the expiration date follow the settings. */
export async function openConnection(
	ports: CheckPorts,
	inputs: ConnectionInputs,
	settings: CheckSettings,
): Promise<Connection> {
	const stored = await ports.store.connection(inputs.connectionId);
	const { timeZone, expirationIs } = settings;
	const { connectionId: id, databaseId, account } = inputs;
	if (!stored) {
		const connection = { id, databaseId, account, timeZone, expirationIs, connectedAt: ports.clock.now() };
		await ports.store.saveConnection(connection);
		const { warning: message } = ports.store;
		if (message !== undefined)
			await ports.store.log([{ at: connection.connectedAt, connectionId: id, action: 'check', message }]);
		return connection;
	}
	const isSame = stored.timeZone === timeZone && stored.expirationIs === expirationIs;
	if (!isSame) await ports.store.changeConnection(id, { timeZone, expirationIs });
	return { ...stored, timeZone, expirationIs };
}
