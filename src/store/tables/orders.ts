import type { Kysely } from 'kysely';
import type { ConnectionId, OrderId } from '../../domain/ids';
import type { RememberedOrder } from '../../ports/store/orders';
import { inParts, parts } from '../schema/rows';
import type { Schema } from '../schema/schema';

/** Remembers them; of one that is remembered already only the status changes, and when it was asked for. */
export async function rememberOrders(database: Kysely<Schema>, orders: readonly RememberedOrder[]): Promise<void> {
	for (const order of orders) {
		await database
			.insertInto('rememberedOrders')
			.values({ ...order, subscriptionId: order.subscriptionId ?? null, askedAt: order.askedAt ?? null })
			.onConflict((conflict) =>
				conflict
					.columns(['connectionId', 'orderId'])
					.doUpdateSet({ status: order.status, ...(order.askedAt === undefined ? {} : { askedAt: order.askedAt }) }),
			)
			.execute();
	}
}

export async function forgetOrders(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly OrderId[],
): Promise<void> {
	for (const some of parts(ids)) {
		await database
			.deleteFrom('rememberedOrders')
			.where('connectionId', '=', connectionId)
			.where('orderId', 'in', some)
			.execute();
	}
}

/** Oldest first. */
export async function readRememberedOrders(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly RememberedOrder[]> {
	const remembered = database.selectFrom('rememberedOrders').selectAll().where('connectionId', '=', connectionId);
	const rows = await remembered.orderBy('createdAt').orderBy('orderId').execute();
	return rows.map(({ subscriptionId, askedAt, ...row }) => ({
		...row,
		...(subscriptionId === null ? {} : { subscriptionId }),
		...(askedAt === null ? {} : { askedAt }),
	}));
}

/** Which of these orders have a task or are remembered. */
export async function knownOrders(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly OrderId[],
): Promise<ReadonlySet<OrderId>> {
	const tasks = await inParts(ids, async (some) =>
		database
			.selectFrom('tasks')
			.select('orderId')
			.where('connectionId', '=', connectionId)
			.where('orderId', 'in', some)
			.execute(),
	);
	const remembered = await inParts(ids, async (some) =>
		database
			.selectFrom('rememberedOrders')
			.select('orderId')
			.where('connectionId', '=', connectionId)
			.where('orderId', 'in', some)
			.execute(),
	);
	return new Set([...tasks, ...remembered].flatMap((row) => (row.orderId === null ? [] : [row.orderId])));
}
