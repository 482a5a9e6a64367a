import { join } from 'node:path';
import { realClock } from '../../src/ports/clock';
import { migrations as allMigrations } from '../../src/store/migrations/all';
import { type OpenStore, openStore } from '../../src/store/openStore';
import { childProcesses } from './childProcesses';
import { olderStore } from './olderStore';
import { databasePlace, filePlace, type Place } from './places';
import { adjustment, connection, contract, database, here, line, linkedLine } from './samples';

describe.each([
	{ engine: 'sqlite', make: filePlace },
	{ engine: 'postgres', make: databasePlace },
])('a store that is opened again ($engine)', ({ make }) => {
	let place: Place;
	beforeEach(async () => {
		place = await make();
	});
	afterEach(() => place.forget());

	const open = async (): Promise<OpenStore> => await openStore(place.location, realClock);

	it('keeps id, hashes and content from one opening to the next', async () => {
		const first = await open();
		await first.saveConnection(connection);
		const hash = first.keyedHash('secret');
		await first.close();
		const second = await open();
		expect(second.storeId).toBe(first.storeId);
		expect(second.keyedHash('secret')).toBe(hash);
		expect(await second.connections()).toEqual([connection]);
		await second.close();
	});

	it('is brought up to date once, and a second opening does no harm', async () => {
		const migrations = async () => await place.run('select name, timestamp from store_migration');
		await (await open()).close();
		const before = await migrations();
		await (await open()).close();
		expect(before.map((row) => row['name'])).toEqual(Object.keys(allMigrations));
		expect(await migrations()).toEqual(before);
	});

	it('takes no write of this version once a newer one has changed its tables, and goes on reading', async () => {
		const store = await open();
		await store.saveConnection(connection);
		await place.run("insert into store_migration (name, timestamp) values ('9999_later', '2026-10-16T08:00:00.000Z')");
		await expect(store.intend(adjustment)).rejects.toMatchObject({
			name: 'StoreError',
			code: 'newerSchema',
			message: expect.stringContaining('(9999_later); install that version again, here and on every n8n'),
		});
		expect(await store.connections()).toEqual([connection]);
		expect(await store.journal(database, [contract(7)])).toEqual([]);
		await store.close();
	});

	it('of the first version keeps its lines, the newest of a product as the current one', async () => {
		await olderStore(place.location, '0001_initial');
		for (const id of [71, 70]) {
			await place.run(`insert into linked_lines (database_id, connection_id, subscription_id, product_id, contract_id,
				contract_service_id, service_id, units)
				values (12, '12/main', 'S-1', '812', 7, ${id}, 31, '[{"from":"2026-10-16","units":3}]')`);
		}
		const store = await open();
		expect(await store.linkedLines(database, { contracts: [contract(7)] })).toEqual([
			{ ...linkedLine, leftOn: '0001-01-01' },
			{ ...linkedLine, contractServiceId: line(71) },
		]);
		await store.close();
	});
});

/** What `secondOpener.ts` prints. */
interface Seen {
	readonly storeId: string;
	readonly journal: readonly number[];
	readonly added: number;
	readonly offered: readonly string[];
	readonly leased: boolean;
}

describe.each([
	{ engine: 'sqlite', make: filePlace, names: ['1', '2', '3'], entries: 60, added: [0, 0, 30], offered: 15, tasks: 33 },
	{
		engine: 'postgres',
		make: databasePlace,
		names: ['1', '2', '3', '4'],
		entries: 80,
		added: [0, 0, 0, 30],
		offered: 20,
		tasks: 34,
	},
])('several processes on one store ($engine)', ({ make, names, entries, added, offered, tasks }) => {
	const { started, endAll } = childProcesses();
	let place: Place;
	beforeEach(async () => {
		place = await make();
	});
	afterEach(() => {
		endAll();
		place.forget();
	});

	it('make a new one together, number the journal together and get each task and lease once', async () => {
		const opener = ['--import', 'tsx', join(__dirname, 'secondOpener.ts'), JSON.stringify(place.location)];
		const openers = await Promise.all(names.map(async (name) => await started(...opener, name)));
		for (const { child } of openers) child.stdin.end();
		const seen = await Promise.all(openers.map(async ({ next }) => JSON.parse(await next()) as Seen));
		expect(new Set(seen.map((each) => each.storeId)).size).toBe(1);
		expect(seen.flatMap((each) => each.journal).sort((a, b) => a - b)).toEqual(
			Array.from({ length: entries }, (_, number) => number + 1),
		);
		expect(seen.map((each) => each.added).sort()).toEqual(added);
		expect(new Set(seen.flatMap((each) => each.offered)).size).toBe(offered);
		expect(seen.filter((each) => each.leased)).toHaveLength(1);
		const store = await openStore(place.location, realClock);
		expect(await store.journal(database, [contract(7)])).toHaveLength(entries);
		expect(await store.countTasks(here)).toMatchObject({ open: tasks });
		await store.close();
	}, 60_000);
});
