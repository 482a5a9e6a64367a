import type { MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { approveAll, approveAndSync, type RunSettings, sync } from '../fixtureRun';
import { contract, contractId, serviceId, sold, startWorld, type World } from '../fixtureWorld';
import { ending, next, nextId } from './endingContract';

let world: World;

afterEach(async () => {
	await world.close();
});

const contracts = [ending, next];

function by(proration: 'autotask' | 'marketplace'): RunSettings {
	return { check: { sweep: 'never' }, build: { proration, priceSource: 'marketplace' } };
}

/** Lets an order happen, carries it over, and approves what waits. */
async function happens(what: MarketplaceAct, at: string, settings: RunSettings = by('autotask')): Promise<void> {
	world.order({ ...what, at: `${at}T09:00:00Z` });
	await world.run(settings);
	await approveAndSync(world, () => '', settings);
}

/** What Autotask was sent to the contract that takes over. */
function writtenToNext(): readonly string[] {
	return world.autotaskSide
		.state()
		.contractServiceAdjustments.filter((one) => one.contractId === nextId)
		.map((one) => `${Number(one.unitChange) < 0 ? '' : '+'}${String(one.unitChange)}@${String(one.effectiveDate)}`);
}

function billsFrom(...months: readonly string[]): readonly string[] {
	world.post('2027-06-30');
	return months.map((month) => world.billed(month).price);
}

describe('a contract that has ended some periods ago', () => {
	it('is followed by an order of a later period from its end, beside what others hold there by then', async () => {
		world = await startWorld({ contracts });
		const first = await sold(world, {}, by('autotask'));
		const second = await sold(world, { customerId: '1', quantity: 5 }, by('autotask'));
		const change = { kind: 'change', subscriptionId: first.subscriptionId } as const;
		await happens({ ...change, quantity: 12 }, '2026-11-05');
		await happens({ ...change, subscriptionId: second.subscriptionId, quantity: 6 }, '2027-01-05');
		expect(writtenToNext()).toEqual(['+10@2026-11-01', '+2@2026-11-05', '+5@2026-11-02', '+1@2027-01-05']);
		expect(billsFrom('2026-10', '2026-11', '2026-12', '2027-02')).toEqual(['270.00', '301.20', '306.00', '324.00']);
	});

	it('is followed by a cancellation too, which ends the units on the contract that took over', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		await happens({ kind: 'cancellation', subscriptionId }, '2027-01-20');
		expect(writtenToNext()).toEqual(['+10@2026-11-01', '-10@2027-02-01']);
		expect(billsFrom('2026-10', '2026-12', '2027-01', '2027-02')).toEqual(['180.00', '180.00', '180.00', '0.00']);
	});

	it('leaves the units at their own price where a cancellation carries them on beside others', async () => {
		world = await startWorld({ contracts });
		const dear = await sold(world, { price: '58.00' }, by('autotask'));
		const other = await sold(world, { quantity: 5 }, by('autotask'));
		await happens({ kind: 'change', subscriptionId: other.subscriptionId, quantity: 6 }, '2026-11-05');
		await happens({ kind: 'cancellation', subscriptionId: dear.subscriptionId }, '2027-01-20');
		expect(billsFrom('2026-12', '2027-01', '2027-02')).toEqual(['688.00', '688.00', '108.00']);
	});

	it('keeps its subscriptions where a period after it is charged for usage', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		const lines = [{ quantity: 2, unitPrice: '0.37' }];
		world.order({ kind: 'change', subscriptionId, quantity: 12, at: '2027-02-05T09:00:00Z' });
		const usage = world.order({ kind: 'usage', subscriptionId, lines, at: '2027-02-06T09:00:00Z' });
		await world.run(by('autotask'));
		expect((await world.taskOf(usage)).state).toBe('synced');
		await world.run(by('autotask'));
		await approveAndSync(world, () => '', by('autotask'));
		expect(writtenToNext()).toEqual(['+10@2026-11-01', '+2@2027-02-05']);
	});
});

describe('a contract that has ended, with two products of a subscription', () => {
	const toBasic = { kind: 'move', productId: 'PRD-1', toProductId: 'PRD-B', price: '12.50', cost: '10.00' } as const;
	const withBasic = { kind: 'changes', items: [{ productId: 'PRD-B', quantity: 5 }] } as const;
	const sweeping: RunSettings = { ...by('autotask'), check: { sweep: 'everyCheck' } };

	it.each(['autotask', 'marketplace'] as const)(
		'is followed by seats that leave for the other, and by those that stay, by %s',
		async (proration) => {
			world = await startWorld({ contracts });
			const { subscriptionId } = await sold(world, {}, by(proration));
			await happens({ ...toBasic, subscriptionId, quantity: 4, refund: true }, '2026-11-10', by(proration));
			expect(writtenToNext()).toEqual(['+10@2026-11-01', '-4@2026-11-10', '+4@2026-11-10']);
			expect(billsFrom('2026-10', '2026-11', '2026-12')).toEqual(['180.00', '164.60', '158.00']);
		},
	);

	it('is followed by the other product with the sweep: 12 at 18.00 and 5 at 12.50', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		await happens({ ...withBasic, subscriptionId }, '2026-10-01');
		await happens({ kind: 'change', subscriptionId, quantity: 12, productId: 'PRD-1' }, '2026-11-05');
		world.setNow('2026-12-20T09:00:00Z');
		await world.run(sweeping);
		await approveAndSync(world, () => '', sweeping);
		expect(billsFrom('2026-10', '2026-11', '2026-12')).toEqual(['242.50', '273.70', '278.50']);
	});

	it('is followed by the other product with an order of its own, from the end on: 6 at 12.50 from 10 Dec', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		await happens({ ...withBasic, subscriptionId }, '2026-10-01');
		const change = { kind: 'change', subscriptionId } as const;
		await happens({ ...change, quantity: 12, productId: 'PRD-1' }, '2026-11-05');
		await happens({ ...change, quantity: 6, productId: 'PRD-B' }, '2026-12-10');
		expect(billsFrom('2026-10', '2026-11', '2026-12', '2027-01')).toEqual(['242.50', '273.70', '287.38', '291.00']);
	});
});

describe('a contract that has ended, as has the one that took over', () => {
	const third = contract({ id: 20003, startDate: '2026-12-01', renewedContractID: nextId });
	const threeContracts = [contracts[0] ?? {}, { ...contracts[1], endDate: '2026-11-30' }, third];

	it.each([{ kind: 'change', quantity: 12 }, { kind: 'cancellation' }] as const)(
		'lets a $kind wait, which would leave a month without a bill',
		async (what) => {
			world = await startWorld({ contracts: threeContracts });
			const { subscriptionId } = await sold(world, {}, by('autotask'));
			const at = '2027-01-20T09:00:00Z';
			const order = world.order({ ...what, subscriptionId, at });
			await world.run(by('autotask'));
			const { attention } = await world.taskOf(order);
			expect(attention?.reason).toBe('contract ended');
			expect(attention?.message).toContain(`go on on Next (${nextId}) until 2026-11-30 first`);
			expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		},
	);

	it('is followed from one to the next where the sweep proposes each: 180.00 a month, then 12', async () => {
		world = await startWorld({ contracts: threeContracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		const sweeping: RunSettings = { ...by('autotask'), check: { sweep: 'everyCheck' } };
		world.order({ kind: 'change', subscriptionId, quantity: 12, at: '2027-01-20T09:00:00Z' });
		for (const day of ['2027-01-21', '2027-01-22', '2027-01-23']) {
			world.setNow(`${day}T09:00:00Z`);
			await world.run(sweeping);
			await approveAndSync(world, () => '', sweeping);
		}
		expect(billsFrom('2026-10', '2026-11', '2026-12', '2027-01', '2027-02')).toEqual([
			'180.00',
			'180.00',
			'180.00',
			'193.93',
			'216.00',
		]);
	});
});

describe('a contract that takes over', () => {
	it('has what is owed by then, not the price that a later renewal brings', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, by('autotask'));
		world.setNow('2026-11-20T09:00:00Z');
		const sweeping: RunSettings = { ...by('autotask'), check: { sweep: 'everyCheck' } };
		world.order({ kind: 'renewal', subscriptionId, price: '21.00', at: '2026-11-16T09:00:00Z' });
		await world.run(sweeping);
		await approveAndSync(world, () => '', sweeping);
		await approveAndSync(world, () => '', sweeping);
		expect(billsFrom('2026-10', '2026-11', '2026-12')).toEqual(['180.00', '195.00', '210.00']);
	});

	it('takes a sale of the last period whose units rise on its first day', async () => {
		world = await startWorld({ contracts });
		const settings: RunSettings = { check: { sweep: 'everyCheck' }, build: { proration: 'marketplace' } };
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		world.setNow('2026-10-18T09:00:00Z');
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		expect(writtenToNext()).toEqual(['+10@2026-11-01']);
		expect(billsFrom('2026-10', '2026-11')).toEqual(['92.90', '180.00']);
	});

	it('has a rise of the last period too, while a Billing order of that waits for its price', async () => {
		const settings: RunSettings = { ...by('marketplace'), check: { sweep: 'everyCheck' } };
		const approveOthers = async () => {
			const { approved } = await approveAll(world, undefined, ({ kind }) => kind !== 'billing');
			const ids = approved.map(({ task }) => task.id);
			if (ids.length > 0) await sync(ids, world, settings);
		};
		world = await startWorld({ contracts, lines: [{ contractID: contractId, serviceID: serviceId, units: 2 }] });
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
		const { subscriptionId } = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
		await world.run(by('marketplace'));
		await approveAndSync(world, () => 'own=0', by('marketplace'));
		await approveAndSync(world, () => '', by('marketplace'));
		const lines = [{ quantity: 10, unitPrice: '20.00', type: 'recurring' }] as const;
		const billing = world.order({ kind: 'usage', subscriptionId, lines, at: '2026-10-15T09:00:00Z' });
		for (const at of ['2026-10-16T09:00:00Z', '2026-10-17T09:00:00Z']) {
			world.setNow(at);
			await world.run(settings);
			await approveOthers();
			await approveOthers();
		}
		expect(writtenToNext()).toEqual(['+10@2026-11-01']);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-21T09:00:00Z' });
		await world.run(settings);
		await approveOthers();
		await approveOthers();
		expect((await world.taskOf(billing)).state).toBe('attention');
		expect(writtenToNext()).toEqual(['+10@2026-11-01', '+3@2026-11-02']);
		expect(billsFrom('2026-10', '2026-11')).toEqual(['235.16', '234.00']);
	});
});
