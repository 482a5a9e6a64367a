import type { MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { ProductId, ServiceId } from '../../../src/domain/ids';
import { mapProduct } from '../../../src/sync/mapping/manageProductMappings';
import { addService, billedIn, feeServiceId, plan, startWithFee } from '../feeWorld';
import { byAutotask, byAutotaskAtItsPrice, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import { contract, contractId, sold, startWorld, type World, yearlyContractId } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const byBoth: readonly (readonly [string, RunSettings])[] = [
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
];

/** Lets something happen, runs, and says what its task waits with or has come to. */
async function later(what: MarketplaceAct & { readonly at: string }, settings: RunSettings = byAutotask) {
	const order = world.order(what);
	await world.run(settings);
	const { state, attention } = await world.taskOf(order);
	return { order, outcome: attention?.reason ?? state, message: attention?.message ?? '' };
}

describe('a fee that is not mapped', () => {
	it('stops its order, which names it, and goes on once it is mapped like a product', async () => {
		world = await startWorld();
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			fee: '5.00',
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const { attention } = await world.taskOf(order);
		expect(attention?.reason).toBe('product not mapped');
		expect(attention?.message).toContain('fee of plan Product PRD-1');
		expect(world.writeRequests()).toBe(0);
		const { rows } = await world.store.productPage(connection.connectionId, { offset: 0, limit: 10 });
		expect(rows.map(({ productId, name, planId }) => [productId, name, planId])).toEqual([
			['PRD-1', 'Product PRD-1', String(plan)],
			[`fee-of-plan-${plan}`, 'fee of plan Product PRD-1', String(plan)],
		]);
		addService(world, feeServiceId, { unitPrice: 5, unitCost: 0 });
		const of = { connectionId: connection.connectionId, productId: `fee-of-plan-${plan}` as ProductId };
		await mapProduct({ ...of, serviceId: feeServiceId as ServiceId, severalProducts: 'refuse', by: 'Ann' }, world);
		await world.run();
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '185.00']);
	});
});

const otherPlan = plan + 1;

/** A product of another plan, with services for it and for the fee of its plan. */
function addOtherPlan(): void {
	const [product] = world.marketplaceSide.state().products.filter(({ id }) => id === 'PRD-B');
	if (product)
		world.marketplaceSide.seed({
			products: [{ ...product, id: 'PRD-P', mpn: 'MPN-P', name: 'Plus', serviceName: 'Plus' }],
		});
	addService(world, 881, { unitPrice: 12.5, unitCost: 10, externalID: 'PRD-P' });
	addService(world, 882, { unitPrice: 8, unitCost: 0, externalID: `fee-of-plan-${otherPlan}` });
}

describe.each(byBoth)('a change of the plan, prorated by %s', (_by, settings) => {
	const toPlus = { kind: 'move', toProductId: 'PRD-P', at: '2026-10-16T09:00:00Z' } as const;

	// October 180.00 x 15/31 + 125.00 x 16/31 + 5.00 x 15/31 + 8.00 x 16/31 = 87.10 + 64.52 + 2.42 + 4.13.
	it.each([
		{ rule: 'on its day where the order gives the old ones back', refund: true, october: '158.17' },
		{ rule: 'from the next period where it does not', refund: false, october: '185.00' },
	])('moves the fee with the seats $rule, once approved', async ({ refund, october }) => {
		world = await startWithFee();
		addOtherPlan();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const { order, outcome } = await later({ ...toPlus, subscriptionId, refund, fee: '8.00' }, settings);
		expect(outcome).toBe('approval');
		await approveAndSync(world, () => '', settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(billedIn(world, '2026-10', '2026-11')).toEqual([october, '133.00']);
	});

	it('goes on at the new fee with the renewal, and ends with the cancellation', async () => {
		world = await startWithFee({ now: '2025-09-20T08:00:00Z', contracts: [contract({ startDate: '2025-01-01' })] });
		addOtherPlan();
		const { subscriptionId } = await sold(world, { fee: '5.00', at: '2025-10-01T09:00:00Z' }, settings);
		world.order({ ...toPlus, subscriptionId, refund: true, fee: '8.00', at: '2026-03-01T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		const renewed = await later({ kind: 'renewal', subscriptionId, fee: '9.00', at: '2026-10-01T09:00:00Z' }, settings);
		expect(renewed.message).toBe('');
		const ended = await later({ kind: 'cancellation', subscriptionId, at: '2026-10-20T09:00:00Z' }, settings);
		expect(ended.message).toBe('');
		expect(billedIn(world, '2026-02', '2026-03', '2026-10', '2026-11')).toEqual(['185.00', '133.00', '134.00', '0.00']);
	});

	it('to one without a fee that gives the old one back is put to a person', async () => {
		world = await startWithFee();
		addOtherPlan();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const { outcome, message } = await later({ ...toPlus, subscriptionId, refund: true, fee: '0' }, settings);
		expect(outcome).toBe('order not understood');
		expect(message).toContain('names no product');
	});

	it('brings a fee where the old one had none', async () => {
		world = await startWithFee();
		addOtherPlan();
		const { subscriptionId } = await sold(world, {}, settings);
		const { order } = await later({ ...toPlus, subscriptionId, refund: true, fee: '8.00' }, settings);
		await approveAndSync(world, () => '', settings);
		expect((await world.taskOf(order)).attention?.message).toBeUndefined();
		// 87.10 + 64.52 + 8.00 x 16/31
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['155.75', '133.00']);
	});
});

describe.each(byBoth)('a change of the billing period, prorated by %s', (_by, settings) => {
	const year = { type: 'year', duration: 1 } as const;
	const toYear = { kind: 'move', billingPeriod: year, price: '216.00', cost: '172.80', fee: '60.00' } as const;

	// 185.00 x 15/31 = 87.10 + 2.42, 2,160.00 x 77/365 = 455.67, 60.00 x 77/365 = 12.66; from 1 November 360.99 + 10.03.
	it.each([
		{ rule: 'on its day where the order gives the month back', refund: true, billed: ['557.85', '0.00', '2220.00'] },
		{ rule: 'from the next period where it does not', refund: false, billed: ['185.00', '371.02', '2220.00'] },
	])('takes the fee along $rule', async ({ refund, billed }) => {
		const yearly = contract({ id: yearlyContractId, contractName: 'By the year', contractPeriodType: 'Yearly' });
		world = await startWithFee({ contracts: [contract(), yearly] });
		const byYear = { periodType: 'Yearly', unitPrice: 60, unitCost: 0 };
		addService(world, 883, { ...byYear, externalID: `fee-of-plan-${plan}` });
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const { order } = await later({ ...toYear, subscriptionId, refund, at: '2026-10-16T09:00:00Z' }, settings);
		await approveAndSync(world, () => '', settings);
		expect((await world.taskOf(order)).attention?.message).toBeUndefined();
		expect(billedIn(world, '2026-10', '2026-11', '2027-01')).toEqual(billed);
	});
});

describe.each(byBoth)('a fee that nobody ordered anything of, prorated by %s', (_by, settings) => {
	const swept = { ...settings, check: { sweep: 'everyCheck' } } as const;

	function changeUnordered(id: string, change: (held: object) => object): void {
		const own = world.marketplaceSide.state().subscriptions.find((one) => one.id === id);
		if (own) world.marketplaceSide.seed({ subscriptions: [{ ...own, ...change(own) }] });
	}

	it('is not gone where the subscription has moved on', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		changeUnordered(subscriptionId, () => ({ lastModifiedDate: '2026-10-12' }));
		world.setNow('2026-10-17T09:00:00Z');
		await world.run(swept);
		world.setNow('2026-10-19T09:00:00Z');
		await world.run(swept);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
	});

	it('stays where the sweep finds other seats', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		changeUnordered(subscriptionId, (held) => ({
			lastModifiedDate: '2026-11-01',
			products: (held as { products: object[] }).products.map((product) => ({ ...product, quantity: 13 })),
		}));
		world.setNow('2026-11-05T09:00:00Z');
		await world.run(swept);
		await approveAndSync(world, () => '', settings);
		expect((await world.tasks()).map(({ kind, state }) => [kind, state])).toEqual([
			['sales', 'synced'],
			['change', 'synced'],
		]);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '239.00']);
	});

	it('ends where the subscription is gone, and comes back with it', async () => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		changeUnordered(subscriptionId, () => ({
			status: 'terminated',
			lastModifiedDate: '2026-11-01',
			expirationDate: '2026-11-01',
		}));
		world.setNow('2026-11-05T09:00:00Z');
		await world.run(swept);
		await approveAndSync(world, () => '', settings);
		changeUnordered(subscriptionId, () => ({
			status: 'active',
			lastModifiedDate: '2027-01-01',
			expirationDate: '2027-10-01',
		}));
		world.setNow('2027-01-05T09:00:00Z');
		await world.run(swept);
		await approveAndSync(world, () => '', settings);
		expect((await world.tasks()).map(({ kind, state, attention }) => [kind, state, attention?.message])).toEqual([
			['sales', 'synced', undefined],
			['cancellation', 'synced', undefined],
			['change', 'synced', undefined],
		]);
		expect(billedIn(world, '2026-10', '2026-12', '2027-01', '2027-02')).toEqual(['185.00', '0.00', '185.00', '185.00']);
	});
});

describe('a fee', () => {
	it('is one, whatever the quantity of a change means', async () => {
		const difference = { build: { proration: 'autotask', changeQuantity: 'difference' } } as const;
		world = await startWithFee({ now: '2025-09-20T08:00:00Z', contracts: [contract({ startDate: '2025-01-01' })] });
		const { subscriptionId } = await sold(world, { fee: '5.00', at: '2025-10-01T09:00:00Z' }, difference);
		const change = { kind: 'change', subscriptionId, quantity: 12, states: 'difference', amounts: 'nextTerm' } as const;
		const { message } = await later({ ...change, at: '2026-10-01T09:00:00Z' }, difference);
		expect(message).toBe('');
		expect(billedIn(world, '2026-09', '2026-10')).toEqual(['185.00', '221.00']);
	});

	it("is billed at the service's price with Autotask's prices", async () => {
		world = await startWithFee();
		await sold(world, { fee: '7.00' }, byAutotaskAtItsPrice);
		expect(billedIn(world, '2026-10')).toEqual(['185.00']);
	});

	it('goes on on the contract that takes over', async () => {
		world = await startWithFee({
			contracts: [
				contract({ endDate: '2026-11-30' }),
				contract({ id: contractId + 1, contractName: 'Next', startDate: '2026-12-01', renewedContractID: contractId }),
			],
		});
		await sold(world, { fee: '5.00' });
		world.setNow('2026-11-20T09:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		await approveAndSync(world);
		expect((await world.tasks()).map(({ state, attention }) => [state, attention?.message])).toEqual([
			['synced', undefined],
			['synced', undefined],
		]);
		expect(billedIn(world, '2026-11', '2026-12')).toEqual(['185.00', '185.00']);
	});

	it('moves to the service that its mapping is corrected to, at its own price', async () => {
		world = await startWithFee();
		await sold(world, { fee: '5.00' });
		addService(world, 890, { unitPrice: 9, unitCost: 0, externalID: null });
		world.setNow('2026-10-16T09:00:00Z');
		const of = { connectionId: connection.connectionId, productId: `fee-of-plan-${plan}` as ProductId };
		await mapProduct({ ...of, serviceId: 890 as ServiceId, severalProducts: 'refuse', by: 'Ann' }, world);
		await world.run();
		await approveAndSync(world);
		expect((await world.tasks()).map(({ state, attention }) => [state, attention?.message])).toEqual([
			['synced', undefined],
			['synced', undefined],
		]);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual(['185.00', '185.00']);
	});

	it('that stopped an order before it was understood is read with a retry', async () => {
		world = await startWithFee();
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, fee: '5.00' } as const;
		const order = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
		await world.run({ check: { processAutomatically: false } });
		const task = await world.taskOf(order);
		const unnamed = ({ productId, ...line }: { productId?: ProductId }) =>
			productId?.startsWith('fee') ? line : { productId, ...line };
		const before = task.order && {
			...task.order,
			details: task.order.details.map(unnamed),
			products: task.order.products.slice(0, 1),
		};
		const attention = { reason: 'order not understood', message: 'names no product' } as const;
		await world.store.changeTasks(
			connection.connectionId,
			[{ id: task.id, change: { order: before as typeof task.order, state: 'attention', attention } }],
			world.clock.now(),
		);
		await retry(task.id, world);
		await world.run();
		await approveAndSync(world);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(billedIn(world, '2026-10')).toEqual(['185.00']);
	});
});
