import { type OpenStore, openStore } from '../../../src/store/openStore';
import { connection, openAutotask, openMarketplace } from '../fixtureClients';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, retry, runChain, type RunPorts, type RunSettings } from '../fixtureRun';
import type { SyncTask } from '../../../src/domain/task/task';
import { companyId, contract, contractId, mapCharges, sold, startWorld, type World } from '../fixtureWorld';

let world: World;
let other: OpenStore | undefined;

afterEach(async () => {
	await other?.close();
	other = undefined;
	await world.close();
});

/** Another store on both systems, as after the loss of the first one, or of another n8n; it knows nothing yet. */
async function withOtherStore(): Promise<RunPorts> {
	const store = await openStore({ engine: 'sqlite', file: ':memory:' }, world.clock);
	other = store;
	await mapCharges(store, world.clock.now());
	return {
		clock: world.clock,
		store,
		autotask: openAutotask(world.addresses, world.clock, store),
		marketplace: openMarketplace(world.addresses, world.clock),
	};
}

/** Everything that Autotask was told. */
const written = () => ({
	adjustments: world.adjustments(),
	charges: world.charges(),
	lines: (world.autotaskSide.state().entities.ContractServices ?? []).length,
});

const waiting = async ({ store }: RunPorts) => await store.tasks(connection.connectionId, { states: ['attention'] });

/** What a person says of a plan: what it suggests where it asks whose units a line holds. */
const asSuggested = (task: SyncTask) => /own=\d+/.exec(task.attention?.message ?? '')?.[0] ?? '';

/** Checks and approvals until nothing more comes of them; says in which states the tasks end. */
async function untilDone(ports: RunPorts, settings: RunSettings, more = ''): Promise<readonly string[]> {
	await runChain(ports, settings);
	if (more !== '') for (const { id } of await waiting(ports)) await retry(`${id} ${more}`, ports);
	for (let at = 0; at < 3; at += 1) {
		await runChain(ports, settings);
		await approveAndSync(ports, asSuggested, settings);
	}
	const tasks = await ports.store.tasks(connection.connectionId);
	return tasks.map(({ state, attention, note }) => attention?.message ?? note ?? state);
}

const late = { setup: '50.00', alignedTo: 1, at: '2026-10-20T09:00:00Z' } as const;
const usage = { description: 'Traffic', quantity: 15, unitPrice: '1.00' };

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('what another store of ours wrote, prorated by %s', (_by, settings) => {
	it.each([
		{ rule: 'a sale with its charges ticked, of a store that was lost', more: 'onetime' },
		{ rule: 'a sale with its charges not ticked, of a store that was lost', more: '' },
	])('is not written again: $rule', async ({ more }) => {
		world = await startWorld();
		await sold(world, late, settings);
		const before = written();
		expect(await untilDone(await withOtherStore(), settings, more)).toEqual(['synced']);
		expect(written()).toEqual(before);
	});

	it('is not written again: a rise whose sale is older than the look-back, of a store that was lost', async () => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-22T09:00:00Z' });
		await world.run(settings);
		const before = written();
		expect(await untilDone(await withOtherStore(), settings, 'onetime')).toEqual(['synced']);
		expect(written()).toEqual(before);
	});

	it('is not written again: a sale and another price, of a store that was lost', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 10, price: '20.00', at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		const before = written();
		expect(await untilDone(await withOtherStore(), settings)).toEqual(['synced', 'synced']);
		expect(written()).toEqual(before);
	});

	it('is not written again: a sale with its charges, while both stores work', async () => {
		world = await startWorld();
		const ports = await withOtherStore();
		await runChain(ports, settings);
		await sold(world, late, settings);
		const before = written();
		await runChain(ports, settings);
		expect(await waiting(ports)).toMatchObject([
			{ attention: { message: expect.stringContaining('key of another store') as string } },
		]);
		expect(await untilDone(ports, settings)).toEqual(['synced']);
		expect(written()).toEqual(before);
	});

	it('is not written again: usage, while both stores work', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const ports = await withOtherStore();
		expect(await untilDone(ports, settings)).toEqual(['synced']);
		const bill = world.order({ kind: 'usage', subscriptionId, lines: [usage], at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		expect(world.charges()).toEqual(['15.00@2026-10-31']);
		const { synced } = await runChain(ports, settings);
		expect(synced.find(({ taskId }) => taskId === `order-${bill.orderId}`)?.result).toMatchObject({
			state: 'synced',
			lines: [{ written: false, note: expect.stringContaining('held it already') as string }],
		});
		expect(world.charges()).toEqual(['15.00@2026-10-31']);
	});

	it('asks where what is there has another amount, and goes on once it agrees', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const ports = await withOtherStore();
		expect(await untilDone(ports, settings)).toEqual(['synced']);
		world.order({ kind: 'usage', subscriptionId, lines: [usage], at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		const [charge] = world.autotaskSide.state().entities.ContractCharges ?? [];
		world.autotaskSide.seed({ ContractCharges: [{ ...charge, unitPrice: 14 }] });
		await runChain(ports, settings);
		expect(await waiting(ports)).toMatchObject([
			{
				attention: {
					reason: 'changed in Autotask',
					message: expect.stringMatching(/another store of ours.* 14.* 2026-10-31.*15/) as string,
				},
			},
		]);
		expect(world.charges()).toEqual(['14.00@2026-10-31']);
	});

	it('is written where it is of another order', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		world.order({ kind: 'usage', subscriptionId, lines: [usage], at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		const ports = await withOtherStore();
		world.setNow('2026-12-01T08:00:00Z');
		await untilDone(ports, settings);
		world.order({ kind: 'usage', subscriptionId, lines: [usage], at: '2026-12-02T09:00:00Z' });
		await runChain(ports, settings);
		expect(world.charges()).toEqual(['15.00@2026-10-31', '15.00@2026-11-30']);
	});
});

describe('a sale and a rise that another store of ours wrote', () => {
	it('are not written again where Autotask prorates', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, late, byAutotask);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-22T09:00:00Z' });
		await world.run(byAutotask);
		const before = written();
		expect(await untilDone(await withOtherStore(), byAutotask, 'onetime')).toEqual(['synced', 'synced']);
		expect(written()).toEqual(before);
	});

	// 1 November took one change, so the rise is on the 2nd, and 3 x 18.00 / 30 = 1.80 was charged for the 1st. The new
	// store does not know of the moved day: it brings the line to 13 from 4 November, and a person corrects the charge to
	// 3 x 1.80 = 5.40, less the credit of 1.80. November 234.00.
	it('are not written again where the marketplace prorates: what a moved day leaves, a person settles', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, late, byMarketplace);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-22T09:00:00Z' });
		await world.run(byMarketplace);
		const ports = await withOtherStore();
		const [, rise] = await untilDone(ports, byMarketplace, 'onetime');
		expect(rise).toMatch(/another store of ours has charged it: .* 1\.8 on 2026-11-01, and the plan has come to 5\.40/);
		const charges = world.autotaskSide.state().entities.ContractCharges ?? [];
		const moved = charges.find(({ unitPrice }) => unitPrice === 1.8);
		world.autotaskSide.seed({ ContractCharges: [{ ...moved, unitPrice: 5.4, billableAmount: 5.4 }] });
		const [task] = await ports.store.tasks(connection.connectionId, { states: ['failed'] });
		await retry(String(task?.id), ports);
		expect(await untilDone(ports, byMarketplace)).toEqual(['synced', 'synced']);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('234.00');
	});
});

describe('a charge of another store of ours that cannot be read', () => {
	const otherCompany = { id: 20011, companyID: companyId + 1, contractName: 'Harbour' };
	const ofFirst = { contractID: contractId };

	const unread = String.raw`a charge on contract Cloud \(20001\) that another store of ours may have written for it could not be read: .*`;

	it.each([
		{ rule: 'without its contract is there', set: { contractID: null }, waits: undefined },
		{ rule: 'without an id is there', set: { id: '' }, waits: undefined },
		{ rule: 'without its amount is asked about', set: { unitPrice: 'x' }, waits: 'has charged it: .* unreadable' },
		{
			rule: 'without its day is asked about',
			set: { datePurchased: 7 },
			waits: 'has charged it: .* an unreadable day',
		},
		{ rule: 'without its key', set: { internalPurchaseOrderNumber: 7 }, waits: `${unread}internalPurchaseOrderNumber` },
		{
			rule: 'with a key that nobody asked for',
			set: { internalPurchaseOrderNumber: 'MA-aaaaaaaa-1-usage' },
			waits: unread,
		},
		{ rule: 'with nothing', instead: 7, waits: unread },
	])('$rule: what may be doubled waits, and nothing of others', async ({ waits, ...spoil }) => {
		world = await startWorld({ contracts: [contract(), contract(otherCompany)] });
		const { subscriptionId } = await sold(world, {}, byAutotask);
		const second = await sold(world, { customerId: '2' }, byAutotask);
		const ports = await withOtherStore();
		expect(await untilDone(ports, byAutotask)).toEqual(['synced', 'synced']);
		const at = '2026-11-02T09:00:00Z';
		const bill = world.order({ kind: 'usage', subscriptionId, lines: [usage], at });
		await world.run(byAutotask);
		const other = world.order({ kind: 'usage', subscriptionId: second.subscriptionId, lines: [usage], at });
		const action = { kind: 'spoilRows', spoils: [{ where: ofFirst, ...spoil }] } as const;
		world.autotaskSide.addFault({ path: '/ContractCharges/query', times: 0, action });
		await runChain(ports, byAutotask);
		const taskOf = async ({ orderId }: { orderId: string }) =>
			(await ports.store.tasks(connection.connectionId)).find((task) => task.orderId === orderId);
		const said = await taskOf(bill);
		expect(said?.attention?.reason).toBe(waits === undefined ? undefined : 'changed in Autotask');
		expect(said?.attention?.message ?? '').toMatch(new RegExp(waits ?? ''));
		expect((await taskOf(other))?.state).toBe('synced');
		expect(world.charges()).toEqual(['15.00@2026-10-31', '15.00@2026-10-31']);
		world.autotaskSide.clearFaults();
		if (waits !== undefined) await retry(`order-${bill.orderId}`, ports);
		await runChain(ports, byAutotask);
		expect((await taskOf(bill))?.state).toBe('synced');
		expect(world.charges()).toEqual(['15.00@2026-10-31', '15.00@2026-10-31']);
	});
});
