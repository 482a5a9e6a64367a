import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { Period, Subscription } from '../../../simulators/marketplace/records';
import type { SubscriptionId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import { excludeFromBilling } from '../../../src/sync/deciding/excludeFromBilling';
import { ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import { contract, startWorld, type World, yearlyContractId } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const month: Period = { type: 'month', duration: 1 };
const year: Period = { type: 'year', duration: 1 };
const threeYears: Period = { type: 'month', duration: 36 };

type Lengths = Partial<Pick<Subscription, 'billingModel' | 'billingPeriod' | 'subscriptionPeriod'>>;

/** How the product is billed from now on; what is sold already stays as it is. */
function offer(id: string, lengths: Lengths): void {
	const product = world.marketplaceSide.state().products.find((one) => one.id === id);
	if (product) world.marketplaceSide.seed({ products: [{ ...product, ...lengths }] });
}

function buy(productId = 'PRD-1'): ActResult {
	return world.order({ kind: 'sale', customerId: '1', productId, quantity: 10, at: '2026-10-01T09:00:00Z' });
}

function subscription(): Subscription {
	const [own] = world.marketplaceSide.state().subscriptions;
	if (!own) throw new RangeError('nothing was sold');
	return own;
}

function seed(more: Partial<Subscription>): void {
	world.marketplaceSide.seed({ subscriptions: [{ ...subscription(), ...more }] });
}

async function said(order: ActResult): Promise<string> {
	const { attention } = await world.taskOf(order);
	return `${attention?.reason ?? ''}: ${attention?.message ?? ''}`;
}

function billed(...months: readonly string[]): readonly string[] {
	world.post('2029-12-31');
	return months.map((one) => world.billed(one).price);
}

const creating: RunSettings = { build: { whenNoContract: 'create' } };

describe('a term of 36 months', () => {
	it('that is billed monthly is a monthly line for as long', async () => {
		world = await startWorld({ contracts: [] });
		offer('PRD-1', { subscriptionPeriod: threeYears });
		const { subscriptionId } = buy();
		await world.run(creating);
		await approveAndSync(world);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run();
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(billed('2026-10', '2026-11', '2029-09', '2029-10')).toEqual(['207.87', '234.00', '234.00', '0.00']);
	});

	it('that is billed yearly is billed three times', async () => {
		world = await startWorld({ contracts: [] });
		offer('PRD-Y', { subscriptionPeriod: threeYears });
		buy('PRD-Y');
		await world.run(creating);
		await approveAndSync(world);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
		expect(billed('2026-10', '2027-10', '2028-10', '2029-10')).toEqual(['2160.00', '2160.00', '2160.00', '0.00']);
	});
});

const wayForward =
	'Bill it in Autotask by hand and ignore the task. If you always bill it by hand, exclude the subscription. Once the marketplace states another period, retry the task.';

const noPeriods = [
	{ rule: '36 months', lengths: { billingPeriod: threeYears }, words: 'every 36 months' },
	{ rule: 'two years', lengths: { billingPeriod: { type: 'year', duration: 2 } }, words: 'every 2 years' },
	{
		rule: 'a term of 36 months that is paid at once',
		lengths: { billingModel: 'chargeBeforeSubscriptionPeriod', subscriptionPeriod: threeYears },
		words: 'every 36 months',
	},
] as const satisfies readonly { readonly rule: string; readonly lengths: Lengths; readonly words: string }[];

describe('a billing period that Autotask does not have', () => {
	it.each(noPeriods)(
		'of $rule names the ways forward, and goes on once it is corrected',
		async ({ lengths, words }) => {
			world = await startWorld();
			offer('PRD-1', lengths);
			const sale = buy();
			await world.run();
			const { id } = await world.taskOf(sale);
			const message = `billing period differs: Product Product PRD-1 (PRD-1) is billed ${words}, and Autotask knows months, quarters, half-years and years only. ${wayForward}`;
			expect(await said(sale)).toBe(message);
			await retry(`${id} contract=20001`, world);
			await world.run();
			expect([await said(sale), world.writeRequests()]).toEqual([message, 0]);
			const corrected = { billingModel: 'chargeBeforeBillingPeriod', billingPeriod: month } as const;
			seed(corrected);
			const [order] = world.marketplaceSide.state().orders;
			const products = order?.products.map((one) => ({ ...one, billingPeriod: month })) ?? [];
			if (order) world.marketplaceSide.seed({ orders: [{ ...order, products }] });
			await retry(id, world);
			await world.run();
			expect((await world.taskOf(sale)).state).toBe('synced');
			expect(billed('2026-10', '2026-11')).toEqual(['180.00', '180.00']);
		},
	);

	it('says so of every later order too, and asks for no contract that cannot be made', async () => {
		world = await startWorld();
		offer('PRD-1', { billingPeriod: threeYears });
		const sale = buy();
		await world.run();
		const { id } = await world.taskOf(sale);
		const ignored = { state: 'ignored', note: 'By hand', attention: undefined } as const;
		await world.store.changeTasks(connection.connectionId, [{ id, change: ignored }], world.clock.now());
		const { subscriptionId } = sale;
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '18.00' }] as const;
		const bill = world.order({ kind: 'usage', subscriptionId, lines, at: '2026-10-16T09:00:00Z' });
		const end = world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-20T09:00:00Z' });
		await world.run();
		for (const order of [bill, end])
			expect(await said(order)).toBe(
				`billing period differs: Order ${order.orderNumber} is billed every 36 months, and Autotask knows months, quarters, half-years and years only. ${wayForward}`,
			);
	});

	it('makes no more tasks once the subscription is excluded', async () => {
		world = await startWorld();
		offer('PRD-1', { billingPeriod: threeYears });
		const { subscriptionId } = buy();
		await world.run();
		const thing = { kind: 'subscription', id: subscriptionId as SubscriptionId } as const;
		const { connectionId } = connection;
		await excludeFromBilling({ connectionId, thing, by: 'Ann', reason: 'Billed by hand' }, world);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run();
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['ignored', 'ignored']);
	});
});

const yearly = contract({
	id: yearlyContractId,
	contractName: 'Cloud yearly',
	contractPeriodType: 'Yearly',
	startDate: '2026-11-01',
	endDate: '2028-10-31',
});
const inBothPeriods = { contracts: [contract({ endDate: '2028-12-31' }), yearly] };
const priced = { price: '216.00', cost: '172.80' };

type Switch = Extract<MarketplaceAct, { kind: 'move' }>;

/** The subscription is billed by the year from now on. */
function billYearly(subscriptionId: string, more: Partial<Switch> = {}): ActResult {
	const switched = { kind: 'move', subscriptionId, billingPeriod: year, ...priced } as const;
	return world.order({ ...switched, at: '2026-10-16T09:00:00Z', ...more });
}

/** The check of the next day, with which causes are looked at again. */
async function nextDay(now: string, settings: RunSettings = {}): Promise<void> {
	world.setNow(now);
	await world.run(settings);
}

async function approved(task: () => Promise<SyncTask>): Promise<void> {
	expect((await task()).attention).toMatchObject({
		reason: 'approval',
		message: expect.stringContaining('the subscription is billed yearly from now on'),
	});
	await approveAndSync(world);
	expect((await task()).state).toBe('synced');
}

/** October by the month, a year from November on. */
function expectYearFromNovember(): void {
	expect(world.adjustments()).toEqual(['+10@2026-10-01', '-10@2026-11-01', '+10@2026-11-01']);
	expect(world.charges()).toEqual([]);
	expect(billed('2026-10', '2026-11', '2026-12', '2027-10', '2027-11')).toEqual([
		'180.00',
		'2160.00',
		'0.00',
		'0.00',
		'2160.00',
	]);
}

describe('a subscription that is billed yearly from the next billing date', () => {
	it.each([
		{ rule: 'on Retry', goesOn: async (id: string) => void (await retry(id, world)), at: '2026-10-16T10:00:00Z' },
		{ rule: 'with the check of the next day', goesOn: () => Promise.resolve(), at: '2026-10-17T10:00:00Z' },
	])('names the contract that is missing, and takes it $rule once it is there', async ({ goesOn, at }) => {
		world = await startWorld();
		const { subscriptionId } = buy();
		await world.run();
		const order = billYearly(subscriptionId);
		await world.run();
		expect(await said(order)).toBe(
			`billing period differs: Order ${order.orderNumber} is billed yearly; Company 1001 has no recurring-service contract of that period, only Cloud (20001). Create a yearly one in Autotask that covers 2026-11-01, then retry.`,
		);
		world.autotaskSide.seed({ Contracts: [yearly] });
		await goesOn((await world.taskOf(order)).id);
		await nextDay(at);
		await approved(async () => await world.taskOf(order));
		expectYearFromNovember();
	});

	it('changes its contract on the billing date that its order has waited for', async () => {
		world = await startWorld(inBothPeriods);
		const { subscriptionId } = buy();
		await world.run();
		const order = billYearly(subscriptionId, { status: 'submitted', statusCode: 'WS' });
		await world.run();
		world.setNow('2026-11-01T09:01:00Z');
		const at = '2026-11-01T09:00:00Z';
		world.marketplaceSide.act({ kind: 'settle', orderId: order.orderId, status: 'completed', at });
		await world.run();
		await approved(async () => await world.taskOf(order));
		expectYearFromNovember();
	});

	it.each([
		{ rule: 'on Retry', goesOn: async (id: string) => void (await retry(id, world)), at: '2026-11-01T10:00:00Z' },
		{ rule: 'with the check of the next day', goesOn: () => Promise.resolve(), at: '2026-11-02T10:00:00Z' },
	])('is never billed 216.00 a month while it still is monthly itself, and goes on $rule', async ({ goesOn, at }) => {
		world = await startWorld(inBothPeriods);
		const { subscriptionId } = buy();
		await world.run();
		const before = subscription();
		const order = billYearly(subscriptionId);
		const after = subscription();
		seed(before);
		await world.run({ build: { priceChangeLimit: 0 } });
		const message = `billing period differs: Order ${order.orderNumber} bills every year, but subscription ${subscriptionId} is billed every month. The task goes on once both agree: it is checked again once a day, and when you retry. If the order no longer counts, ignore the task.`;
		expect(await said(order)).toBe(message);
		await nextDay('2026-10-18T10:00:00Z', { check: { sweep: 'everyCheck' } });
		expect(await said(order)).toBe(message);
		seed({ ...after, lastModifiedDate: '2026-11-01' });
		world.setNow('2026-11-01T09:30:00Z');
		await goesOn((await world.taskOf(order)).id);
		await nextDay(at);
		await approved(async () => await world.taskOf(order));
		expectYearFromNovember();
	});

	it('hides no seats that came without an order while it waited', async () => {
		world = await startWorld(inBothPeriods);
		const { subscriptionId } = buy();
		await world.run();
		const before = subscription();
		const order = billYearly(subscriptionId);
		seed(before);
		await world.run({ build: { priceChangeLimit: 0 } });
		const products = before.products.map((product) => ({ ...product, quantity: 13 }));
		seed({ ...before, products, lastModifiedDate: '2026-10-18' });
		await nextDay('2026-10-18T10:00:00Z', { check: { sweep: 'never' } });
		const { id } = await world.taskOf(order);
		await ignoreTasks(
			{ connectionId: connection.connectionId, text: id, by: 'Ann', reason: 'no longer counts' },
			world,
		);
		await nextDay('2026-10-26T10:00:00Z', { check: { sweep: 'everyCheck' } });
		expect((await world.tasks()).find((task) => task.orderId === undefined)).toMatchObject({
			kind: 'change',
			attention: { reason: 'approval', message: expect.stringContaining('nobody has ordered it') },
		});
	});

	it('is sold by the month, as its order says, where both are found together', async () => {
		world = await startWorld(inBothPeriods);
		const sale = buy();
		const order = billYearly(sale.subscriptionId);
		await world.run();
		expect((await world.taskOf(sale)).state).toBe('synced');
		await approved(async () => await world.taskOf(order));
		expectYearFromNovember();
	});

	it('waits where nothing tells why the sale named another period, and goes on when its order is found', async () => {
		world = await startWorld(inBothPeriods);
		const sale = buy();
		seed({ billingPeriod: year });
		await world.run();
		expect(await said(sale)).toContain(
			`bills every month, but subscription ${sale.subscriptionId} is billed every year`,
		);
		const order = billYearly(sale.subscriptionId);
		await nextDay('2026-10-18T10:00:00Z');
		expect((await world.taskOf(sale)).state).toBe('synced');
		await nextDay('2026-10-18T11:00:00Z');
		await approved(async () => await world.taskOf(order));
		expectYearFromNovember();
	});

	it('asks a person where a later order has taken it back', async () => {
		world = await startWorld(inBothPeriods);
		const { subscriptionId } = buy();
		await world.run();
		const there = billYearly(subscriptionId);
		const back = { billingPeriod: month, price: '18.00', cost: '14.40', at: '2026-10-17T09:00:00Z' };
		billYearly(subscriptionId, back);
		await world.run({ build: { priceChangeLimit: 0 } });
		expect(await said(there)).toContain('If the order no longer counts, ignore the task.');
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('changes its contract with a renewal, on the first day of the new term', async () => {
		const contracts = [
			contract({ endDate: '2028-12-31' }),
			{ ...yearly, startDate: '2027-10-01', endDate: '2029-09-30' },
		];
		world = await startWorld({ contracts });
		const { subscriptionId } = buy();
		await world.run();
		seed({ billingPeriod: year });
		const order = world.order({ kind: 'renewal', subscriptionId, ...priced, at: '2027-10-01T09:00:00Z' });
		await world.run();
		await approved(async () => await world.taskOf(order));
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-10@2027-10-01', '+10@2027-10-01']);
		expect(billed('2027-09', '2027-10', '2027-11', '2028-10')).toEqual(['180.00', '2160.00', '0.00', '2160.00']);
	});

	it('changes its contract where nobody has ordered it', async () => {
		world = await startWorld(inBothPeriods);
		buy();
		await world.run();
		const products = subscription().products.map((one) => ({
			...one,
			unitPrice: { currency: 'GBP', amount: '216.00' },
		}));
		seed({ billingPeriod: year, lastModifiedDate: '2026-10-16', products });
		await nextDay('2026-10-21T09:00:00Z', { check: { sweep: 'everyCheck' } });
		await approved(async () => (await world.tasks()).at(-1) ?? Promise.reject(new RangeError('no task')));
		expectYearFromNovember();
	});

	it('has its bill wait for the order that changes the period', async () => {
		world = await startWorld();
		const { subscriptionId } = buy();
		await world.run();
		const order = billYearly(subscriptionId);
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '216.00' }] as const;
		const bill = world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run();
		expect(await said(bill)).toContain(
			'its subscription belongs to Cloud (20001), which is billed monthly. If the order that changes the period waits, settle that one first.',
		);
		world.autotaskSide.seed({ Contracts: [yearly] });
		await retry((await world.taskOf(order)).id, world);
		await world.run();
		await approved(async () => await world.taskOf(order));
		await nextDay('2026-11-03T10:00:00Z');
		expect((await world.taskOf(bill)).state).toBe('synced');
		expectYearFromNovember();
	});
});

describe('seats that become another product on the billing date that their order has waited for', () => {
	it('are both products from that date on', async () => {
		world = await startWorld();
		const { subscriptionId } = buy();
		await world.run();
		const move = { kind: 'move', subscriptionId, toProductId: 'PRD-B', status: 'submitted', statusCode: 'WS' } as const;
		const order = world.order({ ...move, at: '2026-10-16T09:00:00Z' });
		await world.run();
		world.setNow('2026-11-01T09:01:00Z');
		const at = '2026-11-01T09:00:00Z';
		world.marketplaceSide.act({ kind: 'settle', orderId: order.orderId, status: 'completed', at });
		await world.run();
		await approveAndSync(world);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(billed('2026-10', '2026-11', '2026-12')).toEqual(['180.00', '125.00', '125.00']);
	});
});
