import { randomBytes, randomInt } from 'node:crypto';
import { Migrator, type Kysely } from 'kysely';
import type { Instant } from '../domain/ids';
import type { Access } from './engine/access';
import type { Engine } from './engine/engine';
import { migrations } from './migrations/all';
import { migrationTableName } from './schema/migrationTable';
import type { MetaRow, Schema } from './schema/schema';
import { foreignDatabase, StoreError } from './schema/storeError';
import { addToLog } from './tables/actionLog';

const migrationLockTableName = 'store_migration_lock';

/** What the store was given when it was made. */
export interface StoreIdentity {
	readonly storeId: string;
	/** Of the store's keyed hashes, in hexadecimal. */
	readonly hashKey: string;
	/** One sentence, where its tables were brought up to date just now. */
	readonly upgraded?: string;
}

/** From which change of the tables on, and where the copy from before is. */
interface Upgrade {
	readonly from: string;
	readonly backup?: string;
}

/**
 * Brings the tables up to date and reads the store's identity.
 *
 * Processes that open one new store at once take turns: each migration is made in one transaction together with the
 * record of it, and whoever comes second finds it done. Of a file that is not new a copy is kept first; where that fails
 * nothing is changed.
 *
 * @throws StoreError `foreign`, `newerSchema`, or whatever the engine says of its first write.
 */
export async function prepareStore(access: Access, engine: Engine): Promise<StoreIdentity> {
	const upgrade = await access.read(async (database) => {
		const { tables, schema } = await engine.home();
		const done = tables.length > 0 ? await migrationsDone(database, engine, tables) : [];
		const from = done.at(-1);
		const isOld = from !== undefined && Object.keys(migrations).some((name) => !done.includes(name));
		const backup = isOld ? await engine.backUp(from) : undefined;
		await migrate(database, schema);
		return isOld ? { from, ...(backup === undefined ? {} : { backup }) } : undefined;
	});
	return await access.write(async (transaction) => ({
		storeId: await kept(transaction, 'storeId', randomStoreId()),
		hashKey: await kept(transaction, 'hashKey', randomBytes(32).toString('hex')),
		...(upgrade ? { upgraded: await noteUpgrade(transaction, engine.place, upgrade, engine.clock.now()) } : {}),
	}));
}

async function migrate(database: Kysely<Schema>, schema: string | undefined): Promise<void> {
	const provider = { getMigrations: async () => await Promise.resolve(migrations) };
	const names = { migrationTableName, migrationLockTableName, ...(schema && { migrationTableSchema: schema }) };
	const migrator = new Migrator({ db: database, provider, ...names });
	const { error } = await migrator.migrateToLatest();
	if (error) throw error;
}

/** The names of the changes that were made to the tables, in order; refuses a database that is not ours or newer. */
async function migrationsDone(
	database: Kysely<Schema>,
	{ place, elsewhere }: Engine,
	tables: readonly string[],
): Promise<readonly string[]> {
	if (!tables.includes(migrationTableName)) {
		throw foreignDatabase(place, elsewhere);
	}
	const done = await database
		.withTables<{ [migrationTableName]: { name: string } }>()
		.selectFrom(migrationTableName)
		.select('name')
		.orderBy('name')
		.execute();
	const unknown = done.find(({ name }) => !(name in migrations));
	if (!unknown) return done.map(({ name }) => name);
	throw newerStore(place, unknown.name);
}

function newerStore(place: string, change: string): StoreError {
	const message = `A newer version of this package has changed ${place} (${change}); install that version again, here and on every n8n that uses the store.`;
	return new StoreError('newerSchema', message);
}

const newestChange = Object.keys(migrations).at(-1) ?? '';

/**
 * Looks whether the tables are still those that this version knows: another process may have brought them further since
 * they were opened, and what is written in the old way would be lost on the new one.
 *
 * @throws StoreError `newerSchema`.
 */
export async function refuseNewer(transaction: Kysely<Schema>, { place }: Pick<Engine, 'place'>): Promise<void> {
	const newer = await transaction
		.withTables<{ [migrationTableName]: { name: string } }>()
		.selectFrom(migrationTableName)
		.select('name')
		.where('name', '>', newestChange)
		.executeTakeFirst();
	if (newer) throw newerStore(place, newer.name);
}

/** Says in the log of every connection where the copy from before is. */
async function noteUpgrade(
	transaction: Kysely<Schema>,
	place: string,
	{ from, backup }: Upgrade,
	now: Instant,
): Promise<string> {
	const kept = backup === undefined ? '' : `; as it was before, it is kept in ${backup}`;
	const message = `The tables of ${place} were brought from ${from} to ${Object.keys(migrations).at(-1)}${kept}.`;
	const ids = await transaction.selectFrom('connections').select('id').orderBy('id').execute();
	await addToLog(
		transaction,
		ids.map(({ id }) => ({ at: now, connectionId: id, action: 'upgrade', message })),
	);
	return message;
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
