import type { Kysely } from 'kysely';
import { sortBy } from 'lodash';
import type { ContractId, ContractServiceId, DatabaseId, Instant } from '../../domain/ids';
import { type WriteState, writeStatesBefore } from '../../domain/task/writeState';
import type { JournalEntry } from '../../ports/store/journal';
import { inParts, present } from '../schema/rows';
import type { JournalRow, Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';
import { StoreError } from '../schema/storeError';
import { takeNumbers } from './counters';

/**
 * Records a write before it is sent.
 *
 * @throws StoreError `conflict` for a second creation with a key of which one is under way or there.
 */
export async function addIntent(
	database: Kysely<Schema>,
	intent: Omit<JournalEntry, 'id' | 'state'>,
): Promise<JournalEntry> {
	const id = await takeNumbers(database, 'journal', 1);
	const entry: JournalEntry = { ...intent, id, state: 'open' };
	await database
		.insertInto('journal')
		.values({ ...entry, taskIds: jsonText(entry.taskIds) })
		.execute();
	return entry;
}

/** What became of a write. */
export interface Outcome {
	readonly state: WriteState;
	readonly at: Instant;
	readonly autotaskId?: number;
	readonly contractServiceId?: ContractServiceId;
	readonly note?: string;
}

/**
 * Records what became of a write; fields that the outcome does not name stay.
 *
 * @throws StoreError `notFound` for an unknown entry, `conflict` for one that has ended otherwise.
 */
export async function settleEntry(database: Kysely<Schema>, id: number, { at, ...outcome }: Outcome): Promise<void> {
	const settledAt = outcome.state === 'open' ? {} : { settledAt: at };
	const { numUpdatedRows } = await database
		.updateTable('journal')
		.set({ ...outcome, ...settledAt })
		.where('id', '=', id)
		.where('state', 'in', writeStatesBefore(outcome.state))
		.executeTakeFirstOrThrow();
	if (numUpdatedRows === 0n) throw await cannotBecome(database, id, outcome.state);
}

/** Marks entries that are done as counted by the units of our lines; errors as of `settleEntry`. */
export async function markRecorded(database: Kysely<Schema>, ids: readonly number[]): Promise<void> {
	for (const id of ids) {
		const entry = database.updateTable('journal').set({ state: 'recorded' }).where('id', '=', id);
		const { numUpdatedRows } = await entry
			.where('state', 'in', writeStatesBefore('recorded'))
			.executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n) throw await cannotBecome(database, id, 'recorded');
	}
}

async function cannotBecome(database: Kysely<Schema>, id: number, state: WriteState): Promise<StoreError> {
	const entry = await database.selectFrom('journal').select('state').where('id', '=', id).executeTakeFirst();
	const next = "look at its task's log in Sync Tasks";
	if (!entry) return new StoreError('notFound', `Write ${id} is not in the journal; ${next}.`);
	return new StoreError('conflict', `Write ${id} is ${entry.state} and cannot become ${state}; ${next}.`);
}

/** Oldest first. */
export async function readJournal(
	database: Kysely<Schema>,
	databaseId: DatabaseId,
	contracts: readonly ContractId[],
	states?: readonly WriteState[],
): Promise<readonly JournalEntry[]> {
	const ofDatabase = database.selectFrom('journal').selectAll().where('databaseId', '=', databaseId);
	const wanted = states ? ofDatabase.where('state', 'in', states) : ofDatabase;
	const rows = await inParts(contracts, async (some) => await wanted.where('contractId', 'in', some).execute());
	return sortBy(rows, 'id').map(entryOf);
}

/** Highest id in Autotask of what we created, by kind; 0 for none. */
export async function newestCreations(
	database: Kysely<Schema>,
	databaseId: DatabaseId,
): Promise<{ readonly charge: number; readonly contractService: number }> {
	const rows = await database
		.selectFrom('journal')
		.select(['kind', (eb) => eb.fn.max('autotaskId').as('newest')])
		.where('databaseId', '=', databaseId)
		.groupBy('kind')
		.execute();
	const newestOf = (kind: JournalEntry['kind']) => Number(rows.find((row) => row.kind === kind)?.newest ?? 0);
	return { charge: newestOf('charge'), contractService: newestOf('contractService') };
}

/** Which of the keys have an entry, whatever became of it. */
export async function knownKeys(
	database: Kysely<Schema>,
	databaseId: DatabaseId,
	keys: readonly string[],
): Promise<ReadonlySet<string>> {
	const ofDatabase = database.selectFrom('journal').select('key').where('databaseId', '=', databaseId);
	const rows = await inParts(keys, async (some) => await ofDatabase.where('key', 'in', some).execute());
	return new Set(rows.flatMap(({ key }) => key ?? []));
}

/** Adds writes that were found in Autotask, as they stand there. */
export async function adoptEntries(
	database: Kysely<Schema>,
	entries: readonly Omit<JournalEntry, 'id'>[],
): Promise<void> {
	if (entries.length === 0) return;
	const first = await takeNumbers(database, 'journal', entries.length);
	const rows = entries.map((entry, at) => ({ ...entry, id: first + at, taskIds: jsonText(entry.taskIds) }));
	for (const row of rows) await database.insertInto('journal').values(row).execute();
}

function entryOf(row: JournalRow): JournalEntry {
	return { ...present(row), taskIds: readJson(row.taskIds) };
}
