import { Migrator } from 'kysely';
import { pickBy } from 'lodash';
import { realClock } from '../../src/ports/clock';
import { openPostgres } from '../../src/store/engine/postgresEngine';
import { openSqlite } from '../../src/store/engine/sqliteEngine';
import { migrations } from '../../src/store/migrations/all';
import type { StoreLocation } from '../../src/store/openStore';

/** Makes the tables as an earlier version made them, up to its last change, with nothing in them. */
export async function olderStore(location: StoreLocation, lastChange: string): Promise<void> {
	const engine =
		location.engine === 'sqlite' ? openSqlite(location.file, realClock) : openPostgres(location, realClock);
	const { schema } = await engine.home();
	const migrator = new Migrator({
		db: engine.database,
		provider: { getMigrations: async () => await Promise.resolve(pickBy(migrations, (_, name) => name <= lastChange)) },
		migrationTableName: 'store_migration',
		migrationLockTableName: 'store_migration_lock',
		...(schema === undefined ? {} : { migrationTableSchema: schema }),
	});
	const { error } = await migrator.migrateToLatest();
	await engine.close();
	if (error) throw error;
}
