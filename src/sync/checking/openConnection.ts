import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import { acceptConnection, refuseConnection, whyStranger } from './acceptConnection';
import type { CheckPorts, CheckSettings } from './checkRun';

async function made(ports: CheckPorts, inputs: ConnectionInputs, settings: CheckSettings): Promise<Connection> {
	const { store, clock } = ports;
	const { timeZone, expirationIs } = settings;
	const { connectionId: id, databaseId, account, marketplace } = inputs;
	const connection = { id, databaseId, account, timeZone, expirationIs, connectedAt: clock.now() };
	const why = await whyStranger(inputs, store);
	const known = why === undefined && marketplace !== undefined ? { ...connection, marketplace } : connection;
	await store.saveConnection(known);
	const { warning: message } = store;
	if (message !== undefined)
		await store.log([{ at: connection.connectedAt, connectionId: id, action: 'check', message }]);
	return why === undefined ? known : await refuseConnection(known, inputs, why, ports);
}

/**
 * The connection as stored, made at its first check; time zone and meaning of the expiration date follow the settings.
 *
 * @throws UnexpectedConnectionError. Source: rule F10.
 */
export async function openConnection(
	ports: CheckPorts,
	inputs: ConnectionInputs,
	settings: CheckSettings,
): Promise<Connection> {
	const stored = await ports.store.connection(inputs.connectionId);
	if (!stored) return await made(ports, inputs, settings);
	const connection = await acceptConnection(stored, inputs, ports);
	const { timeZone, expirationIs } = settings;
	const isSame = connection.timeZone === timeZone && connection.expirationIs === expirationIs;
	if (!isSame) await ports.store.changeConnection(connection.id, { timeZone, expirationIs });
	return { ...connection, timeZone, expirationIs };
}
