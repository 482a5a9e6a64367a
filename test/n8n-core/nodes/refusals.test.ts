import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemJson } from '../../../demo/n8n/executions';
import { premium } from '../../e2e/harness/scene';
import { emptyDatabase, locationOf, runIn } from '../../store/postgresServer';
import { polled, startNodeWorld, type NodeName, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
const now = '2026-10-16T09:00:00Z';
const overTasks: readonly NodeName[] = ['mapCustomer', 'mapProduct', 'buildContractServices', 'syncContract'];

function sell(world: NodeWorld, subscriptionId: string): void {
	const { productId } = premium;
	world.marketplace.act({
		kind: 'sale',
		customerId: '1',
		productId,
		quantity: 10,
		subscriptionId,
		at: '2026-10-16T08:00:00Z',
	});
}

describe('a node refuses', () => {
	let world: NodeWorld;
	let item: ItemJson;

	beforeAll(async () => {
		world = await startNodeWorld({ now, contracts });
		sell(world, 'S1');
		const [first] = polled(await world.poll());
		if (!first) throw new RangeError('the poll gave no task');
		item = first;
	});

	afterAll(async () => {
		await world.close();
	});

	it.each(overTasks)('%s: an item of another store', async (name) => {
		const { status, error } = await world.run(name, [{ json: { ...item.json, storeId: 'another' } }]);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/belongs to the store another, and this node uses the store \w+\..*same Sync Store/);
	});

	it.each(overTasks)('%s: an item without a task, saying what belongs in front', async (name) => {
		const { error } = await world.run(name, [{ json: { hello: 'world' } }]);
		expect(error?.message).toMatch(/Item 0 carries no sync task.*Trigger or Sync Tasks in front/);
	});

	it('an item of another Autotask database', async () => {
		const task = { ...(item.json['task'] as object), connectionId: '999/main' };
		const { error } = await world.run('mapCustomer', [{ json: { ...item.json, task } }]);
		expect(error?.message).toContain('belongs to the connection 999/main');
	});

	it('an item of another account of the marketplace, by a node that has a credential of it', async () => {
		const own = item.json['task'] as { readonly connectionId: string };
		const connectionId = own.connectionId.replace(/\/.*$/, '/test');
		const { error } = await world.run('buildContractServices', [
			{ json: { ...item.json, task: { ...own, connectionId } } },
		]);
		expect(error?.message).toMatch(/belongs to the connection \d+\/test, .*leads to the account /);
	});

	it('one item only, where it goes on after errors, as an item paired with its input', async () => {
		const input = [{ json: { hello: 'world' } }, item];
		const { status, outputs } = await world.run('mapCustomer', input, { onError: 'continueRegularOutput' });
		expect(status).toBe('success');
		const [broken, good] = [...(outputs[0] ?? [])].sort((a, b) => Number('task' in a.json) - Number('task' in b.json));
		expect(broken).toMatchObject({
			json: { error: expect.stringContaining('carries no sync task') },
			pairedItem: { item: 0 },
		});
		expect(good).toMatchObject({ json: { customer: { companyId: 1001 } }, pairedItem: { item: 1 } });
	});

	it('one item only, on an output of its own where errors have one', async () => {
		const input = [{ json: { hello: 'world' } }, item];
		const { outputs } = await world.run('mapCustomer', input, { onError: 'continueErrorOutput' });
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 1]);
		expect(outputs[2]?.[0]?.json['error']).toContain('carries no sync task');
	});

	it.each([
		{ rule: 'a time zone that does not exist', parameters: { timeZone: 'Europe/Lundon' }, says: 'is not a time zone' },
		{
			rule: 'no time zone, neither its own nor in Settings',
			parameters: { timeZone: '' },
			says: 'No time zone is set',
		},
		{ rule: 'a kind of order that is none', parameters: { orderKinds: ['gifts'] }, says: 'Choose at least one of' },
	])('$rule', async ({ parameters, says }: { parameters: Parameters; says: string }) => {
		expect((await world.poll({ parameters })).error?.message).toContain(says);
	});

	it.each([
		{
			rule: 'a store in a folder that does not exist',
			file: 'missing/store.sqlite',
			says: /folder \S+missing of the store file does not exist/,
		},
		{ rule: 'a store that is a folder', file: '.', says: /nodes-/ },
		{ rule: 'a store that is another file', file: 'letter.txt', says: /letter\.txt/ },
	])('$rule, naming it', async ({ file, says }) => {
		writeFileSync(join(world.userFolder, 'letter.txt'), 'Dear Jane, this is no database at all. '.repeat(100));
		const syncStore = { engine: 'sqlite', file: join(world.userFolder, file) };
		const credentials = { ...world.credentials, syncStore };
		const { status, error } = await world.run('mapCustomer', [item], { credentials });
		expect(status).toBe('error');
		expect(error?.message).toMatch(says);
		expect((await world.poll({ credentials })).error?.message).toMatch(says);
	});

	it('a PostgreSQL that does not answer, naming host and database and not the password', async () => {
		const syncStore = {
			engine: 'postgres',
			host: '127.0.0.1',
			port: 1,
			database: 'sync',
			user: 'n8n',
			password: 'geheim',
		};
		const credentials = { ...world.credentials, syncStore };
		const { error } = await world.run('mapCustomer', [item], { credentials });
		expect(error?.message).toMatch(/No server answers for the PostgreSQL database sync on 127\.0\.0\.1:1/);
		expect(JSON.stringify(error)).not.toContain('geheim');
	});
});

describe('in queue mode', () => {
	let world: NodeWorld;

	beforeAll(async () => {
		world = await startNodeWorld({ now, contracts, env: { EXECUTIONS_MODE: 'queue' } });
		sell(world, 'S1');
	});

	afterAll(async () => {
		await world.close();
	});

	it.each([...overTasks, 'syncTasks' as const])('%s refuses without a Sync Store credential', async (name) => {
		const { error } = await world.run(name, [{ json: {} }]);
		expect(error?.message).toMatch(/queue mode.*Sync Store credential/);
	});

	it('the trigger refuses without a Sync Store credential', async () => {
		expect((await world.poll()).error?.message).toMatch(/queue mode.*Sync Store credential/);
	});

	it('the trigger works with one', async () => {
		const syncStore = { engine: 'sqlite', file: join(world.userFolder, 'shared.sqlite') };
		expect(polled(await world.poll({ credentials: { ...world.credentials, syncStore } }))).toHaveLength(1);
	});

	it('trigger and nodes share a store in PostgreSQL', async () => {
		const name = await emptyDatabase();
		const credentials = { ...world.credentials, syncStore: { ...locationOf(name) } };
		const items = polled(await world.poll({ credentials }));
		expect(items).toHaveLength(1);
		const { status, outputs } = await world.run('mapCustomer', items, { credentials });
		expect(status).toBe('success');
		expect(outputs.flat()).toHaveLength(1);
		expect(await runIn(name, 'select count(*)::int as tasks from tasks')).toEqual([{ tasks: 1 }]);
	});
});

describe('a store that was replaced', () => {
	it('is noticed by the node behind the trigger', async () => {
		const world = await startNodeWorld({ now, contracts });
		try {
			sell(world, 'S1');
			const items = polled(await world.poll());
			const syncStore = { engine: 'sqlite', file: join(world.userFolder, 'other.sqlite') };
			const { error } = await world.run('mapCustomer', items, { credentials: { ...world.credentials, syncStore } });
			expect(error?.message).toContain('Give both nodes the same Sync Store credential');
		} finally {
			await world.close();
		}
	});
});
