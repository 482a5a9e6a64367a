import { chmodSync, chownSync, copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { accessTo, type Access } from '../../../src/store/engine/access';
import { openSqlite } from '../../../src/store/engine/sqliteEngine';
import { openStore } from '../../../src/store/openStore';
import { prepareStore } from '../../../src/store/preparation';
import { addIntent, readJournal } from '../../../src/store/tables/journal';
import { stoppedClock } from '../engines';
import { adjustment, connection, contract, database, here, task } from '../samples';

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troubles-'));
	file = join(folder, 'marketplace-autotask.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store whose file may not grow any more: what SQLite says of a full disk. */
async function onFullDisk(work: (access: Access) => Promise<void>): Promise<void> {
	const engine = openSqlite(file, stoppedClock());
	const access = accessTo(engine, stoppedClock());
	await prepareStore(access, engine);
	await engine.database.executeQuery(CompiledQuery.raw('pragma max_page_count = 1'));
	try {
		await work(access);
	} finally {
		await access.close();
	}
}

describe('a full disk', () => {
	it('refuses the intent that no longer fits, names the file, and keeps every one before it', async () => {
		let kept = 0;
		await onFullDisk(async (access) => {
			const filling = async () => {
				for (let more = 0; more < 10_000; more += 1) {
					const { id } = await access.write(async (transaction) => await addIntent(transaction, adjustment));
					kept = id;
				}
			};
			await expect(filling()).rejects.toMatchObject({
				name: 'StoreError',
				code: 'cannotWrite',
				message: `The disk of the store file ${file} is full; free some space, then run again.`,
			});
			expect(await access.read(async (db) => await readJournal(db, database, [contract(7)]))).toHaveLength(kept);
		});
		const store = await openStore({ engine: 'sqlite', file }, stoppedClock());
		expect(await store.journal(database, [contract(7)])).toHaveLength(kept);
		expect((await store.intend(adjustment)).id).toBe(kept + 1);
		await store.close();
	}, 60_000);
});

describe('a folder in which nothing can be made', () => {
	it('is named, with what to do, and the file keeps what it held', async () => {
		const store = await openStore({ engine: 'sqlite', file }, stoppedClock());
		await store.saveConnection(connection);
		await store.close();
		const isRoot = process.getuid?.() === 0;
		if (isRoot) for (const path of [folder, file]) chownSync(path, 65534, 65534);
		chmodSync(folder, 0o555);
		if (isRoot) process.seteuid?.(65534);
		try {
			await expect(openStore({ engine: 'sqlite', file }, stoppedClock())).rejects.toMatchObject({
				name: 'StoreError',
				message: expect.stringMatching(
					new RegExp(`${file}; let the user that n8n runs as write to it and to its folder`),
				),
			});
		} finally {
			if (isRoot) process.seteuid?.(0);
			chmodSync(folder, 0o755);
		}
		const again = await openStore({ engine: 'sqlite', file }, stoppedClock());
		expect(await again.connections()).toEqual([connection]);
		await again.close();
	});
});

describe('a store file that was copied while it was open', () => {
	it('without its write-ahead log is an older one: whole, with the same id', async () => {
		const first = await openStore({ engine: 'sqlite', file }, stoppedClock());
		await first.addTasks([task('a')]);
		await first.close();
		const open = await openStore({ engine: 'sqlite', file }, stoppedClock());
		await open.addTasks([task('b')]);
		const copy = join(folder, 'copy.sqlite');
		copyFileSync(file, copy);
		const older = await openStore({ engine: 'sqlite', file: copy }, stoppedClock());
		expect((await older.tasks(here)).map((one) => one.id)).toEqual(['a']);
		expect(older.storeId).toBe(open.storeId);
		await Promise.all([open.close(), older.close()]);
	});
});

describe('a store file that does not stay where it was while it is open', () => {
	const all = () => ['', '-wal', '-shm'].map((end) => `${file}${end}`);

	it.each<{ rule: string; what: string; move: () => void }>([
		{ rule: 'deleted', what: '', move: () => all().forEach((path) => rmSync(path, { force: true })) },
		{ rule: 'moved', what: '', move: () => renameSync(file, `${file}.old`) },
		{
			rule: 'replaced by an older copy',
			what: '',
			move: () => {
				copyFileSync(file, `${file}.copy`);
				for (const path of all()) rmSync(path, { force: true });
				renameSync(`${file}.copy`, file);
			},
		},
		{ rule: 'left without its log', what: '-wal', move: () => rmSync(`${file}-wal`) },
	])('takes no write, and says what to do: $rule', async ({ what, move }) => {
		const store = await openStore({ engine: 'sqlite', file }, stoppedClock());
		await store.saveConnection(connection);
		move();
		await expect(store.intend(adjustment)).rejects.toMatchObject({
			name: 'StoreError',
			code: 'cannotWrite',
			message: expect.stringMatching(
				new RegExp(`^The store file ${file}${what} was moved, deleted or replaced.*stop n8n, put back the file`),
			),
		});
		await store.close();
	});

	it('of another process is none of that: opening, writing, copying and closing leave it where it is', async () => {
		const store = await openStore({ engine: 'sqlite', file }, stoppedClock());
		for (const nth of [1, 2, 3]) {
			const other = await openStore({ engine: 'sqlite', file }, stoppedClock());
			await other.addTasks([task(`a${nth}`)]);
			await other.close();
			const raw = new DatabaseSync(file);
			raw.exec(`vacuum into '${file}.copy${nth}'`);
			raw.exec('pragma wal_checkpoint(truncate)');
			raw.close();
			await store.addTasks([task(`b${nth}`)]);
		}
		expect(await store.tasks(here)).toHaveLength(6);
		await store.close();
	});
});
