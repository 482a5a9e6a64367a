import type { Kysely } from 'kysely';
import { omit } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import { isRole } from '../../domain/people/role';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { PersonChange, StoredPerson } from '../../ports/store/people';
import type { PersonRow, Schema } from '../schema/schema';
import { addToLog } from './actionLog';

/** A role of another version is the least one. */
function personIn({ role, ...row }: PersonRow): StoredPerson {
	return { ...omit(row, ['connectionId']), role: isRole(role) ? role : 'look' };
}

/** By name. */
export async function readPeople(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly StoredPerson[]> {
	const all = database.selectFrom('people').selectAll().where('connectionId', '=', connectionId);
	return (await all.orderBy('key').execute()).map(personIn);
}

export async function readPerson(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	key: string,
): Promise<StoredPerson | undefined> {
	const all = database.selectFrom('people').selectAll().where('connectionId', '=', connectionId);
	const row = await all.where('key', '=', key).executeTakeFirst();
	return row && personIn(row);
}

export async function addPerson(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	person: StoredPerson,
	log: ActionLogEntry,
): Promise<boolean> {
	const added = await database
		.insertInto('people')
		.values({ connectionId, ...person })
		.onConflict((conflict) => conflict.columns(['connectionId', 'key']).doNothing())
		.executeTakeFirst();
	if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) return false;
	await addToLog(database, [log]);
	return true;
}

export async function changePerson(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	key: string,
	change: PersonChange,
	log: ActionLogEntry,
): Promise<boolean> {
	const all = database.updateTable('people').set(change).where('connectionId', '=', connectionId);
	const { numUpdatedRows } = await all.where('key', '=', key).executeTakeFirst();
	if (numUpdatedRows === 0n) return false;
	await addToLog(database, [log]);
	return true;
}

export async function removePerson(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	key: string,
	log: ActionLogEntry,
): Promise<boolean> {
	const all = database.deleteFrom('people').where('connectionId', '=', connectionId);
	const { numDeletedRows } = await all.where('key', '=', key).executeTakeFirst();
	if (numDeletedRows === 0n) return false;
	await addToLog(database, [log]);
	return true;
}
