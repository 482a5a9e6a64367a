import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../simulators/autotask/admin/ledger';
import type { SyncTask } from '../../src/domain/task/task';
import { type OpenStore, openStore, type StoreLocation } from '../../src/store/openStore';
import { emptyDatabase, locationOf, runIn } from '../store/postgresServer';
import { connection, StandingClock } from '../sync/fixtureClients';
import type { World, WorldOptions } from '../sync/fixtureWorld';
import type { Places } from './crossings';
import { type SceneSize, startScene } from './scene';

/** The engine that keeps the store of a scene. */
export type StoreEngine = StoreLocation['engine'];

/** A world just before its run, which is put back as often as wanted. */
export interface KeptScene {
	readonly world: World;
	readonly places: Places;
	/** Puts both systems back, and says where a copy of the store is. */
	putBack(): Promise<StoreLocation>;
	/** Sets the present of both systems. */
	setNow(time: string): void;
	/** What Autotask holds and bills after everything is posted. */
	bills(): Ledger;
	close(): Promise<void>;
}

/** Copies of a store, each in the place of the one before. */
interface Copies {
	readonly first: StoreLocation;
	copy(): Promise<StoreLocation>;
}

function sqliteCopies(folder: string): Copies {
	const [kept, file] = [join(folder, 'kept.sqlite'), join(folder, 'run.sqlite')];
	return {
		first: { engine: 'sqlite', file: kept },
		copy: async () => {
			for (const more of ['', '-wal', '-shm']) rmSync(`${file}${more}`, { force: true });
			copyFileSync(kept, file);
			return await Promise.resolve({ engine: 'sqlite', file });
		},
	};
}

async function postgresCopies(): Promise<Copies> {
	const kept = await emptyDatabase();
	const database = `${kept}_run`;
	return {
		first: locationOf(kept),
		copy: async () => {
			await runIn('postgres', `drop database if exists ${database} with (force)`);
			await runIn('postgres', `create database ${database} template ${kept}`);
			return locationOf(database);
		},
	};
}

/** Starts a scene and keeps it; the files of its store are in the folder. */
export async function keepScene(
	size: SceneSize,
	folder: string,
	engine: StoreEngine = 'sqlite',
	switches: NonNullable<WorldOptions['switches']> = {},
): Promise<KeptScene> {
	const copies = engine === 'sqlite' ? sqliteCopies(folder) : await postgresCopies();
	const world = await startScene(size, { place: copies.first, switches });
	await world.store.close();
	const { autotaskSide, marketplaceSide } = world;
	const putBack = [autotaskSide.keep(), marketplaceSide.keep()];
	return {
		world,
		places: {
			marketplaceUrl: marketplaceSide.url,
			discoveryUrl: autotaskSide.discoveryUrl.replace(/zoneInformation$/, ''),
		},
		putBack: async () => {
			for (const one of putBack) one();
			return await copies.copy();
		},
		setNow: (time) => {
			autotaskSide.setNow(time);
			marketplaceSide.setNow(time);
		},
		bills: () => {
			autotaskSide.post({ through: '2027-12-31' });
			return autotaskSide.ledger();
		},
		close: async () => {
			await Promise.all([autotaskSide.close(), marketplaceSide.close()]);
		},
	};
}

/** Opens a store for a moment. */
export async function withStore<Result>(
	place: StoreLocation,
	now: string,
	look: (store: OpenStore) => Promise<Result>,
): Promise<Result> {
	const store = await openStore(place, new StandingClock(now));
	try {
		return await look(store);
	} finally {
		await store.close();
	}
}

/** All tasks of the connection. */
export async function tasksIn(place: StoreLocation, now: string): Promise<readonly SyncTask[]> {
	return await withStore(place, now, async (store) => await store.tasks(connection.connectionId));
}
