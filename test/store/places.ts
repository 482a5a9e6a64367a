import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StoreLocation } from '../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase, runIn } from './postgresServer';

/** Where a store stays from one opening to the next. */
export interface Place {
	readonly location: StoreLocation;
	/** Runs one statement past the store. */
	readonly run: (statement: string) => Promise<readonly Record<string, unknown>[]>;
	readonly forget: () => void;
}

export async function filePlace(): Promise<Place> {
	const folder = mkdtempSync(join(tmpdir(), 'store-'));
	const file = join(folder, 'marketplace-autotask.sqlite');
	return await Promise.resolve({
		location: { engine: 'sqlite', file },
		run: async (statement) => {
			const raw = new DatabaseSync(file);
			const rows = raw.prepare(statement).all();
			raw.close();
			return await Promise.resolve(rows);
		},
		forget: () => rmSync(folder, { recursive: true, force: true }),
	});
}

export async function databasePlace(): Promise<Place> {
	const name = await emptyDatabase();
	return {
		location: locationOf(name),
		run: async (statement) => await runIn(name, statement),
		forget: () => releaseDatabase(name),
	};
}
