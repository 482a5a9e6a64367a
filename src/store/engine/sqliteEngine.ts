import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
} from 'kysely';
import type { Clock } from '../../ports/clock';
import type { Schema } from '../schema/schema';
import { StoreError } from '../schema/storeError';
import type { Engine } from './engine';
import { backUp } from './sqliteBackup';
import { explained, passing } from './sqliteFailures';

/** SQLite blocks the whole process while it waits by itself; longer waits are ours. */
const busyTimeoutMs = 20;

const inMemory = ':memory:';

/** Takes the right to write at the beginning: a transaction that has read cannot fail to write later. */
class ImmediateDriver extends SqliteDriver {
	constructor(
		settings: SqliteDialectConfig,
		private readonly database: DatabaseSync,
	) {
		super(settings);
	}

	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
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

	constructor(private readonly database: DatabaseSync) {
		const settings = { database: adapted(database), onCreateConnection: makeDurable };
		super(settings);
		this.settings = settings;
	}

	override createDriver(): SqliteDriver {
		return new ImmediateDriver(this.settings, this.database);
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
	if (path !== inMemory) checkPath(path);
	const opened = opening(path, place);
	const database = new Kysely<Schema>({ dialect: new NodeSqliteDialect(opened), plugins: [new CamelCasePlugin()] });
	return {
		database,
		clock,
		now: async () => await Promise.resolve(clock.now()),
		place,
		elsewhere: 'name another file in Sync Store',
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

function adapted(database: DatabaseSync): SqliteDatabase {
	return {
		close: () => database.close(),
		prepare: (sql) => {
			const statement = database.prepare(sql);
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
				run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
				iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
			};
		},
	};
}

/** A committed intent survives a power cut, which write-ahead logging alone does not promise. */
async function makeDurable(connection: DatabaseConnection): Promise<void> {
	await connection.executeQuery(CompiledQuery.raw('pragma journal_mode = wal'));
	await connection.executeQuery(CompiledQuery.raw('pragma synchronous = full'));
}

function checkPath(path: string): void {
	const folder = dirname(path);
	const inFolder = statSync(folder, { throwIfNoEntry: false });
	if (!inFolder?.isDirectory()) {
		throw new StoreError(
			'cannotOpen',
			`The folder ${folder} of the store file does not exist; make it, or name another file in Sync Store.`,
		);
	}
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
		throw new StoreError('cannotOpen', `${path} is a folder, not a store file; name a file in Sync Store.`);
	}
}
