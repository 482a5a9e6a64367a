import { type Kysely, sql } from 'kysely';
import { chargeKinds } from '../../domain/contract/charge';
import type { ConnectionId } from '../../domain/ids';
import type { SetUp, SetUpCount } from '../../ports/store/overview';
import type { Schema } from '../schema/schema';

interface Counted {
	readonly done: number | string;
	readonly total: number | string;
}

function setUpCount({ done, total }: Counted): SetUpCount {
	return { done: Number(done), total: Number(total) };
}

async function customers(database: Kysely<Schema>, connectionId: ConnectionId): Promise<SetUpCount> {
	const row = await database
		.selectFrom('subscriptions')
		.leftJoin('customerMappings', (join) =>
			join
				.onRef('customerMappings.connectionId', '=', 'subscriptions.connectionId')
				.onRef('customerMappings.customerId', '=', 'subscriptions.customerId'),
		)
		.where('subscriptions.connectionId', '=', connectionId)
		.select([
			sql<number | string>`count(distinct ${sql.ref('subscriptions.customerId')})`.as('total'),
			sql<number | string>`count(distinct ${sql.ref('customerMappings.customerId')})`.as('done'),
		])
		.executeTakeFirstOrThrow();
	return setUpCount(row);
}

async function products(database: Kysely<Schema>, connectionId: ConnectionId): Promise<SetUpCount> {
	const row = await database
		.selectFrom('products')
		.leftJoin('productMappings', (join) =>
			join
				.onRef('productMappings.connectionId', '=', 'products.connectionId')
				.onRef('productMappings.productId', '=', 'products.productId')
				.on(sql<boolean>`${sql.ref('productMappings.periodType')} = ${sql.ref('products.periodType')}`),
		)
		.where('products.connectionId', '=', connectionId)
		.where('products.periodType', '!=', '')
		.select((eb) => [
			eb.fn.countAll<number | string>().as('total'),
			eb.fn.count<number | string>('productMappings.productId').as('done'),
		])
		.executeTakeFirstOrThrow();
	return setUpCount(row);
}

async function charges(database: Kysely<Schema>, connectionId: ConnectionId): Promise<SetUpCount> {
	const { done } = await database
		.selectFrom('chargeMappings')
		.where('connectionId', '=', connectionId)
		.where('productId', '=', '')
		.select((eb) => eb.fn.countAll<number | string>().as('done'))
		.executeTakeFirstOrThrow();
	return setUpCount({ done, total: chargeKinds.length });
}

async function firstTasks(database: Kysely<Schema>, connectionId: ConnectionId): Promise<SetUpCount> {
	const ended = sql<number | string>`sum(case when ${sql.ref('state')} in ('synced', 'ignored') then 1 else 0 end)`;
	const { done, total } = await database
		.selectFrom('tasks')
		.where('connectionId', '=', connectionId)
		.where('isFirst', '=', 1)
		.select((eb) => [eb.fn.countAll<number | string>().as('total'), ended.as('done')])
		.executeTakeFirstOrThrow();
	return setUpCount({ done: done ?? 0, total });
}

/** How far the connection is set up. */
export async function setUp(database: Kysely<Schema>, connectionId: ConnectionId): Promise<SetUp> {
	return {
		customers: await customers(database, connectionId),
		products: await products(database, connectionId),
		charges: await charges(database, connectionId),
		firstTasks: await firstTasks(database, connectionId),
	};
}
