import { randomBytes, randomInt } from 'node:crypto';
import { Migrator, type Kysely } from 'kysely';
import type { Access } from './access';
import type { Engine } from './engine';
import { migrations } from './migrations/all';
import type { MetaRow, Schema } from './schema';
import { StoreError } from './storeError';

const migrationTableName = 'store_migration';
const migrationLockTableName = 'store_migration_lock';

/** What the store was given when it was made. */
export interface StoreIdentity {
	readonly storeId: string;
	/** Of the store's keyed hashes, in hexadecimal. */
	readonly hashKey: string;
}

/**
 * Brings the tables up to date and reads the store's identity.
 *
 * Processes that open one new store at once take turns: each migration is made in one transaction together with the
 * record of it, and whoever comes second finds it done.
 *
 * @throws StoreError `foreign`, `newerSchema`, or whatever the engine says of its first write.
 */
export async function prepareStore(access: Access, engine: Engine): Promise<StoreIdentity> {
	await access.read(async (database) => {
		const { tables, schema } = await engine.home();
		if (tables.length > 0) await refuseOtherContent(database, engine, tables);
		await migrate(database, schema);
	});
	return await access.write(async (transaction) => ({
		storeId: await kept(transaction, 'storeId', randomStoreId()),
		hashKey: await kept(transaction, 'hashKey', randomBytes(32).toString('hex')),
	}));
}

async function migrate(database: Kysely<Schema>, schema: string | undefined): Promise<void> {
	const provider = { getMigrations: async () => await Promise.resolve(migrations) };
	const names = { migrationTableName, migrationLockTableName, ...(schema && { migrationTableSchema: schema }) };
	const migrator = new Migrator({ db: database, provider, ...names });
	const { error } = await migrator.migrateToLatest();
	if (error) throw error;
}

async function refuseOtherContent(
	database: Kysely<Schema>,
	{ place, elsewhere }: Engine,
	tables: readonly string[],
): Promise<void> {
	if (!tables.includes(migrationTableName)) {
		throw new StoreError('foreign', `Another program's database: ${place}; ${elsewhere}.`);
	}
	const done = await database
		.withTables<{ [migrationTableName]: { name: string } }>()
		.selectFrom(migrationTableName)
		.select('name')
		.execute();
	const unknown = done.find(({ name }) => !(name in migrations));
	if (!unknown) return;
	const message = `A newer version of this package has changed ${place} (${unknown.name}); install that version again, here and on every n8n that uses the store.`;
	throw new StoreError('newerSchema', message);
}

/** The value kept under the name; this one where there is none. Writes in any case, so that a store that cannot be written to shows. */
async function kept(transaction: Kysely<Schema>, name: MetaRow['name'], fresh: string): Promise<string> {
	const insert = transaction.insertInto('meta').values({ name, value: fresh });
	await insert.onConflict((conflict) => conflict.column('name').doNothing()).execute();
	return (await transaction.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirstOrThrow())
		.value;
}

function randomStoreId(): string {
	const signs = 'abcdefghijklmnopqrstuvwxyz0123456789';
	return Array.from({ length: 8 }, () => signs.charAt(randomInt(signs.length))).join('');
}
