import type { Kysely } from 'kysely';
import { isEqual, omit, partition, sortBy, uniqBy } from 'lodash';
import type { ConnectionId, ContractId, ContractServiceId, DatabaseId, SubscriptionId } from '../../domain/ids';
import { nothingKnown } from '../../domain/line/linkOwed';
import { always } from '../../domain/unitTimeline';
import type { Assignment, LinkedLine, OtherUnits } from '../../ports/store/lines';
import { flag, inParts, present } from '../schema/rows';
import type { LinkedLineRow, Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';

/** By subscription, oldest first. */
export async function readAssignments(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly SubscriptionId[],
): Promise<readonly Assignment[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('assignments')
			.selectAll()
			.where('connectionId', '=', connectionId)
			.where('subscriptionId', 'in', some)
			.execute(),
	);
	return sortBy(rows, ['subscriptionId', 'from']);
}

/** Replaces an assignment of the same date. Source: rule C1. */
export async function saveAssignments(database: Kysely<Schema>, assignments: readonly Assignment[]): Promise<void> {
	for (const assignment of assignments) {
		await database
			.insertInto('assignments')
			.values(assignment)
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'subscriptionId', 'from']).doUpdateSet({ contractId: assignment.contractId }),
			)
			.execute();
	}
}

/** Lines of these contracts and lines of these subscriptions, each once, by contract and line. */
export async function readLinkedLines(
	database: Kysely<Schema>,
	databaseId: DatabaseId,
	by: {
		readonly contracts?: readonly ContractId[];
		readonly subscriptions?: { readonly connectionId: ConnectionId; readonly ids: readonly SubscriptionId[] };
		readonly connection?: ConnectionId;
	},
): Promise<readonly LinkedLine[]> {
	const ofDatabase = database.selectFrom('linkedLines').selectAll().where('databaseId', '=', databaseId);
	const ofContracts = await inParts(
		by.contracts ?? [],
		async (some) => await ofDatabase.where('contractId', 'in', some).execute(),
	);
	const { subscriptions } = by;
	const ofSubscriptions = subscriptions
		? await inParts(subscriptions.ids, async (some) =>
				ofDatabase.where('connectionId', '=', subscriptions.connectionId).where('subscriptionId', 'in', some).execute(),
			)
		: [];
	const ofConnection =
		by.connection === undefined ? [] : await ofDatabase.where('connectionId', '=', by.connection).execute();
	const rows = uniqBy([...ofContracts, ...ofSubscriptions, ...ofConnection], keyOf);
	return sortBy(rows, ['contractId', 'contractServiceId', 'connectionId', 'subscriptionId', 'productId']).map(lineOf);
}

function keyOf(row: LinkedLineRow): string {
	return JSON.stringify([row.connectionId, row.subscriptionId, row.productId, row.contractServiceId]);
}

function lineOf({ owed, ...rest }: LinkedLineRow): LinkedLine {
	const { seats, settled, ...known } = readJson(owed);
	return {
		...present(rest),
		units: seats,
		...(isEqual(known, nothingKnown) ? {} : { owed: known }),
		...(settled ? { settled } : {}),
	};
}

const product = ['connectionId', 'subscriptionId', 'productId'] as const;

/** The line that was the current one, where another has become it without its being left: it is gone from Autotask. */
async function leaveOthers(database: Kysely<Schema>, line: LinkedLine): Promise<void> {
	await database
		.updateTable('linkedLines')
		.set({ leftOn: always })
		.where((eb) => eb.and(product.map((column) => eb(column, '=', line[column]))))
		.where('contractServiceId', '!=', line.contractServiceId)
		.where('leftOn', 'is', null)
		.execute();
}

/** Makes the lines or replaces what is recorded of them; lines that were left first, so that a product has one current line. */
export async function saveLinkedLines(database: Kysely<Schema>, lines: readonly LinkedLine[]): Promise<void> {
	const [current, left] = partition(lines, (line) => line.leftOn === undefined);
	for (const line of [...left, ...current]) {
		if (line.leftOn === undefined) await leaveOthers(database, line);
		const { units: seats, owed = nothingKnown, settled, ...rest } = line;
		const known = { seats, ...owed, ...(settled ? { settled } : {}) };
		const row = { ...rest, owed: jsonText(known), leftOn: line.leftOn ?? null };
		const key = [...product, 'contractServiceId'] as const;
		await database
			.insertInto('linkedLines')
			.values(row)
			.onConflict((conflict) => conflict.columns(key).doUpdateSet(omit(row, key)))
			.execute();
	}
}

/** By line; lines of which nothing is recorded are left out. Source: rule Q2. */
export async function readOtherUnits(
	database: Kysely<Schema>,
	databaseId: DatabaseId,
	lines: readonly ContractServiceId[],
): Promise<readonly OtherUnits[]> {
	const rows = await inParts(lines, async (some) =>
		database
			.selectFrom('otherUnits')
			.selectAll()
			.where('databaseId', '=', databaseId)
			.where('contractServiceId', 'in', some)
			.execute(),
	);
	return sortBy(rows, 'contractServiceId').map((row) => ({ ...present(row), existedBefore: row.existedBefore === 1 }));
}

export async function saveOtherUnits(database: Kysely<Schema>, all: readonly OtherUnits[]): Promise<void> {
	for (const other of all) {
		const row = { ...other, existedBefore: flag(other.existedBefore), upTo: other.upTo ?? null };
		await database
			.insertInto('otherUnits')
			.values(row)
			.onConflict((conflict) =>
				conflict
					.columns(['databaseId', 'contractServiceId'])
					.doUpdateSet({ units: row.units, existedBefore: row.existedBefore, upTo: row.upTo }),
			)
			.execute();
	}
}
