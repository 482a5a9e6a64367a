import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { openStore } from '../../../src/store/openStore';
import { connection, openAutotask } from '../fixtureClients';
import { approveAll, check, plan, retry, type RunPorts, sync } from '../fixtureRun';
import {
	companyId,
	contract,
	contractId,
	editByHand,
	serviceId,
	sold,
	startUnconnected,
	startWorld,
	type World,
} from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const several = 6;

function contracts() {
	return Array.from({ length: several }, (_, at) =>
		contract({ id: contractId + at, companyID: companyId + at, contractName: `Cloud ${at + 1}` }),
	);
}

function sellToAll(own: World): void {
	for (let at = 1; at <= several; at += 1)
		own.order({
			kind: 'sale',
			customerId: String(at),
			productId: 'PRD-1',
			quantity: 10,
			setup: '50.00',
			at: '2026-10-01T09:00:00Z',
		});
}

function expectEachOnce(own: World): void {
	expect(own.adjustments()).toEqual(Array.from({ length: several }, () => '+10@2026-10-01'));
	expect(own.charges()).toHaveLength(several);
	expect(own.autotaskSide.state().entities.ContractServices).toHaveLength(several);
}

describe('two runs over the same tasks at once', () => {
	it('write each line once from one process', async () => {
		world = await startWorld({ companies: several, contracts: contracts() });
		sellToAll(world);
		const ids = await check(world);
		await plan(ids, world);
		const other: RunPorts = { ...world, autotask: openAutotask(world.addresses, world.clock, world.store) };
		await Promise.all([sync(ids, world), sync(ids, other)]);
		expectEachOnce(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual(Array.from({ length: several }, () => 'synced'));
	});

	it('write each line once from two openings of one store file', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'batch-'));
		const file = join(folder, 'store.sqlite');
		world = await startWorld({ companies: several, contracts: contracts(), file });
		const store = await openStore({ engine: 'sqlite', file }, world.clock);
		try {
			sellToAll(world);
			const ids = await check(world);
			await plan(ids, world);
			const other: RunPorts = { ...world, store, autotask: openAutotask(world.addresses, world.clock, store) };
			await Promise.all([sync(ids, world), sync([...ids].reverse(), other)]);
			await world.run();
			expectEachOnce(world);
		} finally {
			await store.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it('write nothing more where the second comes with tasks that the first has ended', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		const ids = await check(world);
		await plan(ids, world);
		await Promise.all([sync(ids, world), sync(ids, world)]);
		await sync(ids, world);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
		expect(await world.taskOf(change)).toMatchObject({ state: 'synced' });
	});

	it('write each line once where one stalls until its leases have run out', async () => {
		world = await startWorld({ companies: several, contracts: contracts() });
		sellToAll(world);
		const ids = await check(world);
		await plan(ids, world);
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/Services$',
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		const stalled = sync(ids, world);
		await world.autotaskSide.waitForHeld();
		world.setNow('2026-10-01T09:05:00Z');
		const other: RunPorts = { ...world, autotask: openAutotask(world.addresses, world.clock, world.store) };
		await sync(ids, other);
		world.autotaskSide.release();
		await stalled;
		expectEachOnce(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual(Array.from({ length: several }, () => 'synced'));
	});

	it('take turns: a contract that another writer holds waits', async () => {
		world = await startWorld();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		const ids = await check(world);
		await plan(ids, world);
		const name = `contract/${connection.databaseId}/${contractId}`;
		await world.store.takeLease(name, 'another writer', 5 * 60_000);
		const outcomes = await sync(ids, world);
		expect(outcomes).toMatchObject([{ kind: 'failed', result: { state: 'waiting' } }]);
		expect(world.writeRequests()).toBe(0);
		world.setNow('2026-10-01T09:06:00Z');
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});
});

describe('an edit in Autotask between plan and writing', () => {
	it('sends a linked line back with what it holds and what we left', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		const ids = await check(world);
		await plan(ids, world);
		await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-02' });
		const before = world.autotaskSide.ledger();
		await sync(ids, world);
		const task = await world.taskOf(change);
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'changed in Autotask' } });
		expect(task.attention?.message).toMatch(/holds 12 units on 2026-10-16, we left 10/);
		expect(world.autotaskSide.ledger()).toEqual(before);
	});

	it('sends an approved plan back to approval naming both fingerprints', async () => {
		world = await startUnconnected({ lines: [{ contractID: contractId, serviceID: serviceId, units: 10 }] });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 12, at: '2026-03-02T09:00:00Z' });
		world.setNow('2026-10-16T09:00:00Z');
		await world.run();
		const { approved } = await approveAll(world, () => 'own=10');
		await editByHand(world, { unitChange: 1, effectiveDate: '2026-10-15' });
		const before = world.autotaskSide.ledger();
		await sync(
			approved.map(({ task }) => task.id),
			world,
		);
		const [task] = await world.tasks();
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'approval' } });
		const [stored] = await world.store.plans(connection.connectionId, task ? [task.id] : []);
		expect(task?.attention?.message).toContain(approved[0]?.plan.fingerprint);
		expect(task?.attention?.message).toContain(`${task?.id}:${stored?.fingerprint}`);
		expect(stored?.fingerprint).not.toBe(approved[0]?.plan.fingerprint);
		expect(world.autotaskSide.ledger()).toEqual(before);
	});
});

describe('an approved task whose predecessor is not written', () => {
	it('is asked to wait, and keeps the plan that counts on it', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world);
		const change = (quantity: number, at: string) => world.order({ kind: 'change', subscriptionId, quantity, at });
		const [rise, renewed] = [change(12, '2026-10-20T09:00:00Z'), change(12, '2026-10-21T09:00:00Z')];
		await world.run({ check: { processAutomatically: false } });
		const { id } = await world.taskOf(renewed);
		const { approved } = await approveAll(world);
		await sync([id], world);
		const task = await world.taskOf(renewed);
		expect(task.attention?.message).toBe(
			`Task ${(await world.taskOf(rise)).id} is written before this one; approve it too.`,
		);
		expect(await world.store.plans(connection.connectionId, [id])).toEqual([approved[1]?.plan]);
	});
});

/** Changes a record of an order as the marketplace shows it. */
function spoil(
	own: World,
	order: ActResult,
	change: (record: Record<string, unknown>) => Record<string, unknown>,
): void {
	const record = own.marketplaceSide.state().orders.find((one) => one.id === order.orderId);
	own.marketplaceSide.seed({ orders: [change({ ...record })] } as never);
}

describe('bad input', () => {
	it('makes a task that says what it needs, and the others go on', async () => {
		world = await startWorld({ companies: 3, unmappedCharges: ['setup'] });
		const sell = (more = {}) =>
			world.order({
				kind: 'sale',
				customerId: '1',
				productId: 'PRD-1',
				quantity: 10,
				at: '2026-10-01T09:00:00Z',
				...more,
			});
		const good = sell();
		const stranger = sell({ customerId: '2' });
		world.marketplaceSide.remove('2');
		const noContract = sell({ customerId: '3' });
		const negative = sell({ quantity: 5, price: '17.00' });
		spoil(world, negative, (order) => ({ ...order, products: [{ ...(order.products as object[])[0], quantity: -5 }] }));
		const unpriced = sell({ price: '16.00' });
		spoil(world, unpriced, (order) => ({
			...order,
			details: (order.details as Record<string, unknown>[]).map(
				({ unitPrice: _unit, extendedPrice: _extended, ...rest }) => rest,
			),
		}));
		const unknown = world.order({
			kind: 'unknown',
			subscriptionId: good.subscriptionId,
			prefix: 'XX',
			amount: '5.00',
			at: '2026-10-01T09:00:00Z',
		});
		const noCharge = sell({ setup: '50.00', price: '15.00' });
		const fractional = sell({ price: '14.00' });
		spoil(world, fractional, (order) => ({
			...order,
			products: [{ ...(order.products as object[])[0], quantity: 2.5 }],
		}));
		const malformed = sell({ price: '13.00' });
		world.marketplaceSide.addFault({
			path: `/orders/${malformed.orderId}$`,
			times: 0,
			action: { kind: 'status', status: 200, body: '{"id": 7}', contentType: 'application/json' },
		});
		await world.run();
		const reasonOf = async (order: ActResult) => {
			const task = await world.taskOf(order);
			return task.attention?.reason ?? task.state;
		};
		expect(
			await Promise.all(
				[good, stranger, noContract, negative, unpriced, unknown, noCharge, fractional, malformed].map(reasonOf),
			),
		).toEqual([
			'synced',
			'customer not mapped',
			'no contract fits',
			'order not understood',
			'order not understood',
			'order not understood',
			'charge not mapped',
			'fractional quantity',
			'order not understood',
		]);
		const counts = await world.store.countTasks(connection.connectionId);
		expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(9);
		expect(counts).toMatchObject({ synced: 1, attention: 8, failed: 0, ignored: 0 });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		expect((await world.tasks()).filter((task) => task.attention?.message === '')).toEqual([]);
	});

	it('goes on without costs where the catalogue is empty', async () => {
		world = await startWorld();
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		for (const product of world.marketplaceSide.state().products) world.marketplaceSide.remove(product.id);
		await world.run({ build: { costSource: 'catalogue' } });
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
	});

	it('takes a cost of the catalogue for the product alone whose number it was asked for', async () => {
		world = await startWorld({ contracts: [contract(), contract({ id: 20011, companyID: companyId + 1 })] });
		const spoils = [{ where: { id: 'PRD-B' }, set: { id: 'PRD-1' } }];
		world.marketplaceSide.addFault({ path: '/products', times: 0, action: { kind: 'spoilRows', spoils } });
		const sale = { kind: 'sale', quantity: 10, at: '2026-10-01T09:00:00Z' } as const;
		world.order({ ...sale, customerId: '1', productId: 'PRD-1' });
		world.order({ ...sale, customerId: '2', productId: 'PRD-B' });
		await world.run({ build: { costSource: 'catalogue' } });
		world.post('2026-10-31');
		// 10 x 14.40 and 10 x 10.00.
		expect(world.billed('2026-10').cost).toBe('244.00');
	});

	it('goes on once the cause is gone and the task is retried', async () => {
		world = await startWorld();
		const malformed = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		world.marketplaceSide.addFault({
			path: `/orders/${malformed.orderId}$`,
			times: 0,
			action: { kind: 'status', status: 200, body: '{"id": 7}', contentType: 'application/json' },
		});
		await world.run();
		world.marketplaceSide.clearFaults();
		await retry((await world.taskOf(malformed)).id, world);
		await world.run();
		expect(await world.taskOf(malformed)).toMatchObject({ state: 'synced' });
	});
});

describe('requests', () => {
	it('are none to Autotask, and the pages of the order window alone, where nothing is new', async () => {
		world = await startWorld();
		await sold(world);
		world.setNow('2026-10-01T09:10:00Z');
		world.marketplaceSide.clearRequests();
		world.autotaskSide.clearRequests();
		expect(await world.run()).toMatchObject({ offered: [], built: [], synced: [] });
		expect(world.autotaskSide.requests()).toEqual([]);
		expect(world.marketplaceSide.requests().map((one) => one.path)).toEqual(['/marketplace/orders']);
	});

	it('of a dry run write nothing and move nothing', async () => {
		world = await startWorld();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		const { synced } = await world.run({ sync: { dryRun: true } });
		expect(synced).toMatchObject([
			{ kind: 'synced', result: { state: 'dryRun', lines: [{ unitDelta: 10, written: false }] } },
		]);
		expect(world.writeRequests()).toBe(0);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['approved']);
	});
});
