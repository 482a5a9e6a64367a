import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { Order, Subscription } from '../../../simulators/marketplace/records';
import { type AttentionReason, attentionReasons } from '../../../src/domain/attention';
import type { ChargeKind } from '../../../src/domain/contract/charge';
import type { BillingCodeId, CompanyId, CustomerId, ProductId, ServiceId } from '../../../src/domain/ids';
import { needText } from '../../../src/pages/nextStep';
import { mapCharge } from '../../../src/sync/mapping/manageChargeMappings';
import { mapCustomer } from '../../../src/sync/mapping/manageCustomerMappings';
import { mapProduct } from '../../../src/sync/mapping/manageProductMappings';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import {
	companyId,
	contract,
	contractId,
	editByHand,
	serviceId,
	sold,
	startWorld,
	type World,
	type WorldOptions,
} from '../fixtureWorld';

let world: World;

const { connectionId } = connection;
/** Words that a person on a page can do nothing with. */
const onlyInWorkflows = /(own|others|contract)(\[.*\])?=|Map Customer|Map Product|Build Contract|approve \S+:\w+/;
const materialCodeId = 29680001;

/** One word of rule T8: how a task comes to it, how its cause goes, and what is written then. */
interface Row {
	readonly word: AttentionReason;
	readonly rule: string;
	readonly world?: WorldOptions;
	readonly settings?: RunSettings;
	/** Brings about the task; what it writes on the way is not counted. */
	readonly given: () => ActResult | Promise<ActResult>;
	/** The text names the object and the next step. */
	readonly says: RegExp;
	/** `itself`: with the next check; `recheck`: with the daily look at Autotask; `person`: once somebody has said so. */
	readonly goesOn: 'itself' | 'recheck' | 'person';
	readonly gone: (order: ActResult) => unknown;
	readonly writes: readonly string[];
	readonly charges?: readonly string[];
	/** Settings of the runs after the cause is gone. */
	readonly then?: RunSettings;
}

function sell(more: Partial<Extract<MarketplaceAct, { kind: 'sale' }>> = {}): ActResult {
	return world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-01T09:00:00Z',
		...more,
	});
}

function change(sale: ActResult, more: Partial<Extract<MarketplaceAct, { kind: 'change' }>>): ActResult {
	return world.order({
		kind: 'change',
		subscriptionId: sale.subscriptionId,
		at: '2026-10-16T09:00:00Z',
		...more,
	});
}

function company(more: object): void {
	const row = world.autotaskSide.state().entities.Companies?.find((one) => one.id === companyId);
	world.autotaskSide.seed({ Companies: [{ ...row, ...more }] });
}

function contracts(...some: ReturnType<typeof contract>[]): void {
	world.autotaskSide.seed({ Contracts: some });
}

/** The distributor corrects an order. */
function correctOrder({ orderId }: ActResult, by: (order: Order) => Partial<Order>): void {
	const order = world.marketplaceSide.state().orders.find((one) => one.id === orderId);
	if (!order) throw new RangeError(`no order ${orderId}`);
	world.marketplaceSide.seed({ orders: [{ ...order, ...by(order) }] });
}

/** The distributor corrects what a subscription holds of its product. */
function correctSubscription({ subscriptionId }: ActResult, fields: Partial<Subscription['products'][number]>): void {
	const subscription = world.marketplaceSide.state().subscriptions.find((one) => one.id === subscriptionId);
	if (!subscription) throw new RangeError(`no subscription ${subscriptionId}`);
	const products = subscription.products.map((product) => ({ ...product, ...fields }));
	world.marketplaceSide.seed({ subscriptions: [{ ...subscription, products }] });
}

async function retryOf({ orderId }: ActResult, words = ''): Promise<void> {
	const { refused } = await retry(`order-${orderId} ${words}`, world);
	expect(refused).toEqual([]);
}

const price = (amount: string) => ({ currency: 'GBP', amount });
const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };
const asking: RunSettings = { ...byMarketplace, sync: { sameDate: 'ask' } };
const yearly = contract({ contractPeriodType: 'Yearly' });
const other = contract({ id: 20002, contractName: 'Other' });
const ten = ['+10@2026-10-01'];

async function secondOnOneDate(): Promise<ActResult> {
	const sale = await sold(world, {}, asking);
	change(sale, { quantity: 12, at: '2026-10-06T09:00:00Z' });
	await world.run(asking);
	return change(sale, { quantity: 14, at: '2026-10-21T09:00:00Z' });
}

const rows: readonly Row[] = [
	{
		word: 'customer not mapped',
		rule: 'nobody has mapped it',
		given: () => {
			const known = world.marketplaceSide.state().customers.find((one) => one.id === '1');
			world.marketplaceSide.seed({ customers: [{ ...known, externalId: 'C-77' } as never] });
			return sell();
		},
		says: /Customer 1 .*company number C-77.*map it in Map Customer/,
		goesOn: 'itself',
		gone: () => mapCustomer({ connectionId, customerId: '1' as CustomerId, companyId: companyId as CompanyId }, world),
		writes: ten,
	},
	{
		word: 'customer not mapped',
		rule: 'its company has become inactive',
		given: async () => {
			await sold(world);
			company({ isActive: false });
			return sell({ at: '2026-10-02T09:00:00Z', price: '17.00' });
		},
		says: /Customer 1 .*which is inactive in Autotask; activate it/,
		goesOn: 'recheck',
		gone: () => company({ isActive: true }),
		writes: ['+10@2026-10-02'],
	},
	{
		word: 'product not mapped',
		rule: 'no service stands for it',
		given: () => {
			const known = world.marketplaceSide.state().products.find((one) => one.id === 'PRD-1');
			world.marketplaceSide.seed({ products: [{ ...known, id: 'PRD-9', mpn: 'MPN-9', name: 'Nine' } as never] });
			return sell({ productId: 'PRD-9' });
		},
		says: /Nine.*Map Product/,
		goesOn: 'itself',
		gone: () =>
			mapProduct(
				{ connectionId, productId: 'PRD-9' as ProductId, serviceId: serviceId as ServiceId, severalProducts: 'allow' },
				world,
			),
		writes: ten,
	},
	{
		word: 'charge not mapped',
		rule: 'its kind of charge is not mapped',
		world: { unmappedCharges: ['setup'] },
		given: () => sell({ setup: '50.00' }),
		says: /setup.*Map Product/,
		goesOn: 'itself',
		gone: () => {
			const target = { kind: 'billingCode', id: materialCodeId as BillingCodeId } as const;
			return mapCharge({ connectionId, kind: 'setup' as ChargeKind, target }, world);
		},
		writes: ten,
		charges: ['50.00@2026-10-01'],
	},
	{
		word: 'no contract fits',
		rule: 'the company has none',
		world: { contracts: [] },
		given: () => sell(),
		says: /Company 1001 has no active monthly recurring-service contract.*Create or activate one/,
		goesOn: 'recheck',
		gone: () => contracts(contract()),
		writes: ten,
	},
	{
		word: 'several contracts fit',
		rule: 'one of them is ended in Autotask',
		world: { contracts: [contract(), other] },
		given: () => sell(),
		says: /Cloud.*Other.*all fit.*contract=\d+ .* or contract=\d+/,
		goesOn: 'recheck',
		gone: () => contracts({ ...other, status: 'Inactive' }),
		writes: ten,
	},
	{
		word: 'several contracts fit',
		rule: 'a person names one',
		world: { contracts: [contract(), other] },
		given: () => sell(),
		says: /Cloud.*Other.*all fit.*contract=\d+ .* or contract=\d+/,
		goesOn: 'person',
		gone: (order) => retryOf(order, `contract=${contractId}`),
		writes: ten,
	},
	{
		word: 'currency differs',
		rule: 'the company is billed in another one',
		world: { company: { currencyID: 2 } },
		given: () => sell(),
		says: /paid in GBP, contract Cloud.*billed in EUR.*map the customer/,
		goesOn: 'recheck',
		gone: () => company({ currencyID: 1 }),
		writes: ten,
	},
	{
		word: 'billing period differs',
		rule: 'there is only a yearly contract',
		world: { contracts: [yearly] },
		given: () => sell(),
		says: /monthly.*Cloud/,
		goesOn: 'recheck',
		gone: () => contracts(contract({ id: 20003, contractName: 'Monthly' })),
		writes: ten,
	},
	{
		word: 'contract ended',
		rule: 'the only one ended before',
		world: { contracts: [contract({ endDate: '2026-09-30' })] },
		given: () => sell(),
		says: /takes effect on 2026-10-01, after the end of Cloud.*Extend or renew/,
		goesOn: 'recheck',
		gone: () => contracts(contract()),
		writes: ten,
	},
	{
		word: 'period posted',
		rule: 'Autotask refuses a change into it',
		world: { switches: { postedPeriods: 'refuse' } },
		given: async () => {
			const sale = await sold(world);
			world.post('2026-10-31');
			return change(sale, { quantity: 13 });
		},
		says: /refused Premium: \+3 on 2026-10-16.*already approved and posted.*retry the task/,
		goesOn: 'recheck',
		gone: () => world.autotaskSide.unpost({ from: '2026-10-01' }),
		writes: ['+3@2026-10-16'],
	},
	{
		word: 'changed in Autotask',
		rule: 'the line is put back',
		given: async () => {
			const sale = await sold(world);
			await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-10' });
			return change(sale, { quantity: 13 });
		},
		says: /contract service \d+ of Cloud holds 12 units on 2026-10-16, we left 10.*others=/,
		goesOn: 'recheck',
		gone: () => editByHand(world, { unitChange: -2, effectiveDate: '2026-10-12' }),
		writes: ['-2@2026-10-12', '+3@2026-10-16'],
	},
	{
		word: 'changed in Autotask',
		rule: 'a person says whose the units are',
		given: async () => {
			const sale = await sold(world);
			await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-10' });
			return change(sale, { quantity: 13 });
		},
		says: /holds 12 units on 2026-10-16, we left 10.*others=0@12/,
		goesOn: 'person',
		gone: (order) => retryOf(order, 'others=2@12'),
		writes: ['+3@2026-10-16'],
	},
	{
		word: 'fractional quantity',
		rule: 'the distributor corrects the order',
		given: async () => {
			const sale = await sold(world);
			return change(sale, { quantity: 10.5 });
		},
		says: /Order .*10\.5.*correct it and retry the task, or enter it by hand/,
		goesOn: 'person',
		gone: async (order) => {
			correctSubscription(order, { quantity: 11 });
			correctOrder(order, ({ products }) => ({
				details: [],
				products: products.map((product) => ({ ...product, quantity: 11 })) as never,
			}));
			await retryOf(order);
		},
		writes: ['+1@2026-10-16'],
	},
	{
		word: 'price conflict',
		rule: 'the distributor sets the price of the subscription',
		given: async () => {
			const sale = await sold(world);
			const order = change(sale, { quantity: 13, price: '20.00', cost: '16.00' });
			correctSubscription(order, { unitPrice: price('18.00') });
			return order;
		},
		says: /the order changes the price to 20, the subscription still has 18.*Set the price.*retry/,
		goesOn: 'person',
		gone: async (order) => {
			correctSubscription(order, { unitPrice: price('20.00') });
			await retryOf(order);
		},
		writes: ['+3@2026-10-16'],
	},
	{
		word: 'two changes on one date',
		rule: 'the setting is changed, and the task retried',
		settings: asking,
		given: secondOnOneDate,
		says: /2026-11-01 has one in Cloud.*Set "Second Change on One Date".*retry the task/,
		goesOn: 'person',
		gone: (order) => retryOf(order),
		then: byMarketplace,
		writes: ['+2@2026-11-02'],
		charges: ['12.77@2026-10-21', '1.20@2026-11-01'],
	},
	{
		word: 'two changes on one date',
		rule: 'the setting is changed, and anything else is written',
		settings: asking,
		given: secondOnOneDate,
		says: /2026-11-01 has one in Cloud.*Set "Second Change on One Date".*retry the task/,
		goesOn: 'itself',
		gone: async () => {
			contracts(contract({ id: 20004, companyID: companyId + 1, contractName: 'Second' }));
			sell({ customerId: '2', at: '2026-10-22T09:00:00Z', price: '31.00', cost: '20.00' });
			await world.run(byMarketplace);
		},
		then: byMarketplace,
		writes: ['+10@2026-11-01', '+2@2026-11-02'],
		charges: ['100.00@2026-10-22', '12.77@2026-10-21', '1.20@2026-11-01'],
	},
	{
		word: 'two changes on one date',
		rule: 'somebody has entered the change by hand',
		settings: asking,
		given: secondOnOneDate,
		says: /enter the change by hand in Autotask/,
		goesOn: 'recheck',
		gone: async () => {
			world.autotaskSide.setSwitches({ sameDate: 'accepted' });
			await editByHand(world, { unitChange: 2, effectiveDate: '2026-11-01' });
		},
		then: asking,
		writes: ['+2@2026-11-01'],
		charges: ['12.77@2026-10-21'],
	},
	{
		word: 'order not understood',
		rule: 'the orders do not end at what the subscription holds, until the distributor corrects that',
		given: async () => {
			const sale = await sold(world);
			const order = change(sale, { quantity: 13 });
			correctSubscription(order, { quantity: 14 });
			return order;
		},
		says: /Order .*13.*14.*correct it and retry the task/,
		goesOn: 'person',
		gone: async (order) => {
			correctSubscription(order, { quantity: 13 });
			await retryOf(order);
		},
		writes: ['+3@2026-10-16'],
	},
	{
		word: 'approval',
		rule: 'automatic processing is off',
		settings: { check: { processAutomatically: false } },
		given: () => sell(),
		says: /automatic processing is off.*approve order-\d+:[0-9a-f]{12}/,
		goesOn: 'person',
		gone: () => approveAndSync(world),
		writes: ten,
	},
];

/** Causes in Autotask do not wait for the daily look where a person retries the task. */
const retried = rows
	.filter(({ goesOn }) => goesOn === 'recheck')
	.map((row): Row => ({
		...row,
		rule: `${row.rule}, on retry`,
		goesOn: 'person',
		gone: async (order) => {
			await row.gone(order);
			await retryOf(order);
		},
	}));

function laterBy(hours: number): void {
	const now = Date.parse(world.clock.now());
	world.setNow(new Date(now + hours * 3_600_000).toISOString());
}

it('each word that a task waits with has a row', () => {
	expect([...new Set(rows.map(({ word }) => word))].sort()).toEqual([...attentionReasons].sort());
});

describe('each word that a task waits with', () => {
	afterEach(async () => {
		await world.close();
	});

	it.each([...rows, ...retried])(
		'$word, $rule: nothing is written, and it goes on when the cause is gone',
		async (row) => {
			world = await startWorld(row.world);
			const order = await row.given();
			const before = { adjustments: world.adjustments().length, charges: world.charges().length };
			await world.run(row.settings);
			const task = await world.taskOf(order);
			expect(task).toMatchObject({ state: 'attention', attention: { reason: row.word } });
			expect(task.attention?.message).toMatch(row.says);
			for (const page of ['wizard', 'board'] as const)
				expect(task.attention && needText(task.attention, page)).not.toMatch(onlyInWorkflows);
			expect([world.adjustments().length, world.charges().length]).toEqual([before.adjustments, before.charges]);

			laterBy(25);
			expect((await world.run(row.settings)).offered).toEqual([]);
			expect((await world.taskOf(order)).state).toBe('attention');

			await row.gone(order);
			if (row.goesOn === 'recheck') laterBy(25);
			await world.run(row.then ?? row.settings);
			expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
			expect(world.adjustments().slice(before.adjustments)).toEqual(row.writes);
			expect(world.charges().slice(before.charges)).toEqual(row.charges ?? []);
		},
	);
});

describe('a cause in Autotask that stays', () => {
	afterEach(async () => {
		await world.close();
	});

	it.each<Pick<Row, 'word' | 'rule' | 'world' | 'settings' | 'given'>>([
		{
			word: 'contract ended',
			rule: 'seats that would move after the end',
			world: { contracts: [contract({ endDate: '2026-10-31' })] },
			settings: byMarketplace,
			given: async () => {
				const { subscriptionId } = await sold(world, {}, byMarketplace);
				return world.order({ kind: 'move', subscriptionId, toProductId: 'PRD-B', at: '2026-10-16T09:00:00Z' });
			},
		},
		{
			word: 'currency differs',
			rule: "a subscription's own price in another currency",
			given: async () => {
				const sale = await sold(world);
				const order = change(sale, { quantity: 13 });
				correctOrder(order, () => ({ details: [] }));
				correctSubscription(order, { unitPrice: { currency: 'EUR', amount: '18.00' } });
				return order;
			},
		},
		{
			word: 'billing period differs',
			rule: 'a period that Autotask does not have',
			given: () => {
				const known = world.marketplaceSide.state().products.find((one) => one.id === 'PRD-1');
				const billingPeriod = { type: 'month', duration: 2 } as const;
				world.marketplaceSide.seed({ products: [{ ...known, billingPeriod } as never] });
				return sell();
			},
		},
		{
			word: 'changed in Autotask',
			rule: 'a change that lies ahead',
			given: async () => {
				const sale = await sold(world);
				await editByHand(world, { unitChange: 2, effectiveDate: '2026-12-01' });
				return change(sale, { quantity: 13 });
			},
		},
	])('frees nothing: $word, $rule', async (row) => {
		world = await startWorld(row.world);
		const order = await row.given();
		await world.run(row.settings);
		expect(await world.taskOf(order)).toMatchObject({ state: 'attention', attention: { reason: row.word } });
		laterBy(25);
		expect((await world.run(row.settings)).offered).toEqual([]);
		expect((await world.taskOf(order)).state).toBe('attention');
	});
});

describe('the daily look at Autotask', () => {
	afterEach(async () => {
		await world.close();
	});

	/** Requests of a check by which one order a company has waited for a day, all at `changed in Autotask`. */
	async function requestsFor(companies: number): Promise<number> {
		const at = Array.from({ length: companies }, (_, nth) => nth);
		const all = at.map((nth) => contract({ id: contractId + nth, companyID: companyId + nth }));
		world = await startWorld({ companies, contracts: all });
		const sales = at.map((nth) => sell({ customerId: String(nth + 1) }));
		await world.run();
		const lines = world.autotaskSide.state().entities.ContractServices ?? [];
		for (const line of lines)
			await editByHand(world, {
				contractID: Number(line.contractID),
				contractServiceID: Number(line.id),
				unitChange: 2,
				effectiveDate: '2026-10-10',
			});
		sales.forEach((sale, nth) => change(sale, { quantity: 13, at: `2026-10-16T09:0${nth}:00Z` }));
		await world.run();
		const waiting = (await world.tasks()).filter(({ attention }) => attention?.reason === 'changed in Autotask');
		expect(waiting).toHaveLength(companies);
		laterBy(25);
		world.autotaskSide.clearRequests();
		expect((await world.run()).offered).toEqual([]);
		return world.autotaskSide.requests().length;
	}

	it('asks as much for three tasks as for one', async () => {
		const one = await requestsFor(1);
		await world.close();
		expect(await requestsFor(3)).toBe(one);
		expect(one).toBeGreaterThan(0);
	});
});
