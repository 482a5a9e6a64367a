import type { ProductId, ServiceId } from '../../../src/domain/ids';
import type { Order } from '../../../src/domain/order/order';
import { type BilledCase, byAutotask, byMarketplace, expectedOf, type LaterAct, play } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, check, plan, retry } from '../fixtureRun';
import { contract, serviceId, sold, startWorld, type World, yearlyContractId } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const toPremium = { kind: 'move', toProductId: 'PRD-1', at: '2026-10-16T09:00:00Z' } as const;
const basic = { sale: { productId: 'PRD-B' }, waits: [true] } as const;
const autotaskPrice = { build: { proration: 'autotask', priceSource: 'autotask' } } as const;
const bothPrices = [
	{ by: 'by Autotask', settings: byAutotask },
	{ by: 'by the marketplace', settings: byMarketplace },
	{ by: "at Autotask's prices", settings: autotaskPrice },
];

function refunded(by: string, settings: BilledCase['settings']): BilledCase {
	return {
		...basic,
		rule: `case 22: all seats, the old ones refunded, ${by}`,
		...(settings ? { settings } : {}),
		then: [{ ...toPremium, refund: true }],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16'],
		billed: { '2026-10': '153.38', '2026-11': '180.00' },
		cost: { '2026-10': '122.71', '2026-11': '144.00' },
	};
}

function notRefunded(by: string, settings: BilledCase['settings']): BilledCase {
	return {
		...basic,
		rule: `case 22: all seats, nothing refunded, ${by}`,
		...(settings ? { settings } : {}),
		then: [toPremium],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01', '+10@2026-11-01'],
		billed: { '2026-10': '125.00', '2026-11': '180.00' },
		cost: { '2026-10': '100.00', '2026-11': '144.00' },
	};
}

const afterwards: LaterAct = {
	kind: 'changes',
	items: [
		{ productId: 'PRD-B', quantity: 5 },
		{ productId: 'PRD-1', quantity: 6 },
	],
	at: '2026-10-20T09:00:00Z',
};

const cases: readonly BilledCase[] = [
	...bothPrices.map(({ by, settings }) => refunded(by, settings)),
	...bothPrices.map(({ by, settings }) => notRefunded(by, settings)),
	{
		...basic,
		rule: 'a partial upgrade: four of ten, refunded',
		settings: byAutotask,
		then: [{ ...toPremium, quantity: 4, refund: true }],
		adjustments: ['+10@2026-10-01', '-4@2026-10-16', '+4@2026-10-16'],
		billed: { '2026-10': '136.35', '2026-11': '147.00' },
	},
	{
		...basic,
		rule: 'a partial upgrade by part number, nothing refunded',
		settings: byMarketplace,
		then: [{ ...toPremium, quantity: 4, names: 'newMPN' }],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01', '+4@2026-11-01'],
		billed: { '2026-10': '125.00', '2026-11': '147.00' },
	},
	{
		...basic,
		rule: 'to a new subscription, in the same contract',
		settings: byAutotask,
		then: [{ ...toPremium, quantity: 4, refund: true, targetSubscriptionId: 'new' }],
		adjustments: ['+10@2026-10-01', '-4@2026-10-16', '+4@2026-10-16'],
		billed: { '2026-10': '136.35', '2026-11': '147.00' },
	},
	{
		...basic,
		rule: 'after it both products change on',
		settings: byAutotask,
		then: [{ ...toPremium, quantity: 4, refund: true }, afterwards],
		adjustments: ['+10@2026-10-01', '-4@2026-10-16', '+4@2026-10-16', '-1@2026-11-01', '+2@2026-10-20'],
		billed: { '2026-10': '150.29', '2026-11': '170.50' },
	},
];

describe('seats that move, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld();
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});

const yearly = contract({ id: yearlyContractId, contractName: 'Cloud by the year', contractPeriodType: 'Yearly' });
const toYear = {
	kind: 'move',
	billingPeriod: { type: 'year', duration: 1 },
	price: '216.00',
	cost: '172.80',
	at: '2026-10-16T09:00:00Z',
} as const;
const otherContract = { world: { contracts: [contract(), yearly] }, waits: [true] } as const;

/** From 16 October or 1 November on 1 January 2026's grid: 77 or 61 of 365 days of 2,160.00 are billed this year. */
const periodCases: readonly BilledCase[] = [
	{
		...otherContract,
		rule: 'to a yearly period: both on the day where the month is given back, by Autotask',
		settings: byAutotask,
		then: [{ ...toYear, refund: true }],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16'],
		billed: { '2026-10': '542.77', '2026-11': '0.00', '2027-01': '2160.00' },
	},
	{
		...otherContract,
		rule: 'to a yearly period: both on the day where the month is given back, by the marketplace',
		settings: byMarketplace,
		then: [{ ...toYear, refund: true }],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16'],
		billed: { '2026-10': '542.77', '2026-11': '0.00', '2027-01': '2160.00' },
	},
	{
		...otherContract,
		rule: 'to a yearly period: both from the boundary where nothing is given back, at the prices of Autotask',
		settings: autotaskPrice,
		then: [toYear],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01', '+10@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '360.99', '2027-01': '2160.00' },
	},
	{
		...otherContract,
		rule: 'to another product by the year, refunded',
		sale: { productId: 'PRD-B' },
		settings: byAutotask,
		then: [{ ...toYear, toProductId: 'PRD-1', refund: true }],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16'],
		billed: { '2026-10': '516.15', '2026-11': '0.00', '2027-01': '2160.00' },
	},
	{
		...otherContract,
		rule: 'a rise after the change of period is on the yearly contract',
		settings: byAutotask,
		waits: [true, true],
		then: [
			{ ...toYear, refund: true },
			{ kind: 'change', quantity: 11, at: '2026-12-31T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16', '+1@2026-12-31'],
		billed: { '2026-10': '536.85', '2026-12': '6.51', '2027-01': '2376.00' },
	},
	{
		...otherContract,
		rule: 'a price after it is that of the year alone: 180.00 x 15/31, 2,400.00 x 77/365, a cent of rounding',
		settings: byAutotask,
		waits: [true, true],
		then: [
			{ ...toYear, refund: true },
			{ kind: 'change', quantity: 10, price: '240.00', at: '2026-11-20T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-10@2026-10-16', '+10@2026-10-16', '+0@2026-10-17'],
		charges: ['0.66@2026-10-16'],
		billed: { '2026-10': '593.41', '2026-11': '0.00', '2027-01': '2400.00' },
	},
	{
		...otherContract,
		rule: 'seats beside the line go along: 10 and 3 for 15 and 6 days of October, 13 x 216.00 x 77/365',
		settings: byMarketplace,
		waits: [false, true],
		then: [
			{ kind: 'change', quantity: 13, at: '2026-10-10T09:00:00Z' },
			{ ...toYear, refund: true },
		],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01', '-10@2026-10-16', '-3@2026-11-02', '+13@2026-10-16'],
		charges: ['38.32@2026-10-10', '-27.87@2026-10-16', '-1.80@2026-11-01'],
		billed: { '2026-10': '689.92', '2026-11': '0.00', '2027-01': '2808.00' },
	},
	...[byAutotask, byMarketplace].map((settings, at): BilledCase => {
		const isOurs = at === 1;
		const rise = isOurs ? '+2@2027-01-01' : '+2@2026-10-20';
		return {
			...otherContract,
			rule: `a rise before the boundary comes beside what is still to come, by ${isOurs ? 'the marketplace' : 'Autotask'}: 2 x 216.00 x 73/365`,
			settings,
			waits: [true, true],
			then: [toYear, { kind: 'change', quantity: 12, at: '2026-10-20T09:00:00Z' }],
			adjustments: ['+10@2026-10-01', '-10@2026-11-01', '+10@2026-11-01', rise],
			charges: isOurs ? ['86.40@2026-10-20'] : [],
			billed: isOurs
				? { '2026-10': '266.40', '2026-11': '360.99', '2027-01': '2592.00' }
				: { '2026-10': '194.20', '2026-11': '433.18', '2027-01': '2592.00' },
		};
	}),
];

describe('a subscription that is billed by another period, billed', () => {
	it.each(periodCases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});

describe('a billing period that has not begun yet', () => {
	it('is not changed again: a person enters that', async () => {
		world = await startWorld(otherContract.world);
		const { subscriptionId } = await sold(world, {}, byAutotask);
		world.order({ ...toYear, subscriptionId });
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		const month = { type: 'month', duration: 1 } as const;
		const back = { ...toYear, billingPeriod: month, price: '20.00', cost: '14.40', refund: true } as const;
		const order = world.order({ ...back, at: '2026-10-20T09:00:00Z', subscriptionId });
		await world.run(byAutotask);
		const { attention } = await world.taskOf(order);
		expect(attention?.reason).toBe('order not understood');
		expect(attention?.message).toContain('the period that it has now begins on 2026-11-01');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-10@2026-11-01', '+10@2026-11-01']);
	});
});

async function mapToPremium(productId: string): Promise<void> {
	await world.store.saveProductMapping({
		connectionId: connection.connectionId,
		productId: productId as ProductId,
		productName: productId,
		periodType: 'monthly',
		serviceId: serviceId as ServiceId,
		serviceName: 'Premium',
		mappedBy: 'person',
		mappedAt: world.clock.now(),
	});
}

describe('two products on one service', () => {
	it('that follow one another are one line, with the new price from the day', async () => {
		world = await startWorld();
		await mapToPremium('PRD-B');
		const sale = await sold(world, { productId: 'PRD-B' }, byAutotask);
		await mapToPremium('PRD-1');
		const order = world.order({ ...toPremium, refund: true, subscriptionId: sale.subscriptionId });
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.taskOf(order)).state).toBe('synced');
		world.post('2027-12-31');
		expect(['2026-10', '2026-11'].map((month) => world.billed(month).price)).toEqual(['153.38', '180.00']);
		expect(world.autotaskSide.state().entities.ContractServices).toHaveLength(1);
	});
});

describe('a move whose second half is not written', () => {
	it('is finished later, and its seats move once', async () => {
		world = await startWorld();
		const sale = await sold(world, { productId: 'PRD-B' }, byAutotask);
		const move = { ...toPremium, quantity: 4, refund: true, subscriptionId: sale.subscriptionId } as const;
		const order = world.order(move);
		await world.run(byAutotask);
		const lost = { kind: 'closeBeforeEffect' } as const;
		world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', nth: 2, action: lost });
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.taskOf(order)).state).not.toBe('synced');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-4@2026-10-16']);
		for (const minutes of [31, 62]) {
			world.setNow(new Date(Date.parse('2026-10-16T09:01:00Z') + minutes * 60_000).toISOString());
			await world.run(byAutotask);
		}
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-4@2026-10-16', '+4@2026-10-16']);
	});
});

describe('a move that was stored by an earlier version', () => {
	it('is read again on retry, and planned', async () => {
		world = await startWorld();
		const sale = await sold(world, { productId: 'PRD-B' }, byAutotask);
		const order = world.order({ ...toPremium, refund: true, subscriptionId: sale.subscriptionId });
		await check(world);
		const task = await world.taskOf(order);
		const products = task.order?.products.map((product) => ({ ...product, movesTo: 'product PRD-1' })) ?? [];
		const stored = { ...task.order, products } as unknown as Order;
		const change = { order: stored, offeredUntil: undefined };
		await world.store.changeTasks(connection.connectionId, [{ id: task.id, change }], world.clock.now());
		await plan([task.id], world, byAutotask);
		expect((await world.taskOf(order)).attention?.message).toContain('retry the task');
		await retry(task.id, world);
		await world.run(byAutotask);
		expect((await world.taskOf(order)).attention?.reason).toBe('approval');
	});
});

describe('seats that go to a subscription on another contract', () => {
	it('leave one and arrive on the other on the same day', async () => {
		world = await startWorld({ contracts: [contract(), yearly] });
		const own = await sold(world, { productId: 'PRD-B' }, byAutotask);
		const other = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-Y',
			quantity: 2,
			at: '2026-10-02T09:00:00Z',
		});
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		const { subscriptionId: targetSubscriptionId } = other;
		const to = { toProductId: 'PRD-Y', targetSubscriptionId, quantity: 4, refund: false } as const;
		const order = world.order({ ...toPremium, ...to, subscriptionId: own.subscriptionId });
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.adjustments().slice(2)).toEqual(['-4@2026-11-01', '+4@2026-11-01']);
		world.post('2027-12-31');
		expect(['2026-10', '2026-11', '2027-01'].map((month) => world.billed(month).price)).toEqual([
			'160.51',
			'291.59',
			'1371.00',
		]);
	});
});
