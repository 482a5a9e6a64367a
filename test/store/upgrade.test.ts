import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/store/openStore';
import { stoppedClock } from './engines';
import { olderStore } from './olderStore';
import { emptyDatabase, locationOf, releaseDatabase, runIn } from './postgresServer';
import { contract, database, here, taskId } from './samples';

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
	file = join(folder, 'marketplace-autotask.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const firstRows = `
	update counters set value = 1 where name = 'journal';
	insert into meta values ('storeId', 'abcd1234'), ('hashKey', '00');
	insert into connections (id, database_id, account, time_zone, expiration_is, connected_at)
		values ('12/main', 12, 'main', 'Europe/Berlin', 'dayAfter', '2026-10-16T08:00:00.000Z');
	insert into tasks (connection_id, id, kind, customer_id, subscription_ids, state, created_at, effective_at,
		first_seen_on, is_first, is_older_than_connection, process_automatically, answers, updated_at)
		values ('12/main', 'order-1', 'sales', '1000', '["S-1"]', 'open', '2026-10-16T08:00:00.000Z',
		'2026-10-16T08:00:00.000Z', '2026-10-16', 0, 0, 0, '{}', '2026-10-16T08:00:00.000Z');
	insert into journal (id, database_id, connection_id, task_ids, contract_id, kind, state, "on", intended_at)
		values (1, 12, '12/main', '["order-1"]', 7, 'charge', 'open', '2026-10-16', '2026-10-16T08:00:00.000Z');
`;

async function oldFile(): Promise<void> {
	await olderStore({ engine: 'sqlite', file }, '0001_initial');
	const raw = new DatabaseSync(file);
	raw.exec(firstRows);
	raw.close();
}

const open = async () => await openStore({ engine: 'sqlite', file }, stoppedClock());

function read(path: string, statement: string): unknown {
	const raw = new DatabaseSync(path, { readOnly: true });
	try {
		return raw.prepare(statement).all();
	} finally {
		raw.close();
	}
}

const copies = () => readdirSync(folder).filter((name) => name.includes('backup'));
const changes = (path: string) => read(path, 'select name from store_migration');

describe('a store file of an earlier version', () => {
	it('is brought up to date with everything that it holds, its copy from before kept and named in the log', async () => {
		await oldFile();
		const store = await open();
		const copy = `${file}.backup-0001_initial`;
		expect(copies()).toEqual(['marketplace-autotask.sqlite.backup-0001_initial']);
		expect(changes(copy)).toEqual([{ name: '0001_initial' }]);
		expect(read(copy, 'select id, state from journal')).toEqual([{ id: 1, state: 'open' }]);
		expect(statSync(copy).mode).toBe(statSync(file).mode);
		expect(store.storeId).toBe('abcd1234');
		expect(await store.task(here, taskId('order-1'))).toMatchObject({
			state: 'open',
			createdAt: '2026-10-16T08:00:00.000Z',
		});
		expect(await store.journal(database, [contract(7)])).toMatchObject([{ id: 1, state: 'open' }]);
		expect(await store.settings(here)).toEqual([
			{ name: 'expirationIs', value: 'dayAfter', by: '', at: '2026-10-16T08:00:00.000Z' },
			{ name: 'timeZone', value: 'Europe/Berlin', by: '', at: '2026-10-16T08:00:00.000Z' },
		]);
		expect(await store.readLog(here)).toMatchObject([
			{ action: 'upgrade', message: expect.stringContaining(`from 0001_initial to`) },
		]);
		expect(store.upgraded).toContain(`kept in ${copy}`);
		await store.close();
	});

	it('is copied once: an opening that changes nothing keeps no copy', async () => {
		await oldFile();
		await (await open()).close();
		const second = await open();
		expect(second.upgraded).toBeUndefined();
		await second.close();
		expect(copies()).toHaveLength(1);
	});

	it('that was put back is copied beside the first copy, never over it', async () => {
		await oldFile();
		await (await open()).close();
		copyFileSync(`${file}.backup-0001_initial`, file);
		await (await open()).close();
		expect(copies().sort()).toEqual([
			'marketplace-autotask.sqlite.backup-0001_initial',
			'marketplace-autotask.sqlite.backup-0001_initial-2',
		]);
	});

	it('that cannot be copied stays as it was, and the message says what to do', async () => {
		await oldFile();
		mkdirSync(join(`${file}.backup-0001_initial.${process.pid}.part`, 'in the way'), { recursive: true });
		await expect(open()).rejects.toMatchObject({
			name: 'StoreError',
			code: 'cannotWrite',
			message: expect.stringMatching(/marketplace-autotask.sqlite were not brought up to date.*let the user/),
		});
		expect(changes(file)).toEqual([{ name: '0001_initial' }]);
	});

	it('keeps no copy of later tables where processes open it together', async () => {
		await oldFile();
		const opener = join(__dirname, 'secondOpener.ts');
		const children = ['1', '2', '3'].map((name) =>
			spawn(process.execPath, ['--import', 'tsx', opener, JSON.stringify({ engine: 'sqlite', file }), name], {
				cwd: join(__dirname, '..', '..'),
				stdio: ['pipe', 'pipe', 'inherit'],
			}),
		);
		await Promise.all(children.map(async (child) => await once(child.stdout, 'data')));
		for (const child of children) child.stdin.end();
		const ends = await Promise.all(children.map(async (child) => await once(child, 'exit')));
		expect(ends.map(([code]) => code as number)).toEqual([0, 0, 0]);
		for (const copy of copies()) expect(changes(join(folder, copy))).toEqual([{ name: '0001_initial' }]);
		expect(copies().filter((name) => name.endsWith('.part'))).toEqual([]);
		expect(copies().length).toBeGreaterThan(0);
	}, 30_000);
});

describe('a PostgreSQL store of an earlier version', () => {
	it('is brought up to date in place with everything that it holds', async () => {
		const name = await emptyDatabase();
		await olderStore(locationOf(name), '0001_initial');
		await runIn(name, firstRows);
		const store = await openStore(locationOf(name), stoppedClock());
		expect(await store.task(here, taskId('order-1'))).toMatchObject({ state: 'open' });
		expect(await store.readLog(here)).toMatchObject([{ action: 'upgrade' }]);
		expect(store.upgraded).not.toContain('kept in');
		await store.close();
		releaseDatabase(name);
	});
});
