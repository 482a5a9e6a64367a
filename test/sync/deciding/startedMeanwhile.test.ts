import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnection, stopConnection } from '../../../src/sync/deciding/stopConnection';
import { type OpenStore, openStore } from '../../../src/store/openStore';
import { connection } from '../fixtureClients';
import { check, type RunPorts, type RunSettings } from '../fixtureRun';
import { startWorld, type World } from '../fixtureWorld';

const { connectionId } = connection;
const ann = { connectionId, by: 'Ann', reason: '' };

let folder: string;
let world: World;
let other: OpenStore;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'started-'));
	const file = join(folder, 'store.sqlite');
	world = await startWorld({ file });
	other = await openStore({ engine: 'sqlite', file }, world.clock);
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
});

afterEach(async () => {
	await other.close();
	await world.close();
	rmSync(folder, { recursive: true });
});

/** The world's ports, of whose store each read of the connection is followed by what another process does. */
function after(each: (nth: number) => Promise<unknown>): RunPorts {
	let reads = 0;
	const { store } = world;
	const connectionRead: typeof store.connection = async (id) => {
		const read = await store.connection(id);
		await each((reads += 1));
		return read;
	};
	return { ...world, store: { ...store, connection: connectionRead } };
}

const readsOfACheck = 5;
const settings: RunSettings = { check: { sweep: 'everyCheck', timeZone: 'Europe/Zurich' } };

describe.each([
	['started', stopConnection, startConnection, undefined],
	['stopped', undefined, stopConnection, expect.any(String) as string],
] as const)('a connection that another process has %s while a check runs', (_, before, move, stoppedAt) => {
	it.each(Array.from({ length: readsOfACheck }, (_none, at) => at + 1))(
		'stays so, also right after its %i. read of it',
		async (nth) => {
			if (before) await before(ann, world);
			let moved = 0;
			const atTheRead = async (at: number) => {
				if (at === nth) moved += (await move(ann, { ...world, store: other })).kind === 'done' ? 1 : 0;
			};
			await check(after(atTheRead), settings);
			if (moved === 0) await move(ann, { ...world, store: other });
			expect((await world.store.connection(connectionId))?.stoppedAt).toEqual(stoppedAt);
		},
	);
});
