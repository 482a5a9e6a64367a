import { resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
	CamelCasePlugin,
	CompiledQuery,
	Kysely,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type SqliteDatabase,
	type SqliteDialectConfig,
	type SqliteStatement,
} from 'kysely';
import type { Clock } from '../../ports/clock';
import { migrationTableName } from '../schema/migrationTable';
import type { Schema } from '../schema/schema';
import { foreignDatabase } from '../schema/storeError';
import type { Engine } from './engine';
import { networkWarning } from './networkDisk';
import { backUp } from './sqliteBackup';
import { explained, passing } from './sqliteFailures';
import { unwatched, type Watch, watchFile } from './sqliteMoved';
import { prepareFile } from './sqlitePath';

/** SQLite blocks the whole process while it waits by itself; longer waits are ours. */
const busyTimeoutMs = 20;

const inMemory = ':memory:';
const elsewhere = 'name another file in Sync Store';

/** Takes the right to write at the beginning: a transaction that has read cannot fail to write later. */
class ImmediateDriver extends SqliteDriver {
	constructor(
		settings: SqliteDialectConfig,
		private readonly database: DatabaseSync,
		private readonly watch: Watch,
	) {
		super(settings);
	}

	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		this.watch.look();
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
		this.watch.noteLog();
	}

	/** SQLite rolls back by itself when the disk fails or is full; a second time would hide that error. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.database.isTransaction) await super.rollbackTransaction(connection);
	}
}

class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

class NodeSqliteDialect extends SqliteDialect {
	private readonly settings: SqliteDialectConfig;

	constructor(
		private readonly database: DatabaseSync,
		place: string,
		private readonly watch: Watch,
	) {
		const onCreateConnection = async (connection: DatabaseConnection): Promise<void> => {
			refuseForeign(database, place);
			await makeDurable(connection);
		};
		const settings = { database: adapted(database), onCreateConnection };
		super(settings);
		this.settings = settings;
	}

	override createDriver(): SqliteDriver {
		return new ImmediateDriver(this.settings, this.database, this.watch);
	}

	override createAdapter(): SqliteAdapter {
		return new TransactionalAdapter();
	}
}

/**
 * Opens a file, or makes it in a folder that exists; `:memory:` holds nothing after it is closed.
 *
 * The clock is that of the machine with the file, hence the same for all who share it.
 *
 * @throws StoreError `cannotOpen`. What else is wrong with the file shows at the first statement.
 */
export function openSqlite(file: string, clock: Clock): Engine {
	const path = file === inMemory ? inMemory : resolve(file);
	const place = path === inMemory ? 'the store in memory' : `the store file ${path}`;
	if (path !== inMemory) prepareFile(path);
	const warning = path === inMemory ? undefined : networkWarning(path);
	const opened = opening(path, place);
	const watch = path === inMemory ? unwatched : watchFile(path);
	const database = new Kysely<Schema>({
		dialect: new NodeSqliteDialect(opened, place, watch),
		plugins: [new CamelCasePlugin()],
	});
	return {
		database,
		clock,
		now: async () => await Promise.resolve(clock.now()),
		place,
		...(warning === undefined ? {} : { warning }),
		elsewhere,
		home: async () => {
			const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
			return { tables: tables.map(({ name }) => name) };
		},
		backUp: async (version) => (path === inMemory ? undefined : await Promise.resolve(backUp(opened, path, version))),
		passing,
		explain: (error) => explained(error, place),
		close: async () => {
			await database.destroy();
			if (opened.isOpen) opened.close();
		},
	};
}

function opening(path: string, place: string): DatabaseSync {
	try {
		return new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
	} catch (error) {
		throw explained(error, place) ?? error;
	}
}

const keptStatements = 500;

/** Statements are prepared once, but for those that change the schema: these end what was prepared before. */
function adapted(database: DatabaseSync): SqliteDatabase {
	const kept = new Map<string, SqliteStatement>();
	const prepared = (sql: string): SqliteStatement => {
		const statement = database.prepare(sql);
		return {
			reader: statement.columns().length > 0,
			all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
			run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
			iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
		};
	};
	const prepare = (sql: string): SqliteStatement => {
		const known = kept.get(sql);
		if (known) return known;
		const statement = prepared(sql);
		const isSchema = !/^(select|with|insert|update|delete|begin|commit|rollback)\b/i.test(sql);
		if (isSchema || kept.size === keptStatements) kept.clear();
		if (!isSchema) kept.set(sql, statement);
		return statement;
	};
	return { close: () => database.close(), prepare };
}

/** Before anything is changed: write-ahead logging is a property of the file, which another program may not expect. */
function refuseForeign(database: DatabaseSync, place: string): void {
	const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
	if (tables.length > 0 && !tables.some(({ name }) => name === migrationTableName))
		throw foreignDatabase(place, elsewhere);
}

/** A committed intent survives a power cut, which write-ahead logging alone does not promise. */
async function makeDurable(connection: DatabaseConnection): Promise<void> {
	await connection.executeQuery(CompiledQuery.raw('pragma journal_mode = wal'));
	await connection.executeQuery(CompiledQuery.raw('pragma synchronous = full'));
}
