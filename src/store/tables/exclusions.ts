import type { Kysely } from 'kysely';
import { omit } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import type { ExcludedThing, Exclusion } from '../../domain/order/exclusion';
import type { SyncTask } from '../../domain/task/task';
import type { Schema } from '../schema/schema';
import { addTasks } from '../tasks/tasks';

/** By kind and id. */
export async function readExclusions(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly Exclusion[]> {
	const all = database.selectFrom('exclusions').selectAll().where('connectionId', '=', connectionId);
	const rows = await all.orderBy('kind').orderBy('id').execute();
	return rows.map((row) => omit(row, ['connectionId']) as Exclusion);
}

/** False where it is excluded already: the first reason stays. */
export async function saveExclusion(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	exclusion: Exclusion,
): Promise<boolean> {
	const added = await database
		.insertInto('exclusions')
		.values({ connectionId, ...exclusion })
		.onConflict((conflict) => conflict.columns(['connectionId', 'kind', 'id']).doNothing())
		.executeTakeFirst();
	return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Takes it back with the tasks that this brings about: without them nobody would find what is billed again. */
export async function takeBackExclusion(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ kind, id }: ExcludedThing,
	tasks: readonly SyncTask[],
): Promise<boolean> {
	const { numDeletedRows } = await database
		.deleteFrom('exclusions')
		.where('connectionId', '=', connectionId)
		.where('kind', '=', kind)
		.where('id', '=', id)
		.executeTakeFirst();
	if (numDeletedRows === 0n) return false;
	await addTasks(database, tasks);
	return true;
}
