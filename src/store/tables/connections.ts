import type { Kysely } from 'kysely';
import { omit, pick } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import type { Connection, ConnectionChange } from '../../ports/store/connections';
import { present, withNulls } from '../schema/rows';
import type { Schema } from '../schema/schema';

export async function readConnection(database: Kysely<Schema>, id: ConnectionId): Promise<Connection | undefined> {
	const row = await database.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
	return row && present(row);
}

/** All of them, by id. */
export async function readConnections(database: Kysely<Schema>): Promise<readonly Connection[]> {
	return (await database.selectFrom('connections').selectAll().orderBy('id').execute()).map(present);
}

/** Changes the named fields; one that is named and undefined is cleared. */
export async function saveConnection(database: Kysely<Schema>, connection: Connection): Promise<void> {
	const row = withNulls(connection);
	await database
		.insertInto('connections')
		.values(row)
		.onConflict((conflict) => conflict.column('id').doUpdateSet(omit(row, 'id')))
		.execute();
}

const clearable = ['stoppedAt', 'costsHiddenSince', 'askedMarketplace', 'nextCheckAt'] as const;

/** Changes the named fields and no others; what is named and undefined is cleared. */
export async function changeConnection(
	database: Kysely<Schema>,
	id: ConnectionId,
	change: ConnectionChange,
): Promise<void> {
	const cleared = withNulls(pick(change, clearable));
	await database
		.updateTable('connections')
		.set({ ...omit(change, clearable), ...cleared })
		.where('id', '=', id)
		.execute();
}
