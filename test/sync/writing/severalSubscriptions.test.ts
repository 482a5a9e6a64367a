import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAll, approveAndSync, retry } from '../fixtureRun';
import {
	basicServiceId,
	contract,
	contractId,
	serviceId,
	startUnconnected,
	startWorld,
	type World,
	yearlyContractId,
} from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const items = [
	{ productId: 'PRD-1', quantity: 10, subscriptionId: '71' },
	{ productId: 'PRD-B', quantity: 4, subscriptionId: '72' },
] as const;
const bundle = { kind: 'bundle', customerId: '1', items, at: '2026-10-01T09:00:00Z' } as const;

async function billedMonths(...months: readonly string[]): Promise<readonly string[]> {
	world.post('2028-12-31');
	return await Promise.resolve(months.map((month) => world.billed(month).price));
}

describe('an order of several subscriptions, billed', () => {
	it.each([
		{ by: 'by Autotask', settings: byAutotask },
		{ by: 'by the marketplace', settings: byMarketplace },
	])('sells a product and its add-on, $by', async ({ settings }) => {
		world = await startWorld();
		const order = world.order({ ...bundle, items: [items[0], { ...items[1], setup: '7.00' }] });
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect([world.adjustments(), world.charges()]).toEqual([['+10@2026-10-01', '+4@2026-10-01'], ['7.00@2026-10-01']]);
		expect(await billedMonths('2026-10', '2026-11')).toEqual(['237.00', '230.00']);
	});

	it('raises one and lowers the other, then ends both with one fee', async () => {
		world = await startWorld();
		world.order(bundle);
		await world.run(byAutotask);
		const changed = [{ quantity: 13 }, { subscriptionId: '72', quantity: 3 }];
		world.order({ kind: 'changes', subscriptionId: '71', items: changed, at: '2026-10-16T09:00:00Z' });
		await world.run(byAutotask);
		world.order({ kind: 'cancellations', subscriptionIds: ['71', '72'], fee: '25.00', at: '2026-11-10T09:00:00Z' });
		await world.run(byAutotask);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced', 'synced']);
		expect(world.adjustments().slice(2)).toEqual(['+3@2026-10-16', '-1@2026-11-01', '-13@2026-12-01', '-3@2026-12-01']);
		expect(await billedMonths('2026-10', '2026-11', '2026-12')).toEqual(['257.87', '296.50', '0.00']);
	});

	it('is written once, however often it is synced', async () => {
		world = await startWorld();
		world.order(bundle);
		await world.run(byAutotask);
		const written = world.writeRequests();
		await world.run(byAutotask);
		expect(world.writeRequests()).toBe(written);
	});

	it('brings a product to a subscription that it changes', async () => {
		world = await startWorld();
		world.order({ ...bundle, items: [items[0]] });
		await world.run(byAutotask);
		const changed = [
			{ productId: 'PRD-1', quantity: 12 },
			{ productId: 'PRD-B', quantity: 2 },
		];
		world.order({ kind: 'changes', subscriptionId: '71', items: changed, at: '2026-10-16T09:00:00Z' });
		await world.run(byAutotask);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-16', '+2@2026-10-16']);
		expect(await billedMonths('2026-10', '2026-11')).toEqual(['211.48', '241.00']);
	});
});

const byHand = [
	{ contractID: contractId, serviceID: serviceId, units: 12 },
	{ contractID: contractId, serviceID: basicServiceId, units: 5, unitPrice: 12.5, unitCost: 10 },
];

describe('lines that were entered by hand', () => {
	it('are asked of product by product, and answered in one entry that can be pasted', async () => {
		world = await startUnconnected({ lines: byHand });
		world.order({ ...bundle, items: [items[0]], at: '2026-06-01T09:00:00Z' });
		const changed = [
			{ productId: 'PRD-1', quantity: 10 },
			{ productId: 'PRD-B', quantity: 4 },
		];
		world.order({ kind: 'changes', subscriptionId: '71', items: changed, at: '2026-06-02T09:00:00Z' });
		world.setNow('2026-09-20T08:00:00Z');
		await world.run(byAutotask);
		const [task] = await world.tasks();
		expect(task?.attention?.message).toMatch(/approve initial-71:\w+ own\[PRD-1\]=10 own\[PRD-B\]=4\.$/);
		expect((await approveAll(world, () => 'own=10')).refused).toMatchObject([
			{ reason: expect.stringContaining('own[PRD-1]=10 own[PRD-B]=4') },
		]);
		const done = await approveAndSync(world, () => 'own[PRD-1]=10 own[PRD-B]=4', byAutotask);
		expect(done).toMatchObject([{ result: { state: 'synced' } }]);
		expect(world.adjustments()).toEqual([]);
	});

	it('take in a migration: what they bill already stays as it is', async () => {
		world = await startWorld({ lines: byHand.slice(0, 1) });
		const order = world.order({
			kind: 'migration',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 12,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run(byAutotask);
		expect((await world.taskOf(order)).attention).toMatchObject({ reason: 'approval' });
		await approveAndSync(world, () => 'own=12', byAutotask);
		expect((await world.taskOf(order)).state).toBe('synced');
		world.order({ kind: 'change', subscriptionId: order.subscriptionId, quantity: 14, at: '2026-11-01T09:00:00Z' });
		await world.run(byAutotask);
		expect(world.adjustments()).toEqual(['+2@2026-11-01']);
		expect(await billedMonths('2026-10', '2026-11')).toEqual(['216.00', '252.00']);
	});
});

const yearly = contract({ id: yearlyContractId, contractName: 'Cloud by the year', contractPeriodType: 'Yearly' });
const monthAndYear = {
	...bundle,
	items: [items[0], { productId: 'PRD-Y', quantity: 2, subscriptionId: '73' }],
} as const;

describe('an order of several contracts', () => {
	it('writes each subscription to the contract of its period, and ends both', async () => {
		world = await startWorld({ contracts: [contract(), yearly] });
		const order = world.order(monthAndYear);
		const { built } = await world.run(byAutotask);
		expect(built).toMatchObject([
			{ plan: { contractId, changes: [{ contractId }, { contractId: yearlyContractId }] } },
		]);
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.taskOf(order)).state).toBe('synced');
		world.order({ kind: 'cancellations', subscriptionIds: ['71', '73'], at: '2026-11-10T09:00:00Z' });
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-01', '-10@2026-12-01', '-2@2027-01-01']);
		expect(await billedMonths('2026-10', '2026-11', '2026-12', '2027-01')).toEqual([
			'288.89',
			'180.00',
			'0.00',
			'0.00',
		]);
	});

	it('is written nowhere where one of them has no contract', async () => {
		world = await startWorld();
		const order = world.order(monthAndYear);
		await world.run(byAutotask);
		expect((await world.taskOf(order)).attention).toMatchObject({
			reason: 'billing period differs',
			message: expect.stringContaining('subscription 73'),
		});
		expect(world.writeRequests()).toBe(0);
	});

	it('asks which contract to take, and the answer counts for the subscription of that period', async () => {
		const other = contract({ id: 20003, contractName: 'Second', contractPeriodType: 'Yearly' });
		world = await startWorld({ contracts: [contract(), yearly, other] });
		const order = world.order(monthAndYear);
		await world.run(byAutotask);
		const task = await world.taskOf(order);
		expect(task.attention?.reason).toBe('several contracts fit');
		await retry(`${task.id} contract=20003`, world);
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		const lines = world.autotaskSide.state().entities.ContractServices ?? [];
		expect(lines.map((line) => line.contractID)).toEqual([contractId, 20003]);
	});
});
