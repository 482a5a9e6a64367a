import type { JsonObject } from '../../../simulators/http';
import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { SyncTask } from '../../../src/domain/task/task';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, contractId, serviceId, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';
import { billsOf, byAutotask, byMarketplace, ending, extend, next, nextId } from './endingContract';

let world: World;
let sale: ActResult;

afterEach(async () => {
	await world.close();
});

const both = [
	{ proration: 'Autotask', settings: byAutotask },
	{ proration: 'the marketplace', settings: byMarketplace },
];

/** Ten seats on a contract that ends with October. */
async function begin(contracts: readonly JsonObject[], more: WorldOptions = {}): Promise<void> {
	world = await startWorld({ contracts, ...more });
	sale = await sold(world);
}

async function at(time: string, settings: RunSettings = byAutotask): Promise<void> {
	world.setNow(time);
	await world.run(settings);
}

async function successions(): Promise<readonly SyncTask[]> {
	return (await world.tasks()).filter((task) => task.id.startsWith('successor-'));
}

async function change(quantity: number, day: string, settings: RunSettings): Promise<SyncTask> {
	const order = world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity, at: `${day}T09:00:00Z` });
	await world.run(settings);
	return await world.taskOf(order);
}

/** What Autotask was sent after the sale, with its contract. */
function writes(): readonly string[] {
	return world.autotaskSide
		.state()
		.contractServiceAdjustments.slice(1)
		.map(
			(one) =>
				`${Number(one.unitChange) < 0 ? '' : '+'}${String(one.unitChange)}@${String(one.effectiveDate)} on ${String(one.contractId)}`,
		);
}

function charges(): readonly string[] {
	return (world.autotaskSide.state().entities.ContractCharges ?? []).map(
		(one) =>
			`${Number(one.unitPrice).toFixed(2)}@${String(one.datePurchased).slice(0, 10)} on ${String(one.contractID)}`,
	);
}

describe('a successor that does not hold the line', () => {
	it.each(both)('is proposed once, at approval, and bills from its start, by $proration', async ({ settings }) => {
		await begin([ending, next]);
		await at('2026-10-16T09:00:00Z', settings);
		await at('2026-10-17T09:00:00Z', settings);
		const [task, ...more] = await successions();
		expect(more).toEqual([]);
		expect(task).toMatchObject({ kind: 'initial', state: 'attention', attention: { reason: 'approval' } });
		expect(task?.attention?.message).toContain('contract Cloud (20001) ends on 2026-10-31');
		expect(writes()).toEqual([]);
		await approveAndSync(world);
		await at('2026-11-16T09:00:00Z', settings);
		expect((await successions()).map((one) => one.state)).toEqual(['synced']);
		expect(writes()).toEqual([`+10@2026-11-01 on ${nextId}`]);
		expect(charges()).toEqual([]);
		expect(billsOf(world)).toEqual(['180.00', '180.00', '180.00']);
	});

	it('takes every subscription of a shared line, one after another', async () => {
		await begin([ending, next]);
		const order = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 5 } as const;
		world.order({ ...order, at: '2026-10-01T10:00:00Z' });
		await world.run(byAutotask);
		await at('2026-10-16T09:00:00Z');
		expect((await successions()).map((task) => task.state)).toEqual(['attention', 'attention']);
		await approveAndSync(world);
		await at('2026-10-17T09:00:00Z');
		expect((await successions()).map((task) => task.state)).toEqual(['synced', 'synced']);
		expect(billsOf(world)).toEqual(['270.00', '270.00', '270.00']);
	});

	it('is not proposed long before the end', async () => {
		await begin([contract({ endDate: '2026-12-31' }), contract({ id: nextId, startDate: '2027-01-01' })]);
		await at('2026-10-16T09:00:00Z');
		expect(await successions()).toEqual([]);
	});

	it.each(['marketplace', 'autotask'] as const)(
		"bills the subscription's price, with the prices of the %s",
		async (priceSource) => {
			world = await startWorld({ contracts: [ending, next] });
			sale = await sold(world, { price: '17.50' }, { build: { priceSource: 'marketplace' } });
			await at('2026-10-16T09:00:00Z', { ...byAutotask, build: { priceSource } });
			await approveAndSync(world);
			expect(billsOf(world)).toEqual(['175.00', '175.00', '175.00']);
		},
	);
});

describe('a change in the last period, once the successor holds the line', () => {
	it.each([
		{
			rule: 'a rise, prorated by Autotask: on both contracts',
			settings: byAutotask,
			quantity: 13,
			written: [`+3@2026-10-21 on ${contractId}`, `+3@2026-11-02 on ${nextId}`],
			charged: [`1.80@2026-11-01 on ${nextId}`],
			billed: ['199.16', '234.00', '234.00'],
		},
		{
			rule: 'a rise, prorated by the marketplace: charged on the one, written to the other',
			settings: byMarketplace,
			quantity: 13,
			written: [`+3@2026-11-02 on ${nextId}`],
			charged: [`19.16@2026-10-21 on ${contractId}`, `1.80@2026-11-01 on ${nextId}`],
			billed: ['199.16', '234.00', '234.00'],
		},
		{
			rule: 'a fall, prorated by Autotask: on the successor',
			settings: byAutotask,
			quantity: 6,
			written: [`-4@2026-11-02 on ${nextId}`],
			charged: [`-2.40@2026-11-01 on ${nextId}`],
			billed: ['180.00', '108.00', '108.00'],
		},
		{
			rule: 'a fall, prorated by the marketplace: on the successor',
			settings: byMarketplace,
			quantity: 6,
			written: [`-4@2026-11-02 on ${nextId}`],
			charged: [`-2.40@2026-11-01 on ${nextId}`],
			billed: ['180.00', '108.00', '108.00'],
		},
	])('$rule', async ({ settings, quantity, written, charged, billed }) => {
		await begin([ending, next]);
		await at('2026-10-16T09:00:00Z', settings);
		await approveAndSync(world);
		expect((await change(quantity, '2026-10-21', settings)).attention).toMatchObject({ reason: 'approval' });
		await approveAndSync(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced', 'synced']);
		expect(writes().slice(1)).toEqual(written);
		expect(charges()).toEqual(charged);
		expect(billsOf(world)).toEqual(billed);
	});
});

describe('an order of the last period at another price, once the successor holds the line', () => {
	it.each([
		{ rule: 'a fall, by Autotask', settings: byAutotask, quantity: 6, billed: ['180.00', '120.00', '120.00'] },
		{
			rule: 'a fall, by the marketplace',
			settings: byMarketplace,
			quantity: 6,
			billed: ['180.00', '120.00', '120.00'],
		},
		{
			rule: 'a rise, by the marketplace',
			settings: byMarketplace,
			quantity: 13,
			billed: ['201.29', '260.00', '260.00'],
		},
	])('is at its price on the successor: $rule', async ({ settings, quantity, billed }) => {
		await begin([ending, next]);
		await at('2026-10-16T09:00:00Z', settings);
		await approveAndSync(world);
		const { subscriptionId } = sale;
		world.order({ kind: 'change', subscriptionId, quantity, price: '20.00', at: '2026-10-21T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced', 'synced']);
		expect(billsOf(world)).toEqual(billed);
	});

	it.each(both)(
		'is a renewal on the eve of the new term, by $proration: the term is at its price',
		async ({ settings }) => {
			world = await startWorld({
				now: '2025-10-20T08:00:00Z',
				contracts: [contract({ startDate: '2025-01-01', endDate: '2026-10-31' }), next],
			});
			const { subscriptionId } = await sold(world, { at: '2025-11-01T09:00:00Z' });
			await at('2026-10-16T09:00:00Z', settings);
			await approveAndSync(world);
			world.order({ kind: 'renewal', subscriptionId, price: '21.00', at: '2026-10-31T20:00:00Z' });
			await world.run(settings);
			await approveAndSync(world);
			expect(writes()).toEqual([`+10@2026-11-01 on ${nextId}`, `+0@2026-11-02 on ${nextId}`]);
			expect(charges()).toEqual([`1.00@2026-11-01 on ${nextId}`]);
			expect(billsOf(world)).toEqual(['180.00', '210.00', '210.00']);
		},
	);
});

describe('a change in the last period, before the successor holds the line', () => {
	it.each([
		{ rule: 'a fall', quantity: 6, settings: byAutotask, charged: [], billed: ['180.00', '108.00', '108.00'] },
		{ rule: 'a fall', quantity: 6, settings: byMarketplace, charged: [], billed: ['180.00', '108.00', '108.00'] },
		{
			rule: 'a rise',
			quantity: 13,
			settings: byMarketplace,
			charged: [`19.16@2026-10-21 on ${contractId}`],
			billed: ['199.16', '234.00', '234.00'],
		},
	])('$rule is carried over with all the units', async ({ quantity, settings, charged, billed }) => {
		await begin([ending, next]);
		const never: RunSettings = { ...settings, check: { sweep: 'never' } };
		expect((await change(quantity, '2026-10-21', never)).state).toBe('synced');
		expect(writes()).toEqual([]);
		await at('2026-10-25T09:00:00Z', settings);
		await approveAndSync(world);
		expect(writes()).toEqual([`+${quantity}@2026-11-01 on ${nextId}`]);
		expect(charges()).toEqual(charged);
		expect(billsOf(world)).toEqual(billed);
	});

	it('is charged until the end and goes on on the successor that is there later', async () => {
		await begin([ending]);
		const rise = await change(13, '2026-10-21', { build: { proration: 'marketplace' }, check: { sweep: 'never' } });
		expect(rise.state).toBe('synced');
		expect(writes()).toEqual([]);
		expect(charges()).toEqual([`19.16@2026-10-21 on ${contractId}`]);
		world.autotaskSide.seed({ Contracts: [next] });
		await at('2026-10-25T09:00:00Z', byMarketplace);
		await approveAndSync(world);
		expect(writes()).toEqual([`+13@2026-11-01 on ${nextId}`]);
		expect(billsOf(world)).toEqual(['199.16', '234.00', '234.00']);
	});
});

// October 10 x 18.00 + 3 x 18.00 x 16 / 31 = 207.87; 8 x 18.00 from November on.
describe("a fall after a rise in a contract's last period", () => {
	const rows = both.flatMap(({ proration, settings }) => [
		{ proration, settings, holds: 'holds', isCarriedOver: true },
		{ proration, settings, holds: 'does not hold', isCarriedOver: false },
	]);

	it.each(rows)(
		'C5: goes on at eight, where the successor $holds the line, by $proration',
		async ({ settings, isCarriedOver }) => {
			await begin([ending, next]);
			if (isCarriedOver) await at('2026-10-10T09:00:00Z', settings);
			await approveAndSync(world, () => '', settings);
			const never: RunSettings = { ...settings, check: { sweep: 'never' } };
			await change(13, '2026-10-16', never);
			await approveAndSync(world, () => '', settings);
			await change(8, '2026-10-21', never);
			await approveAndSync(world, () => '', settings);
			await at('2026-10-25T09:00:00Z', settings);
			await approveAndSync(world, () => '', settings);
			expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced', 'synced', 'synced']);
			expect(billsOf(world)).toEqual(['207.87', '144.00', '144.00']);
		},
	);
});

describe('a change after the end', () => {
	it.each([
		{
			rule: 'carries the units over and rises, prorated by Autotask',
			settings: byAutotask,
			written: [`+10@2026-11-01 on ${nextId}`, `+2@2026-11-05 on ${nextId}`],
			charged: [],
			billed: ['180.00', '211.20', '216.00'],
		},
		{
			rule: 'carries the units over and rises, prorated by the marketplace',
			settings: byMarketplace,
			written: [`+10@2026-11-01 on ${nextId}`, `+2@2026-12-01 on ${nextId}`],
			charged: [`31.20@2026-11-05 on ${nextId}`],
			billed: ['180.00', '211.20', '216.00'],
		},
	])('$rule', async ({ settings, written, charged, billed }) => {
		await begin([ending, next]);
		const never: RunSettings = { ...settings, check: { sweep: 'never' } };
		expect((await change(12, '2026-11-05', never)).attention).toMatchObject({ reason: 'approval' });
		expect(writes()).toEqual([]);
		await approveAndSync(world);
		expect(writes()).toEqual(written);
		expect(charges()).toEqual(charged);
		await at('2026-11-16T09:00:00Z', settings);
		expect(await successions()).toEqual([]);
		expect(billsOf(world)).toEqual(billed);
	});
});

describe('a successor that holds a copy of the line', () => {
	const copy = { contractID: nextId, serviceID: serviceId, units: 10, unitPrice: 18 };

	it.each([
		{
			rule: 'a rise goes to both, prorated by Autotask',
			settings: byAutotask,
			quantity: 13,
			written: [`+3@2026-10-21 on ${contractId}`, `+3@2026-11-01 on ${nextId}`],
			billed: ['199.16', '234.00', '234.00'],
		},
		{
			rule: 'a fall goes to the copy',
			settings: byMarketplace,
			quantity: 6,
			written: [`-4@2026-11-01 on ${nextId}`],
			billed: ['180.00', '108.00', '108.00'],
		},
	])('needs no task: $rule', async ({ settings, quantity, written, billed }) => {
		await begin([ending, next], { lines: [copy] });
		await at('2026-10-16T09:00:00Z', settings);
		expect(await successions()).toEqual([]);
		await change(quantity, '2026-10-21', settings);
		await approveAndSync(world, () => 'own=10');
		expect(writes()).toEqual(written);
		expect(billsOf(world)).toEqual(billed);
	});
});

describe('a successor that holds fewer units than the subscription', () => {
	it.each([
		{ rule: 'eight', units: 8, unitPrice: 18, added: '+2' },
		{ rule: 'five at another price', units: 5, unitPrice: 25, added: '+5' },
	])('is proposed, and gets the rest: $rule', async ({ units, unitPrice, added }) => {
		await begin([ending, next], { lines: [{ contractID: nextId, serviceID: serviceId, units, unitPrice }] });
		await at('2026-10-16T09:00:00Z');
		expect((await successions()).map(({ attention }) => attention?.reason)).toEqual(['approval']);
		await approveAndSync(world, () => `own=${units}`);
		await approveAndSync(world);
		expect(writes()).toEqual([`${added}@2026-11-01 on ${nextId}`]);
		expect(billsOf(world)).toEqual(['180.00', '180.00', '180.00']);
	});
});

describe('a copy at another price', () => {
	it("keeps it with Autotask's prices", async () => {
		const copy = { contractID: nextId, serviceID: serviceId, units: 10, unitPrice: 19 };
		await begin([ending, next], { lines: [copy] });
		const settings: RunSettings = { build: { priceSource: 'autotask' }, check: { sweep: 'everyCheck' } };
		await change(12, '2026-11-05', settings);
		await approveAndSync(world, () => 'own=10');
		expect(writes()).toEqual([`+2@2026-11-05 on ${nextId}`]);
		expect(billsOf(world)).toEqual(['180.00', '222.93', '228.00']);
	});
});

describe('a contract that has ended without a successor', () => {
	it('is said of each subscription, and the task ends when the contract is extended', async () => {
		await begin([ending]);
		await at('2026-11-03T09:00:00Z');
		expect(await successions()).toMatchObject([{ state: 'attention', attention: { reason: 'contract ended' } }]);
		await extend(world);
		await at('2026-11-05T09:00:00Z');
		await approveAndSync(world);
		expect((await successions()).map((task) => task.state)).toEqual(['synced']);
		expect(writes()).toEqual([]);
	});

	it('goes on on the renewal that Autotask links later', async () => {
		await begin([ending]);
		await at('2026-11-03T09:00:00Z');
		world.autotaskSide.seed({ Contracts: [next] });
		await at('2026-11-05T09:00:00Z');
		await approveAndSync(world);
		expect(writes()).toEqual([`+10@2026-11-01 on ${nextId}`]);
		expect(billsOf(world)).toEqual(['180.00', '180.00', '180.00']);
	});
});
