import type { Kysely } from 'kysely';
import { isEqual } from 'lodash';
import type { ConnectionId, Instant } from '../../domain/ids';
import type { NodeSettings, SettingsChange, StoredSetting } from '../../ports/store/settings';
import type { Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';
import { addToLog } from './actionLog';
import { changeConnection } from './connections';

/** By name. */
export async function readSettings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly StoredSetting[]> {
	const all = database.selectFrom('settings').selectAll().where('connectionId', '=', connectionId);
	const rows = await all.orderBy('name').execute();
	return rows.map(({ name, value, by, at }) => ({ name, value: readJson(value).value, by, at }));
}

/** Changes all of them with their log lines, or none where one is no longer as it was seen. */
export async function changeSettings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ settings, seen, connection, log }: SettingsChange,
): Promise<boolean> {
	const stored = new Map((await readSettings(database, connectionId)).map(({ name, value }) => [name, value]));
	if (settings.some(({ name }) => !isEqual(stored.get(name), seen[name]))) return false;
	for (const { name, value, by, at } of settings) {
		const said = { value: jsonText({ value }), by, at };
		await database
			.insertInto('settings')
			.values({ connectionId, name, ...said })
			.onConflict((conflict) => conflict.columns(['connectionId', 'name']).doUpdateSet(said))
			.execute();
	}
	if (connection) await changeConnection(database, connectionId, connection);
	await addToLog(database, log);
	return true;
}

/** By workflow and node. */
export async function readNodeSettings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly NodeSettings[]> {
	const all = database.selectFrom('nodeSettings').selectAll().where('connectionId', '=', connectionId);
	const rows = await all.orderBy('workflowName').orderBy('workflowId').orderBy('node').execute();
	return rows.map(({ workflowId, node, workflowName, values, seenAt }) => ({
		workflowId,
		node,
		workflowName,
		values: readJson(values),
		seenAt,
	}));
}

/** Keeps what a node says for itself; forgets one that says nothing, and those that were last seen before then. */
export async function keepNodeSettings(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ workflowId, node, workflowName, values, seenAt }: NodeSettings,
	since: Instant,
): Promise<void> {
	const own = database.deleteFrom('nodeSettings').where('connectionId', '=', connectionId);
	await own.where('seenAt', '<', since).execute();
	if (Object.keys(values).length === 0) {
		await own.where('workflowId', '=', workflowId).where('node', '=', node).execute();
		return;
	}
	const said = { workflowName, values: jsonText(values), seenAt };
	await database
		.insertInto('nodeSettings')
		.values({ connectionId, workflowId, node, ...said })
		.onConflict((conflict) => conflict.columns(['connectionId', 'workflowId', 'node']).doUpdateSet(said))
		.execute();
}
