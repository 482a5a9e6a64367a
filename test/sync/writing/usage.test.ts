import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { BilledLine } from '../../../simulators/marketplace/figures';
import type { Product } from '../../../simulators/marketplace/records';
import type { BillingCodeId } from '../../../src/domain/ids';
import { ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { mapCharge } from '../../../src/sync/mapping/manageChargeMappings';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import {
	contract,
	contractId,
	editByHand,
	serviceId,
	sold,
	startUnconnected,
	startWorld,
	type World,
	type WorldOptions,
} from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const materialCodeId = 29680001;
const onTheSecond = '2026-11-02T09:00:00Z';
const tiered: BilledLine = {
	quantity: 15,
	unitPrice: '1.10',
	tiers: [
		{ quantity: 12, unitPrice: '1.10' },
		{ quantity: 3, unitPrice: '0.95' },
	],
};
const dearer: BilledLine = { quantity: 10, unitPrice: '20.00', type: 'recurring' };

/** A product that no service of Autotask stands for. */
function metered(billingModel: Product['billingModel']): Product {
	return {
		mpn: 'MPN-U',
		vendor: 'Microsoft',
		id: 'PRD-U',
		serviceName: 'Azure',
		name: 'Metered',
		prices: [{ currency: 'GBP', amount: '1.10', type: 'overuse', model: 'TIERED' }],
		costs: [],
		billingPeriod: { type: 'month', duration: 1 },
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel,
	};
}

function bill(subscriptionId: string, lines: readonly BilledLine[], at = onTheSecond) {
	return world.order({ kind: 'usage', subscriptionId, lines, at });
}

/** The contracts of all charges. */
function chargedOn() {
	return (world.autotaskSide.state().entities.ContractCharges ?? []).map((charge) => charge.contractID);
}

/** A metered subscription bought on 1 October, with a setup of 50.00. */
function buyMetered(billingModel: Product['billingModel'] = 'chargeExternalRating', at = '2026-10-01T09:00:00Z') {
	world.marketplaceSide.seed({ products: [metered(billingModel)] });
	return world.order({ kind: 'sale', customerId: '1', productId: 'PRD-U', quantity: 1, setup: '50.00', at });
}

describe('usage, billed', () => {
	it.each<{ rule: string; settings: RunSettings }>([
		{ rule: 'by Autotask', settings: { build: { proration: 'autotask', priceSource: 'autotask' } } },
		{ rule: 'by the marketplace', settings: { build: { proration: 'marketplace' } } },
	])('case 14: overuse of October is one charge of 16.05 on 31 October, prorated $rule', async ({ settings }) => {
		world = await startWorld();
		const sale = await sold(world, {}, settings);
		bill(sale.subscriptionId, [tiered]);
		await world.run(settings);
		await world.run(settings);
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['196.05', '180.00']);
	});

	it.each(['chargeExternalRating', 'chargeAfterBillingPeriod'] as const)(
		'a subscription with %s is charged for setup and usage, and has no line',
		async (billingModel) => {
			world = await startWorld();
			const sale = buyMetered(billingModel);
			await world.run();
			bill(sale.subscriptionId, [{ quantity: 3.5, unitPrice: '2.00', type: 'billRecord' }, tiered]);
			await world.run();
			expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
			expect(world.charges()).toEqual(['50.00@2026-10-01', '7.00@2026-10-31', '16.05@2026-10-31']);
			expect(world.autotaskSide.state().entities.ContractServices ?? []).toEqual([]);
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['73.05', '0.00']);
		},
	);

	it('a recurring line of a prepaid plan is not billed twice', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const before = world.writeRequests();
		const order = bill(sale.subscriptionId, [{ quantity: 10, unitPrice: '18.00', type: 'recurring' }]);
		await world.run();
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
		expect(world.writeRequests()).toBe(before);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('180.00');
	});

	it.each([
		{ rule: 'is written from the start of the period', priceSource: 'marketplace', november: '200.00' },
		{ rule: "is left out with Autotask's prices", priceSource: 'autotask', november: '180.00' },
	] as const)('a new price in a Billing order $rule', async ({ priceSource, november }) => {
		world = await startWorld();
		const settings: RunSettings = { build: { priceSource } };
		const sale = await sold(world, {}, settings);
		bill(sale.subscriptionId, [{ quantity: 10, unitPrice: '20.00', type: 'recurring' }, tiered]);
		await world.run(settings);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['196.05', november]);
	});
});

// 10 x 18.00, then 10 x 20.00.
it.each([
	{ by: 'Autotask', settings: byAutotask },
	{ by: 'the marketplace', settings: byMarketplace },
])(
	'A13: a new price in a Billing order holds from the end of a posted period, prorated by $by',
	async ({ settings }) => {
		world = await startWorld();
		const sale = await sold(world, {}, settings);
		world.post('2026-11-30');
		bill(sale.subscriptionId, [dearer]);
		await world.run(settings);
		expect(world.adjustments().slice(1)).toEqual(['+0@2026-12-01']);
		world.post('2026-12-31');
		expect(['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price)).toEqual([
			'180.00',
			'180.00',
			'200.00',
		]);
	},
);

describe('a Billing order', () => {
	it('is charged while another task of its subscription needs attention', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const { subscriptionId } = sale;
		const broken = world.order({ kind: 'change', subscriptionId, quantity: 10.5, at: '2026-10-16T09:00:00Z' });
		const usage = bill(subscriptionId, [tiered]);
		await world.run();
		expect(await world.taskOf(broken)).toMatchObject({ attention: { reason: 'fractional quantity' } });
		expect(await world.taskOf(usage)).toMatchObject({ state: 'synced' });
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
	});

	it('waits for the mapping of its kind of charge, and goes on with it', async () => {
		world = await startWorld({ unmappedCharges: ['usage'] });
		const sale = await sold(world);
		const before = world.writeRequests();
		const usage = bill(sale.subscriptionId, [tiered]);
		await world.run();
		expect(await world.taskOf(usage)).toMatchObject({ state: 'attention', attention: { reason: 'charge not mapped' } });
		expect(world.writeRequests()).toBe(before);
		const target = { kind: 'billingCode', id: materialCodeId as BillingCodeId } as const;
		await mapCharge({ connectionId: connection.connectionId, kind: 'usage', target }, world);
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
	});

	it('asks once which contract a metered subscription is charged on', async () => {
		const other = contract({ id: 20002, contractName: 'Other' });
		const options: WorldOptions = { contracts: [contract(), other] };
		world = await startWorld(options);
		const { subscriptionId } = buyMetered();
		await world.run();
		const [sale] = await world.tasks();
		expect(sale).toMatchObject({ attention: { reason: 'several contracts fit' } });
		await retry(`${sale?.id ?? ''} contract=${contractId}`, world);
		await world.run();
		bill(subscriptionId, [tiered]);
		await world.run();
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
		expect(world.charges()).toEqual(['50.00@2026-10-01', '16.05@2026-10-31']);
	});

	it('of October is charged on the contract that ended with October', async () => {
		world = await startWorld({
			contracts: [
				contract({ endDate: '2026-10-31' }),
				contract({ id: 20002, contractName: 'Next', startDate: '2026-11-01' }),
			],
		});
		const { subscriptionId } = buyMetered();
		await world.run();
		bill(subscriptionId, [tiered]);
		await world.run();
		expect(chargedOn()).toEqual([contractId, contractId]);
	});

	it('of a month that no contract covers stays where it is while none does', async () => {
		world = await startWorld({
			contracts: [
				contract({ endDate: '2026-09-30' }),
				contract({ id: 20002, contractName: 'Next', startDate: '2026-11-01' }),
			],
		});
		const { subscriptionId } = buyMetered('chargeExternalRating', '2026-09-21T09:00:00Z');
		await world.run();
		const october = bill(subscriptionId, [tiered]);
		await world.run();
		expect(await world.taskOf(october)).toMatchObject({ attention: { reason: 'contract ended' } });
		world.setNow('2026-11-04T09:00:00Z');
		expect((await world.run()).offered).toEqual([]);
		world.autotaskSide.seed({ Contracts: [contract({ endDate: '2026-10-31' })] });
		world.setNow('2026-11-06T09:00:00Z');
		await world.run();
		expect(chargedOn()).toEqual([contractId, contractId]);
	});

	it('of November goes on the contract that follows, once a person has seen it', async () => {
		world = await startWorld({
			contracts: [
				contract({ endDate: '2026-10-31' }),
				contract({ id: 20002, contractName: 'Next', startDate: '2026-11-01' }),
			],
		});
		const { subscriptionId } = buyMetered();
		await world.run();
		const november = bill(subscriptionId, [tiered], '2026-12-02T09:00:00Z');
		await world.run();
		expect(await world.taskOf(november)).toMatchObject({ attention: { reason: 'approval' } });
		expect(chargedOn()).toEqual([contractId]);
		await approveAndSync(world);
		bill(subscriptionId, [tiered], '2027-01-02T09:00:00Z');
		await world.run();
		expect(chargedOn()).toEqual([contractId, 20002, 20002]);
	});
});

describe('usage beside a price that waits', () => {
	const before = [{ contractID: contractId, serviceID: serviceId, units: 2 }];

	it.each<{ rule: string; options?: WorldOptions; given: (sale: ActResult) => Promise<void>; waits: string }>([
		{
			rule: 'since somebody has changed the line',
			given: async () => await editByHand(world, { unitChange: 3, effectiveDate: '2026-10-20' }),
			waits: 'changed in Autotask',
		},
		{
			rule: 'since other units of the line would take it too',
			options: { lines: before },
			given: () => Promise.resolve(),
			waits: 'approval',
		},
	])('is charged by itself, and the price has a task of its own: $rule', async ({ options, given, waits }) => {
		world = await startWorld(options);
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		await approveAndSync(world);
		const adjusted = world.adjustments();
		await given(sale);
		const order = bill(sale.subscriptionId, [dearer, tiered]);
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		await world.run();
		const tasks = Object.fromEntries((await world.tasks()).map((task) => [task.id, task]));
		expect(tasks[`order-${order.orderId}`]).toMatchObject({ state: 'synced' });
		expect(tasks[`order-${order.orderId}-price`]).toMatchObject({ state: 'attention', attention: { reason: waits } });
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		expect(world.adjustments().filter((one) => one.startsWith('+0'))).toEqual([]);
		expect(adjusted).toEqual(['+10@2026-10-01']);
	});

	it('waits with it, whole, where two people approve what both change together: 16.05 of usage, 24.00 of November and 24.00 a month', async () => {
		world = await startWorld({ lines: before });
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		await approveAndSync(world);
		const { connectionId } = connection;
		await changeSettings({ connectionId, values: { secondApproverAbove: '64.04' }, by: 'Cid' }, world);
		const order = bill(sale.subscriptionId, [dearer, tiered]);
		await world.run();
		await world.run();
		expect(world.charges()).toEqual([]);
		expect(await world.tasks()).toHaveLength(2);
		const message = expect.stringContaining('it changes 64.05') as string;
		expect(await world.taskOf(order)).toMatchObject({ state: 'attention', attention: { reason: 'approval', message } });
	});

	it('is charged beside a price that leaves the line that two subscriptions share: 10 at 20.00 and 5 at 18.00', async () => {
		world = await startWorld();
		const sale = await sold(world);
		await sold(world, { quantity: 5, at: '2026-10-02T09:00:00Z' });
		bill(sale.subscriptionId, [dearer, tiered]);
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('290.00');
	});

	it('goes on with it where the price needs nobody', async () => {
		world = await startWorld();
		const sale = await sold(world);
		bill(sale.subscriptionId, [dearer, tiered]);
		await world.run();
		expect(await world.tasks()).toHaveLength(2);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+0@2026-11-01']);
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
	});

	it('is charged while the line waits for the task that is to link it', async () => {
		world = await startUnconnected();
		const { subscriptionId } = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-05-01T09:00:00Z',
		});
		world.setNow('2026-10-16T09:00:00Z');
		await world.run();
		bill(subscriptionId, [dearer, tiered]);
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		expect(world.adjustments()).toEqual([]);
	});

	it('says which price is written nowhere, since the subscription has no line', async () => {
		world = await startWorld({ lines: [{ contractID: contractId, serviceID: serviceId, units: 10 }] });
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const { subscriptionId } = sale;
		await ignoreTasks(
			{ connectionId: connection.connectionId, text: `order-${sale.orderId}`, by: 'Ann', reason: 'by hand' },
			world,
		);
		const order = bill(subscriptionId, [dearer, tiered]);
		await world.run();
		expect(world.charges()).toEqual(['16.05@2026-10-31']);
		const [plan] = await world.store.plans(connection.connectionId, [(await world.taskOf(order)).id]);
		expect(plan?.lines.map(({ detail }) => detail)).toContain(
			'Product PRD-1 holds no units on a line of Cloud: its price 20 is not written, and nothing is charged.',
		);
	});
});

describe('the first connection of a metered subscription', () => {
	it('waits for approval and is done without a write', async () => {
		world = await startUnconnected();
		world.marketplaceSide.seed({ products: [metered('chargeExternalRating')] });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-U', quantity: 1, at: '2026-03-02T09:00:00Z' });
		world.setNow('2026-10-16T09:00:00Z');
		await world.run();
		expect((await world.tasks()).map((task) => `${task.kind} ${task.attention?.reason}`)).toEqual(['initial approval']);
		await approveAndSync(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced']);
		expect(world.writeRequests()).toBe(0);
	});
});
