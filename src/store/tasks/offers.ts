import type { ExpressionBuilder, Kysely } from 'kysely';
import { uniq } from 'lodash';
import type { ConnectionId, ContractId, Instant, SubscriptionId, TaskId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import { type Offerable, offerBatch } from '../../domain/task/offerBatch';
import type { SyncTask, TaskState } from '../../domain/task/task';
import { inParts } from '../schema/rows';
import type { Schema, TaskRow } from '../schema/schema';
import { readJson } from '../schema/storedJson';
import { taskOfRow } from './taskRow';
import { takeWholeContracts } from './wholeContracts';

interface WaitingTask extends Offerable {
	readonly subscriptionIds: readonly SubscriptionId[];
}

const offerable: readonly TaskState[] = ['open', 'approved', 'syncing'];

/**
 * Hands out free tasks, oldest first, whole contracts together as far as assigned; nobody else gets them before `until`.
 *
 * An offer that ran out came to no end: it counts. One that was cleared did, and counting begins again.
 */
export async function offerTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ limit: batchSize, now, until }: { readonly limit: number; readonly now: Instant; readonly until: Instant },
): Promise<readonly SyncTask[]> {
	const { tasks: free, limit } = offerBatch(await freeTasks(database, connectionId, now), batchSize);
	const contractsOf = await contractsBySubscription(
		database,
		connectionId,
		free.flatMap((task) => task.subscriptionIds),
	);
	const chosen = takeWholeContracts(
		free.map(({ id, subscriptionIds }) => ({
			id,
			contracts: uniq(subscriptionIds.flatMap((subscription) => contractsOf(subscription))),
		})),
		limit,
	);
	const taken = await inParts(chosen, async (some) => await take(database, connectionId, some, { now, until }));
	const place = new Map(chosen.map((id, at) => [id, at]));
	return taken.map(taskOfRow).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** Oldest first, each with the offers that came to no end. */
async function freeTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	now: Instant,
): Promise<readonly WaitingTask[]> {
	const rows = await database
		.selectFrom('tasks')
		.select(['id', 'subscriptionIds', 'offers', 'offeredUntil', 'updatedAt'])
		.where('connectionId', '=', connectionId)
		.where((eb) => isFree(eb, now))
		.orderBy('effectiveAt')
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	return rows.map(({ id, subscriptionIds, offers, offeredUntil, updatedAt }) => ({
		id,
		subscriptionIds: readJson(subscriptionIds),
		offers: offeredUntil === null ? 0 : offers,
		waitsSince: offeredUntil ?? updatedAt,
	}));
}

/** Offers those of the tasks that are free still; somebody else may have been faster. */
async function take(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly TaskId[],
	{ now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<readonly TaskRow[]> {
	const update = database
		.updateTable('tasks')
		.set((eb) => ({
			offeredUntil: until,
			updatedAt: now,
			offers: eb
				.case()
				.when('offeredUntil', 'is', null)
				.then(1)
				.else(eb('offers', '+', 1))
				.end(),
		}))
		.where('connectionId', '=', connectionId);
	return await update
		.where('id', 'in', ids)
		.where((eb) => isFree(eb, now))
		.returningAll()
		.execute();
}

function isFree(eb: ExpressionBuilder<Schema, 'tasks'>, now: Instant) {
	return eb.and([
		eb('state', 'in', offerable),
		eb('waitsFor', 'is', null),
		eb.or([eb('offeredUntil', 'is', null), eb('offeredUntil', '<=', now)]),
	]);
}

async function contractsBySubscription(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly SubscriptionId[],
): Promise<(subscription: SubscriptionId) => readonly ContractId[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('assignments')
			.select(['subscriptionId', 'contractId'])
			.where('connectionId', '=', connectionId)
			.where('subscriptionId', 'in', some)
			.execute(),
	);
	const bySubscription = groupBy(rows, (row) => row.subscriptionId);
	return (subscription) => (bySubscription[subscription] ?? []).map((row) => row.contractId);
}
