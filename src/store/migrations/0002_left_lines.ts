import { sql, type Kysely } from 'kysely';
import { textType } from './textType';

/**
 * A subscription's product can leave a line on a day and go on on another one; only one line of it is the current one.
 *
 * Of a product with several lines the newest is the current one; the others are in a contract no longer.
 * Source: rules C1 and Q10.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
	await database.schema.alterTable('linkedLines').addColumn('leftOn', textType(database)).execute();
	const [table, newer] = [sql.table('linkedLines'), sql.id('newer')];
	const same = ['connectionId', 'subscriptionId', 'productId'].map(
		(column) => sql`${newer}.${sql.id(column)} = ${table}.${sql.id(column)}`,
	);
	await sql`update ${table} set ${sql.id('leftOn')} = '0001-01-01' where exists (
		select 1 from ${table} as ${newer} where ${sql.join(same, sql` and `)}
		and ${newer}.${sql.id('contractServiceId')} > ${table}.${sql.id('contractServiceId')})`.execute(database);
	await database.schema
		.createIndex('linkedLines_current')
		.unique()
		.on('linkedLines')
		.columns(['connectionId', 'subscriptionId', 'productId'])
		.where(sql.ref('leftOn'), 'is', null)
		.execute();
}
