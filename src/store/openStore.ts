import type { Clock } from '../ports/clock';
import type { StorePort } from '../ports/store/store';
import { bindingTo } from './binding';
import { accessTo } from './engine/access';
import type { Engine } from './engine/engine';
import { openPostgres } from './engine/postgresEngine';
import type { PostgresLocation } from './engine/postgresPool';
import { openSqlite } from './engine/sqliteEngine';
import { prepareStore } from './preparation';
import { storeMethods } from './storeMethods';

/** Where the store is; `:memory:` is a file of its own for each opening. */
export type StoreLocation = { readonly engine: 'sqlite'; readonly file: string } | PostgresLocation;

/** A store and its connection to the database; open it once per place and process and share it. */
export type OpenStore = StorePort & {
	/** One sentence, where opening it has brought its tables up to date. */
	readonly upgraded?: string;
	/** Waits for the work that has begun. */
	close(): Promise<void>;
};

/**
 * Opens the store, makes it where the place is empty, and brings its tables up to date.
 *
 * @throws StoreError with the name of the file or database and the next step; nothing stays open then.
 */
export async function openStore(location: StoreLocation, clock: Clock): Promise<OpenStore> {
	const engine = openEngine(location, clock);
	const access = accessTo(engine, clock);
	try {
		const { upgraded, ...identity } = await prepareStore(access, engine);
		return {
			...storeMethods(bindingTo(access, engine), identity),
			clock: engine.clock,
			...(engine.warning === undefined ? {} : { warning: engine.warning }),
			...(upgraded === undefined ? {} : { upgraded }),
			close: access.close,
		};
	} catch (error) {
		await engine.close();
		throw error;
	}
}

function openEngine(location: StoreLocation, clock: Clock): Engine {
	return location.engine === 'sqlite' ? openSqlite(location.file, clock) : openPostgres(location, clock);
}
