import type { Kysely } from 'kysely';
import { omit } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import { parts, present } from '../schema/rows';
import type { ActionLogRow, Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';
import { takeNumbers } from './counters';

const mostLinesAtOnce = 1_000;

/** Adds lines in their order. */
export async function addToLog(database: Kysely<Schema>, entries: readonly ActionLogEntry[]): Promise<void> {
	if (entries.length === 0) return;
	const first = await takeNumbers(database, 'actionLog', entries.length);
	const rows = entries.map((entry, at) => rowOf(entry, first + at));
	for (const some of parts(rows)) await database.insertInto('actionLog').values(some).execute();
}

function rowOf({ at, connectionId, action, message, ...rest }: ActionLogEntry, id: number): ActionLogRow {
	const { taskId = null, by = null, correlationId = null, details } = rest;
	return {
		id,
		at,
		connectionId,
		action,
		message,
		taskId,
		by,
		correlationId,
		details: details ? jsonText(details) : null,
	};
}

/** Newest first; 1,000 lines unless a limit is given. */
export async function readLog(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	filter: { readonly taskId?: TaskId; readonly limit?: number; readonly offset?: number } = {},
): Promise<readonly ActionLogEntry[]> {
	const ofConnection = database.selectFrom('actionLog').selectAll().where('connectionId', '=', connectionId);
	const wanted = filter.taskId === undefined ? ofConnection : ofConnection.where('taskId', '=', filter.taskId);
	const rows = await wanted
		.orderBy('id', 'desc')
		.limit(filter.limit ?? mostLinesAtOnce)
		.offset(filter.offset ?? 0)
		.execute();
	return rows.map(entryOf);
}

export function entryOf({ details, ...rest }: ActionLogRow): ActionLogEntry {
	return { ...omit(present(rest), 'id'), ...(details === null ? {} : { details: readJson(details) }) };
}
