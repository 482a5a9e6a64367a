import { once } from 'node:events';
import {
	chmodSync,
	chownSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { realClock } from '../../../src/ports/clock';
import { openStore, type OpenStore } from '../../../src/store/openStore';
import { childProcesses } from '../childProcesses';
import { stoppedClock } from '../engines';
import { adjustment, contract, database, here, task } from '../samples';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'store-'));
	file = join(folder, 'marketplace-autotask.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = async (path = file) => await openStore({ engine: 'sqlite', file: path }, realClock);

async function withStore(work: (store: OpenStore) => Promise<void>): Promise<void> {
	const store = await open();
	await work(store);
	await store.close();
}

const nothing = async () => await Promise.resolve();

/** Rights mean nothing to root: its tests run as nobody. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
	if (process.getuid?.() !== 0) return await work();
	process.seteuid?.(65534);
	try {
		return await work();
	} finally {
		process.seteuid?.(0);
	}
}

/** Gives folder and file to the user that `asOrdinaryUser` works as. */
function handOver(...paths: string[]): void {
	if (process.getuid?.() === 0) for (const path of paths) chownSync(path, 65534, 65534);
}

function editFile(statement: string): void {
	const raw = new DatabaseSync(file);
	raw.exec(statement);
	raw.close();
}

describe('a store file', () => {
	it('is written ahead and flushed at each commit', async () => {
		const store = await open();
		const raw = new DatabaseSync(file);
		expect(raw.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
		raw.close();
		await store.close();
	});

	it('shows the writes of one connection to another at once', async () => {
		const [first, second] = await Promise.all([open(), open()]);
		expect(second.storeId).toBe(first.storeId);
		await first.addTasks([task('a')]);
		expect(await second.task(here, task('a').id)).toEqual(task('a'));
		const leases = await Promise.all(
			[first, second].map(async (store, holder) => await store.takeLease('x', `${holder}`, 3_600_000)),
		);
		expect(leases.sort()).toEqual([false, true]);
		await Promise.all([first.close(), second.close()]);
	});

	it('says that it is closed', async () => {
		const store = await open();
		await store.close();
		await expect(store.connections()).rejects.toMatchObject({
			code: 'cannotOpen',
			message: expect.stringMatching(/^Already closed/),
		});
		await store.close();
	});
});

describe('the rights to a store file', () => {
	const rights = (path: string) => statSync(path).mode & 0o777;

	it("are its owner's alone, and those of what lies beside it", async () => {
		const store = await open();
		await store.addTasks([task('a')]);
		for (const path of [file, `${file}-wal`, `${file}-shm`]) expect([path, rights(path)]).toEqual([path, 0o600]);
		await store.close();
	});

	it('stay as they are of a file that is there', async () => {
		await withStore(nothing);
		chmodSync(file, 0o640);
		await withStore(nothing);
		expect(rights(file)).toBe(0o640);
	});
});

describe('a store file that cannot be used', () => {
	const problem = async (path = file) =>
		await open(path).then(
			async (store) => await store.close(),
			(error: unknown) => error,
		);

	it.each<{ rule: string; prepare: () => Promise<string | void> | string | void; code: string; says: RegExp }>([
		{
			rule: 'its folder is missing',
			prepare: () => join(folder, 'missing', 'a.sqlite'),
			code: 'cannotOpen',
			says: /folder .*missing of the store file does not exist; make it/,
		},
		{
			rule: 'its folder is a file',
			prepare: () => (writeFileSync(file, ''), join(file, 'a.sqlite')),
			code: 'cannotOpen',
			says: /does not exist; make it/,
		},
		{
			rule: 'it is a folder',
			prepare: () => mkdirSync(file),
			code: 'cannotOpen',
			says: /is a folder, not a store file; name a file/,
		},
		{
			rule: 'its links lead in a circle',
			prepare: () => (symlinkSync(file, `${file}.other`), symlinkSync(`${file}.other`, file)),
			code: 'cannotOpen',
			says: /Cannot open .*marketplace-autotask\.sqlite: its links lead in a circle; .*name another file/,
		},
		{
			rule: 'its folder is behind links that lead in a circle',
			prepare: () => (symlinkSync(file, `${file}.other`), symlinkSync(`${file}.other`, file), join(file, 'a.sqlite')),
			code: 'cannotOpen',
			says: /Cannot open .*a\.sqlite: its links lead in a circle; .*name another file/,
		},
		{
			rule: 'its name is too long',
			prepare: () => join(folder, 'x'.repeat(300)),
			code: 'cannotOpen',
			says: /Cannot open .*xxx: its name is too long; .*name another file/,
		},
		{
			rule: 'its name holds a sign that no name may hold',
			prepare: () => join(folder, 'a\0b'),
			code: 'cannotOpen',
			says: /Cannot open .*: .*name another file/,
		},
		{
			rule: 'it is no database',
			prepare: () => writeFileSync(file, 'a letter to the operator\n'.repeat(200)),
			code: 'corrupt',
			says: /Not a database: .*; name the right file/,
		},
		{
			rule: 'it is damaged',
			prepare: async () => {
				await withStore(
					async (store) => void (await store.addTasks(Array.from({ length: 500 }, (_, number) => task(`${number}`)))),
				);
				truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096);
			},
			code: 'corrupt',
			says: /Damaged: .*; restore it from its last backup/,
		},
		{
			rule: 'it belongs to another program',
			prepare: () => editFile('create table workflow_entity (id text)'),
			code: 'foreign',
			says: /Another program's database: .*; name another file/,
		},
		{
			rule: 'a newer version has changed it',
			prepare: async () => {
				await withStore(nothing);
				editFile("insert into store_migration values ('0999_later', '2030-01-01T00:00:00.000Z')");
			},
			code: 'newerSchema',
			says: /newer version of this package has changed .*0999_later.*; install that version/,
		},
	])('$rule', async ({ prepare, code, says }) => {
		const path = (await prepare()) ?? file;
		const error = await problem(path);
		expect(error).toMatchObject({ name: 'StoreError', code, message: expect.stringMatching(says) });
		expect(error).toMatchObject({ message: expect.stringContaining(folder) });
	});

	it('may not be made in its folder', async () => {
		chmodSync(folder, 0o555);
		expect(await asOrdinaryUser(problem)).toMatchObject({ code: 'cannotOpen', message: expect.stringContaining(file) });
	});

	it('may not be read', async () => {
		await withStore(nothing);
		chmodSync(file, 0o000);
		handOver(folder);
		expect(await asOrdinaryUser(problem)).toMatchObject({ code: 'cannotOpen', message: expect.stringContaining(file) });
	});

	it('may be read but not written', async () => {
		await withStore(nothing);
		chmodSync(file, 0o444);
		handOver(folder, file);
		expect(await asOrdinaryUser(problem)).toMatchObject({
			code: 'cannotWrite',
			message: expect.stringContaining(`Cannot write to the store file ${file}`),
		});
	});

	it("is left as it was when it is another program's", async () => {
		editFile('create table workflow_entity (id text)');
		const before = readFileSync(file);
		await problem();
		expect(readFileSync(file).equals(before)).toBe(true);
		expect(readdirSync(folder)).toEqual(['marketplace-autotask.sqlite']);
		const raw = new DatabaseSync(file);
		expect(raw.prepare("select name from sqlite_master where type = 'table'").all()).toEqual([
			{ name: 'workflow_entity' },
		]);
		raw.close();
	});

	it('tells of text that somebody has edited', async () => {
		await withStore(async (store) => void (await store.addTasks([task('a')])));
		editFile("update tasks set answers = '{oops'");
		await withStore(
			async (store) => await expect(store.tasks(here)).rejects.toMatchObject({ name: 'StoreError', code: 'corrupt' }),
		);
	});
});

describe('two processes on one store file', () => {
	const { started, endAll } = childProcesses();
	afterEach(endAll);

	it('a writer waits for the other without stopping anything else', async () => {
		const store = await open();
		const holder = await started(join(__dirname, 'lockHolder.mjs'), file);
		let written = false;
		const writing = store.addTasks([task('a')]).then(() => (written = true));
		let longestGapMs = 0;
		await new Promise<void>((resolve) => {
			let ticks = 0;
			let last = performance.now();
			const timer = setInterval(() => {
				longestGapMs = Math.max(longestGapMs, performance.now() - last);
				last = performance.now();
				ticks += 1;
				if (ticks === 60) {
					clearInterval(timer);
					resolve();
				}
			}, 5);
		});
		expect(written).toBe(false);
		expect(longestGapMs).toBeLessThan(250);
		expect(await store.tasks(here)).toEqual([]);
		holder.child.stdin.end();
		await once(holder.child, 'exit');
		await writing;
		expect(await store.tasks(here)).toEqual([task('a')]);
		await store.close();
	}, 20_000);

	it('a writer gives up after five seconds, says so and has written nothing', async () => {
		const clock = stoppedClock();
		const store = await openStore({ engine: 'sqlite', file }, clock);
		const holder = await started(join(__dirname, 'lockHolder.mjs'), file);
		const refused = store.intend(adjustment);
		await expect(refused).rejects.toMatchObject({
			name: 'StoreError',
			code: 'busy',
			message: expect.stringContaining(`${file} locked for 5 seconds; end what`),
		});
		expect(clock.waitedMs()).toBeGreaterThanOrEqual(5_000);
		expect(clock.waitedMs()).toBeLessThan(5_500);
		holder.child.stdin.end();
		await once(holder.child, 'exit');
		expect(await store.journal(database, [contract(7)])).toEqual([]);
		expect((await store.intend(adjustment)).id).toBe(1);
		await store.close();
	}, 20_000);

	it('a process that is killed leaves what it had committed', async () => {
		await withStore(async (store) => void (await store.intend(adjustment)));
		const copy = join(folder, 'copy.sqlite');
		const store = await open();
		await store.addTasks([task('a')]);
		for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${copy}${end}`);
		await store.close();
		const survivor = await open(copy);
		expect(await survivor.tasks(here)).toEqual([task('a')]);
		expect((await survivor.intend(adjustment)).id).toBe(2);
		await survivor.close();
	});
});
