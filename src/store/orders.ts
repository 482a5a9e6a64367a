import type { Kysely } from 'kysely';
import type { ConnectionId, OrderId } from '../domain/ids';
import type { RememberedOrder } from '../ports/store/orders';
import { parts } from './rows';
import type { Schema } from './schema';

/** Remembers them; of one that is remembered already only the status changes. */
export async function rememberOrders(database: Kysely<Schema>, orders: readonly RememberedOrder[]): Promise<void> {
	for (const order of orders) {
		await database
			.insertInto('rememberedOrders')
			.values({ ...order, subscriptionId: order.subscriptionId ?? null })
			.onConflict((conflict) => conflict.columns(['connectionId', 'orderId']).doUpdateSet({ status: order.status }))
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
	return rows.map(({ subscriptionId, ...row }) => (subscriptionId === null ? row : { ...row, subscriptionId }));
}
