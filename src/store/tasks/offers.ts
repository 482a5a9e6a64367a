import type { ExpressionBuilder, Kysely } from 'kysely';
import { uniq } from 'lodash';
import type { ConnectionId, ContractId, SubscriptionId, TaskId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import { type Offerable, offerBatch } from '../../domain/task/offerBatch';
import type { TaskState } from '../../domain/task/task';
import type { Offering } from '../../ports/store/tasks';
import { inParts } from '../schema/rows';
import type { Schema, TaskRow } from '../schema/schema';
import { readJson } from '../schema/storedJson';
import { takeWholeContracts } from './wholeContracts';

interface WaitingTask extends Offerable {
	readonly subscriptionIds: readonly SubscriptionId[];
}

const offerable: readonly TaskState[] = ['open', 'approved', 'syncing'];

/** Which free tasks are to be handed out next: oldest first, whole contracts together as far as assigned. Changes nothing. */
export async function chooseTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ limit: batchSize, beginWith, ...offering }: Offering,
): Promise<readonly TaskId[]> {
	const free = await freeTasks(database, connectionId, offering);
	const contractsOf = await contractsBySubscription(
		database,
		connectionId,
		free.flatMap((task) => task.subscriptionIds),
	);
	const whole = free.map((task) => ({
		...task,
		contracts: uniq(task.subscriptionIds.flatMap((subscription) => contractsOf(subscription))),
	}));
	const meant = beginWith && new Set(takeWholeContracts(whole, Infinity, beginWith));
	const { tasks, limit } = offerBatch(meant ? whole.filter(({ id }) => meant.has(id)) : whole, batchSize);
	return takeWholeContracts(tasks, limit);
}

/**
 * Hands out the chosen tasks; undefined, and nothing, where somebody else has one of them by now: then others are to be
 * chosen, since a contract goes whole.
 *
 * An offer that ran out came to no end: it counts. One that was cleared did, and counting begins again.
 */
export async function takeTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	chosen: readonly TaskId[],
	offering: Offering,
): Promise<readonly TaskRow[] | undefined> {
	const free = await inParts(chosen, async (some) => await stillFree(database, connectionId, some, offering));
	if (free.length < chosen.length) return undefined;
	return await inParts(chosen, async (some) => await take(database, connectionId, some, offering));
}

/** Chooses and hands out, with nobody else in between. */
export async function chooseAndTake(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	offering: Offering,
): Promise<readonly TaskRow[]> {
	const chosen = await chooseTasks(database, connectionId, offering);
	return (await takeTasks(database, connectionId, chosen, offering)) ?? [];
}

/** Oldest first, each with the offers that came to no end. */
async function freeTasks(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	offering: FreeNow,
): Promise<readonly WaitingTask[]> {
	const rows = await database
		.selectFrom('tasks')
		.select(['id', 'subscriptionIds', 'offers', 'offeredUntil', 'updatedAt'])
		.where('connectionId', '=', connectionId)
		.where((eb) => isFree(eb, offering))
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

async function stillFree(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly TaskId[],
	offering: FreeNow,
): Promise<readonly Pick<TaskRow, 'id'>[]> {
	return await database
		.selectFrom('tasks')
		.select('id')
		.where('connectionId', '=', connectionId)
		.where('id', 'in', ids)
		.where((eb) => isFree(eb, offering))
		.execute();
}

async function take(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly TaskId[],
	{ now, until }: Pick<Offering, 'now' | 'until'>,
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
	return await update.where('id', 'in', ids).returningAll().execute();
}

type FreeNow = Pick<Offering, 'now' | 'states'>;

function isFree(eb: ExpressionBuilder<Schema, 'tasks'>, { now, states = offerable }: FreeNow) {
	return eb.and([
		eb(
			'state',
			'in',
			states.filter((state) => offerable.includes(state)),
		),
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
