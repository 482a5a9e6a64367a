import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { testSyncStore } from '../../../nodes/shared/opening/testSyncStore';
import { realClock } from '../../../src/ports/clock';
import type { PostgresLocation } from '../../../src/store/engine/postgresPool';
import { openStore, type OpenStore } from '../../../src/store/openStore';
import { stoppedClock } from '../engines';
import { emptyDatabase, heldTurn, locationOf, postgresPort, releaseDatabase, runIn } from '../postgresServer';
import { adjustment, at, contract, database, day, here, subscriptionId, task } from '../samples';
import { type Breaker, connectionBreaker } from './connectionBreaker';

jest.setTimeout(20_000);

let name: string;
beforeEach(async () => {
	name = await emptyDatabase();
});
afterEach(() => releaseDatabase(name));

const open = async (changes: Partial<PostgresLocation> = {}) => await openStore(locationOf(name, changes), realClock);

const problemOf = async (changes: Partial<PostgresLocation>): Promise<unknown> =>
	await open(changes).then(
		async (store) => await store.close(),
		(error: unknown) => error,
	);

describe('a store in PostgreSQL', () => {
	it('reads numbers of 64 bits as numbers', async () => {
		const store = await open();
		const beyondInteger = contract(5_000_000_000);
		await store.intend({ ...adjustment, contractId: beyondInteger });
		expect(await store.journal(database, [beyondInteger])).toMatchObject([{ id: 1, contractId: 5_000_000_000 }]);
		await store.close();
	});

	it('orders texts byte by byte, whatever language the database was made for', async () => {
		const columns = await runIn(
			name,
			"select count(*) filter (where collation_name is distinct from 'C') as others from information_schema.columns where table_name = 'tasks' and data_type = 'text'",
		);
		expect(columns).toEqual([{ others: '0' }]);
		const store = await open();
		await store.addTasks(['b', 'B', 'a-2', 'a1'].map((id) => task(id)));
		expect((await store.tasks(here)).map(({ id }) => id)).toEqual(['B', 'a-2', 'a1', 'b']);
		await store.close();
	});

	it('lives in a schema of its own beside other programs', async () => {
		await runIn(name, 'create table workflow_entity (id text); create schema sync; create role apart login');
		await runIn(
			name,
			"grant all on schema sync to apart; alter role apart set search_path = 'sync'; alter role apart password 'p'",
		);
		const login = { user: 'apart', password: 'p' };
		const store = await open(login);
		await store.addTasks([task('a')]);
		await store.close();
		const again = await open(login);
		expect(await again.tasks(here)).toEqual([task('a')]);
		await again.close();
		await runIn(name, 'drop schema sync cascade; drop role apart');
	});
});

describe('a PostgreSQL that cannot be used', () => {
	let stranger: Server;
	beforeAll(async () => {
		stranger = createServer((socket) => void socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
			0,
			'127.0.0.1',
		);
		await once(stranger, 'listening');
	});
	afterAll(() => stranger.close());

	const secret = 'correct-horse';

	it.each<{ rule: string; changes: () => Partial<PostgresLocation>; code: string; says: RegExp }>([
		{ rule: 'the password is wrong', changes: () => ({}), code: 'cannotOpen', says: /User or password is wrong for/ },
		{ rule: 'the user is unknown', changes: () => ({ user: 'nobody' }), code: 'cannotOpen', says: /User or password/ },
		{
			rule: 'the password is empty',
			changes: () => ({ password: '' }),
			code: 'cannotOpen',
			says: /User or password is wrong for/,
		},
		{
			rule: 'nobody listens there',
			changes: () => ({ port: 1 }),
			code: 'cannotOpen',
			says: /No server answers for .*Host and Port/,
		},
		{
			rule: 'the host is unknown',
			changes: () => ({ host: 'no-such-host.invalid' }),
			code: 'cannotOpen',
			says: /host is unknown: .*no-such-host\.invalid/,
		},
		{
			rule: 'it does not encrypt',
			changes: () => ({ ssl: true }),
			code: 'cannotOpen',
			says: /Cannot connect to .*SSL/,
		},
		{
			rule: 'it is another program',
			changes: () => ({ port: (stranger.address() as AddressInfo).port }),
			code: 'cannotOpen',
			says: /Cannot connect to .*Check Host, Port and SSL/,
		},
	])('$rule: says so, names host and database, and hides the password', async ({ changes, code, says }) => {
		const error = await problemOf({ password: secret, ...changes() });
		expect(error).toMatchObject({ name: 'StoreError', code, message: expect.stringMatching(says) });
		const { host = '127.0.0.1', port = postgresPort() } = changes();
		expect(error).toMatchObject({ message: expect.stringContaining(`${name} on ${host}:${port}`) });
		expect(inspect(error, { depth: 10, showHidden: false })).not.toContain(secret);
	});

	it('has no database of that name', async () => {
		expect(await problemOf({ database: 'missing' })).toMatchObject({
			code: 'cannotOpen',
			message: expect.stringMatching(/Does not exist: the PostgreSQL database missing on .*create the database/),
		});
	});

	it.each<{ rule: string; prepare: string; code: string; says: RegExp }>([
		{
			rule: 'it belongs to another program',
			prepare: 'create table workflow_entity (id text)',
			code: 'foreign',
			says: /Another program's database: .*; name a database of its own/,
		},
		{
			rule: 'the user may make no tables',
			prepare: 'revoke all on schema public from public, plain',
			code: 'cannotWrite',
			says: /may not make or use tables in .*owner of the database/,
		},
		{
			rule: 'it only answers readers',
			prepare: 'alter role plain set default_transaction_read_only = on',
			code: 'cannotWrite',
			says: /Read-only: .*primary server/,
		},
		{
			rule: 'it has no room for another connection',
			prepare: 'alter role plain connection limit 0',
			code: 'cannotOpen',
			says: /Too many connections to .*max_connections/,
		},
	])('$rule', async ({ prepare, code, says }) => {
		await runIn(name, "create role plain login password 'p'; grant all on schema public to plain");
		await runIn(name, prepare);
		const error = await problemOf({ user: 'plain', password: 'p' });
		await runIn(name, 'drop owned by plain cascade; drop role plain');
		expect(error).toMatchObject({ name: 'StoreError', code, message: expect.stringMatching(says) });
		expect(error).toMatchObject({ message: expect.stringContaining(name) });
	});

	it('was changed by a newer version', async () => {
		await (await open()).close();
		await runIn(name, "insert into store_migration values ('0999_later', '2030-01-01T00:00:00.000Z')");
		expect(await problemOf({})).toMatchObject({
			code: 'newerSchema',
			message: expect.stringMatching(/newer version of this package has changed .*0999_later/),
		});
	});

	it.each([
		{ rule: 'passes', changes: {}, status: 'OK', says: /can be opened and written/ },
		{
			rule: 'fails with the reason',
			changes: { password: 'wrong' },
			status: 'Error',
			says: /User or password is wrong/,
		},
		{ rule: 'fails on an empty field', changes: { database: ' ' }, status: 'Error', says: /no Database/ },
	])("the credential's test $rule", async ({ changes, status, says }) => {
		const data = { ...locationOf(name), ...changes };
		const result = await testSyncStore.call({} as never, { id: '1', name: 'Store', type: 'syncStore', data });
		expect(result).toEqual({ status, message: expect.stringMatching(says) });
	});
});

describe('a connection that is lost', () => {
	let breaker: Breaker;
	let store: OpenStore;
	beforeEach(async () => {
		breaker = await connectionBreaker(postgresPort());
		store = await open({ port: breaker.port });
		await store.addTasks([task('a')]);
	});
	afterEach(async () => {
		await store.close();
		await breaker.close();
	});

	it('while nobody uses it, is made again', async () => {
		await breaker.cutAll();
		expect(await store.tasks(here)).toEqual([task('a')]);
	});

	it('while reading, is made again and read again', async () => {
		breaker.cutBefore('select * from "tasks"');
		expect(await store.tasks(here)).toEqual([task('a')]);
		expect(breaker.cuts()).toBe(1);
	});

	it('in the middle of a transaction, has the whole of it done again, once', async () => {
		breaker.cutBefore('insert into "journal"');
		const entry = await store.intend(adjustment);
		expect(breaker.cuts()).toBe(1);
		expect(entry.id).toBe(1);
		expect(await store.journal(database, [contract(7)])).toEqual([entry]);
	});

	it.each([
		{ rule: 'before the server has the commit', cut: 'cutBefore', stored: 0 },
		{ rule: 'after the server has committed', cut: 'cutAfter', stored: 1 },
	] as const)('$rule, is reported, and nothing is done twice', async ({ cut, stored }) => {
		breaker[cut]('commit\0');
		await expect(store.intend(adjustment)).rejects.toMatchObject({
			name: 'StoreError',
			code: 'outcomeUnknown',
			message: expect.stringMatching(new RegExp(`${name}.*may be stored or not`)),
		});
		expect(await store.journal(database, [contract(7)])).toHaveLength(stored);
	});

	it('and does not come back, is told after five seconds of waiting', async () => {
		const clock = stoppedClock();
		const other = await openStore(locationOf(name, { port: breaker.port }), clock);
		await breaker.close();
		await expect(other.tasks(here)).rejects.toMatchObject({
			name: 'StoreError',
			code: 'cannotOpen',
			message: expect.stringContaining('No server answers'),
		});
		expect(clock.waitedMs()).toBeGreaterThanOrEqual(5_000);
		await other.close();
	});

	it('by the server, is made again', async () => {
		await runIn('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
		expect(await store.tasks(here)).toEqual([task('a')]);
		expect((await store.intend(adjustment)).id).toBe(1);
	});
});

describe('several processes on one database', () => {
	it('wait for a writer for five seconds, then say so and have written nothing', async () => {
		const clock = stoppedClock();
		const store = await openStore(locationOf(name), clock);
		const holder = await heldTurn(name);
		await expect(store.intend(adjustment)).rejects.toMatchObject({
			name: 'StoreError',
			code: 'busy',
			message: expect.stringMatching(new RegExp(`${name}.*locked for 5 seconds`)),
		});
		expect(clock.waitedMs()).toBeGreaterThanOrEqual(5_000);
		expect(await store.tasks(here)).toEqual([]);
		await holder.end();
		expect((await store.intend(adjustment)).id).toBe(1);
		await store.close();
	}, 40_000);
});

describe('handing out', () => {
	it('waits for no writer where nothing is free', async () => {
		const store = await open();
		const holder = await heldTurn(name);
		expect(await store.offerTasks(here, { limit: 10, now: at('09:00'), until: at('10:00') })).toEqual([]);
		await holder.end();
		await store.close();
	});
});

describe('many openings at once in one process', () => {
	it('are handed whole contracts', async () => {
		const stores = await Promise.all(Array.from({ length: 6 }, async () => await open()));
		await stores[0]?.addTasks(Array.from({ length: 60 }, (_, number) => task(`${number}`)));
		const assigned = Array.from({ length: 60 }, (_, number) => ({
			connectionId: here,
			subscriptionId: subscriptionId(`S-${number}`),
			contractId: contract(number % 6),
			from: day('2026-01-01'),
		}));
		await stores[0]?.saveAssignments(assigned);
		const offers = await Promise.all(
			stores.map(async (store) => await store.offerTasks(here, { limit: 1, now: at('09:00'), until: at('10:00') })),
		);
		const contracts = offers.map((tasks) => tasks.map(({ id }) => Number(id) % 6));
		expect(contracts.map((some) => some.length)).toEqual([10, 10, 10, 10, 10, 10]);
		expect(contracts.flatMap((some) => [...new Set(some)]).sort()).toEqual([0, 1, 2, 3, 4, 5]);
		await Promise.all(stores.map(async (store) => await store.close()));
	});

	it('share out tasks, leases and numbers exactly once', async () => {
		const stores = await Promise.all(Array.from({ length: 6 }, async () => await open()));
		await stores[0]?.addTasks(Array.from({ length: 60 }, (_, number) => task(`${number}`)));
		const offers = await Promise.all(
			stores.map(async (store) => await store.offerTasks(here, { limit: 10, now: at('09:00'), until: at('10:00') })),
		);
		expect(new Set(offers.flat().map(({ id }) => id)).size).toBe(60);
		const leases = await Promise.all(
			stores.map(async (store, holder) => await store.takeLease('x', `${holder}`, 3_600_000)),
		);
		expect(leases.filter(Boolean)).toHaveLength(1);
		const entries = await Promise.all(
			stores.flatMap((store) => Array.from({ length: 10 }, async () => (await store.intend(adjustment)).id)),
		);
		expect(entries.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, number) => number + 1));
		await Promise.all(stores.map(async (store) => await store.close()));
	}, 30_000);
});
