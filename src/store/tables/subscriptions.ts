import type { Kysely } from 'kysely';
import { sortBy, uniq } from 'lodash';
import type { CalendarDate } from '../../domain/calendarDate';
import type { ConnectionId, CustomerId, Instant, SubscriptionId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import type { Subscription } from '../../domain/order/order';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { keepingTold } from '../../domain/order/toldByOrder';
import { saveSubscriptionFigures } from '../overview/figures';
import { inParts, parts } from '../schema/rows';
import type { Schema, SubscriptionRow } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';
import { saveProductsOf } from './products';

/** Keeps the newest sight of each, and every end of a term that it saw besides. */
export async function saveSubscriptions(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	subscriptions: readonly Subscription[],
	seenAt: Instant,
): Promise<void> {
	const sights = Object.values(groupBy(subscriptions, 'id')).map((some) =>
		some.reduce((earlier, sight) => keepingTold(sight, earlier)),
	);
	const ids = sights.map((subscription) => subscription.id);
	const before = keyBy(await readSubscriptions(database, connectionId, ids), (seen) => seen.id);
	const known = sights.map((sight) => merged(before[sight.id], { ...sight, seenAt, earlierExpirations: [] }));
	const rows = known.map((seen) => rowOf(connectionId, seen));
	for (const some of parts(rows)) {
		await database
			.insertInto('subscriptions')
			.values(some)
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'id']).doUpdateSet((eb) => ({
					customerId: eb.ref('excluded.customerId'),
					seenAt: eb.ref('excluded.seenAt'),
					earlierExpirations: eb.ref('excluded.earlierExpirations'),
					subscription: eb.ref('excluded.subscription'),
				})),
			)
			.execute();
	}
	await saveProductsOf(database, connectionId, sights);
	await saveSubscriptionFigures(database, connectionId, known);
}

function merged(before: SeenSubscription | undefined, now: SeenSubscription): SeenSubscription {
	if (!before) return now;
	const newest = now.seenAt >= before.seenAt ? now : before;
	const ends: readonly (CalendarDate | undefined)[] = [
		...before.earlierExpirations,
		before.expirationOn,
		now.expirationOn,
	];
	const earlier = ends.filter((end) => end !== undefined && end !== newest.expirationOn);
	const { expirationSeenAt = before.seenAt, expirationOn } = before;
	const isSame = expirationOn !== undefined && expirationOn === newest.expirationOn;
	return {
		...keepingTold(newest, newest === now ? before : now),
		...(isSame && expirationSeenAt < newest.seenAt ? { expirationSeenAt } : {}),
		earlierExpirations: sortBy(uniq(earlier)).flatMap((end) => end ?? []),
	};
}

function rowOf(
	connectionId: ConnectionId,
	{ seenAt, earlierExpirations, ...subscription }: SeenSubscription,
): SubscriptionRow {
	const { id, customerId } = subscription;
	return {
		connectionId,
		id,
		customerId,
		seenAt,
		earlierExpirations: jsonText(earlierExpirations),
		subscription: jsonText(subscription),
	};
}

function seenOf(row: SubscriptionRow): SeenSubscription {
	return { ...readJson(row.subscription), seenAt: row.seenAt, earlierExpirations: readJson(row.earlierExpirations) };
}

/** Unknown ids are left out; by id. */
export async function readSubscriptions(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly SubscriptionId[],
): Promise<readonly SeenSubscription[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('subscriptions')
			.selectAll()
			.where('connectionId', '=', connectionId)
			.where('id', 'in', some)
			.execute(),
	);
	return sortBy(rows, 'id').map(seenOf);
}

/** By id. */
export async function readSubscriptionsOfCustomers(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly CustomerId[],
): Promise<readonly SeenSubscription[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('subscriptions')
			.selectAll()
			.where('connectionId', '=', connectionId)
			.where('customerId', 'in', some)
			.execute(),
	);
	return sortBy(rows, 'id').map(seenOf);
}

/** All of the connection, by id. */
export async function readSubscriptionsOf(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly SeenSubscription[]> {
	const all = database.selectFrom('subscriptions').selectAll().where('connectionId', '=', connectionId);
	return (await all.orderBy('id').execute()).map(seenOf);
}
