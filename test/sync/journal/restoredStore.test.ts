import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type OpenStore, openStore } from '../../../src/store/openStore';
import { startConnection } from '../../../src/sync/deciding/stopConnection';
import { connection, openAutotask, openMarketplace } from '../fixtureClients';
import { approveAndSync, runChain, type RunPorts, type RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };

let folder: string;
let world: World;
let restored: OpenStore | undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'restored-'));
});

afterEach(async () => {
	await restored?.close();
	restored = undefined;
	await world.close();
	rmSync(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'store.sqlite');
const backup = () => join(folder, 'backup.sqlite');

function takeBackup(): void {
	const raw = new DatabaseSync(file());
	raw.prepare('vacuum into ?').run(backup());
	raw.close();
}

/** What works on from the copy: as if it had been put back, or another n8n had it. */
async function onTheCopy(): Promise<RunPorts> {
	restored = await openStore({ engine: 'sqlite', file: backup() }, world.clock);
	return {
		clock: world.clock,
		store: restored,
		autotask: openAutotask(world.addresses, world.clock, restored),
		marketplace: openMarketplace(world.addresses, world.clock),
	};
}

async function start(ports: RunPorts): Promise<void> {
	const { connectionId } = connection;
	expect((await startConnection({ connectionId, by: 'Ann', reason: 'looked at' }, ports)).kind).toBe('done');
}

const statesOf = async (ports: RunPorts) =>
	(await ports.store.tasks(connection.connectionId)).map((task) => task.state);

function later(minutes: number): void {
	world.setNow(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
}

function sale(customer = 1) {
	return world.order({
		kind: 'sale',
		customerId: String(customer),
		productId: 'PRD-1',
		quantity: 10,
		setup: '50.00',
		alignedTo: 1,
		at: '2026-10-20T09:00:00Z',
	});
}

describe('an older copy of the store', () => {
	it('is found out by the keys that Autotask holds: everything stops, nothing is written, and it is said once', async () => {
		world = await startWorld({ file: file() });
		takeBackup();
		sale();
		await world.run(byMarketplace);
		const writes = world.writeRequests();
		const ports = await onTheCopy();
		const { synced } = await runChain(ports, byMarketplace);
		expect(synced).toMatchObject([
			{
				result: {
					state: 'waiting',
					message: expect.stringMatching(/charge MA-.*of contract 20001.*older copy of itself/),
				},
			},
		]);
		expect((await ports.store.connection(connection.connectionId))?.stoppedAt).toBeDefined();
		expect(
			(await ports.store.readLog(connection.connectionId)).filter((entry) => entry.action === 'stop'),
		).toHaveLength(1);
		expect(world.writeRequests()).toBe(writes);
		await start(ports);
		const again = await runChain(ports, byMarketplace);
		expect(again.synced.map((one) => one.result.state)).toEqual(['synced']);
		expect(world.writeRequests()).toBe(writes);
	});

	it.each([
		{ rule: 'a sale with its charges', before: 0, waits: ['changed in Autotask'] },
		{ rule: 'a rise after a sale', before: 1, waits: ['changed in Autotask'] },
		{ rule: 'a second rise of a month, which went to a free day', before: 2, waits: ['changed in Autotask'] },
		{ rule: 'a fall, which Autotask holds as it is wanted', before: 3, waits: [] },
	])('doubles nothing of what it has forgotten, from $rule on', async ({ before, waits: reasons }) => {
		world = await startWorld({ file: file() });
		const acts: (() => void)[] = [];
		let subscriptionId = '';
		acts.push(() => (subscriptionId = String(sale().subscriptionId)));
		const change = (quantity: number, at: string) => () =>
			void world.order({ kind: 'change', subscriptionId, quantity, at } as never);
		acts.push(
			change(13, '2026-10-22T09:00:00Z'),
			change(15, '2026-10-22T15:00:00Z'),
			change(9, '2026-10-25T09:00:00Z'),
		);
		for (const [at, act] of acts.entries()) {
			if (at === before) takeBackup();
			act();
			await world.run(byMarketplace);
		}
		expect(await statesOf(world)).toEqual(['synced', 'synced', 'synced', 'synced']);
		const held = { adjustments: world.adjustments(), charges: world.charges() };
		const ports = await onTheCopy();
		for (let checks = 0; checks < 3; checks += 1) {
			await runChain(ports, byMarketplace);
			if ((await ports.store.connection(connection.connectionId))?.stoppedAt !== undefined) await start(ports);
			later(31);
		}
		await approveAndSync(ports, () => '', byMarketplace);
		expect({ adjustments: world.adjustments(), charges: world.charges() }).toEqual(held);
		const states = await statesOf(ports);
		expect(states.filter((state) => !['synced', 'attention', 'open'].includes(state))).toEqual([]);
		const waits = await ports.store.tasks(connection.connectionId, { states: ['attention'] });
		expect(new Set(waits.map((task) => task.attention?.reason))).toEqual(new Set(reasons));
	});

	it('goes on by itself where Autotask holds what is wanted', async () => {
		world = await startWorld({ file: file() });
		const { subscriptionId } = await sold(world);
		takeBackup();
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run();
		const ports = await onTheCopy();
		await runChain(ports);
		expect(await statesOf(ports)).toEqual(['synced', 'synced']);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
	});

	it('that works beside the original is found out by the first line or charge of the original', async () => {
		world = await startWorld({ file: file() });
		takeBackup();
		await sold(world);
		const ports = await onTheCopy();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-31', quantity: 2, at: '2026-10-05T09:00:00Z' });
		await runChain(ports);
		expect((await ports.store.connection(connection.connectionId))?.stoppedAt).toBeDefined();
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});
});

describe('a store that is no copy', () => {
	it('is never stopped: what another process of it has just written is known', async () => {
		world = await startWorld({ file: file() });
		await sold(world);
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 2, at: '2026-10-05T09:00:00Z' });
		await world.run();
		expect((await world.store.connection(connection.connectionId))?.stoppedAt).toBeUndefined();
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
	});
});
