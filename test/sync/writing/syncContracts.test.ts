import type { MarketplaceAct } from '../../../simulators/marketplace/actKinds';
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

const byAutotask: RunSettings = { build: { proration: 'autotask' } };
const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };

interface Case {
	readonly rule: string;
	readonly world?: WorldOptions;
	readonly sale?: Partial<Extract<MarketplaceAct, { kind: 'sale' }>>;
	readonly settings?: RunSettings;
	readonly then?: readonly (Omit<Extract<MarketplaceAct, { kind: 'change' }>, 'kind' | 'subscriptionId' | 'at'> & {
		readonly at: string;
	})[];
	/** Posted before the last change. */
	readonly postedBefore?: string;
	readonly adjustments: readonly string[];
	readonly charges?: readonly string[];
	/** Price billed by month, everything posted. */
	readonly billed: Readonly<Record<string, string>>;
	readonly cost?: Readonly<Record<string, string>>;
}

const yearly: WorldOptions = {
	now: '2026-03-01T08:00:00Z',
	contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-03-15', endDate: '2028-03-14' })],
};
const anchored: WorldOptions = {
	now: '2027-01-20T08:00:00Z',
	contracts: [contract({ startDate: '2027-01-31', endDate: '2028-01-30' })],
};
const onThe15th: WorldOptions = {
	now: '2026-08-01T08:00:00Z',
	contracts: [contract({ startDate: '2026-01-15', endDate: '2027-12-14' })],
};
const august: WorldOptions = { now: '2026-08-20T08:00:00Z' };
const september = { at: '2026-09-01T09:00:00Z' };
const rise = { quantity: 13, at: '2026-10-16T09:00:00Z' };

const cases: readonly Case[] = [
	{
		rule: 'case 1: a rise is prorated by Autotask',
		settings: byAutotask,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30' },
	},
	{
		rule: 'case 1: a rise is charged once and counted from the next period',
		settings: byMarketplace,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['27.87@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
		cost: { '2026-10': '166.30' },
	},
	{
		rule: 'case 2: a fall applies from the next period',
		then: [{ quantity: 6, at: '2026-10-11T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '108.00' },
	},
	{
		rule: 'case 3: a new price holds from the start of a period that is not posted',
		world: august,
		sale: september,
		then: [{ price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' }],
		adjustments: ['+10@2026-09-01', '+0@2026-10-01'],
		billed: { '2026-10': '200.00', '2026-11': '200.00' },
		cost: { '2026-10': '160.00', '2026-11': '160.00' },
	},
	{
		rule: 'case 3: a new price holds from the end of a posted period',
		world: august,
		sale: september,
		then: [{ price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' }],
		postedBefore: '2026-10-15',
		adjustments: ['+10@2026-09-01', '+0@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '200.00' },
	},
	{
		rule: 'case 6: a sale in the middle of a period is billed from its day, by Autotask',
		sale: { at: '2026-10-20T09:00:00Z' },
		settings: byAutotask,
		adjustments: ['+10@2026-10-20'],
		billed: { '2026-10': '69.68', '2026-11': '180.00' },
	},
	{
		rule: 'case 6: a sale in the middle of a period is billed from its day, by the marketplace',
		sale: { at: '2026-10-20T09:00:00Z', alignedTo: 1 },
		settings: byMarketplace,
		adjustments: ['+10@2026-11-01'],
		charges: ['69.68@2026-10-20'],
		billed: { '2026-10': '69.68', '2026-11': '180.00' },
	},
	{
		rule: 'case 7: a yearly plan is prorated over the year',
		world: yearly,
		sale: { productId: 'PRD-Y', at: '2026-03-15T09:00:00Z' },
		settings: byMarketplace,
		then: [{ quantity: 12, at: '2026-09-01T09:00:00Z' }],
		adjustments: ['+10@2026-03-15', '+2@2027-03-15'],
		charges: ['230.79@2026-09-01'],
		billed: { '2026-09': '230.79', '2027-03': '2592.00' },
		cost: { '2026-09': '184.64' },
	},
	{
		rule: 'case 8: the billing period counts, not the term',
		world: onThe15th,
		sale: { at: '2026-08-15T09:00:00Z' },
		settings: byMarketplace,
		then: [{ quantity: 12, at: '2026-09-01T09:00:00Z' }],
		adjustments: ['+10@2026-08-15', '+2@2026-09-15'],
		charges: ['16.26@2026-09-01'],
		billed: { '2026-08': '180.00', '2026-09': '232.26', '2026-10': '216.00' },
	},
	{
		rule: 'case 9: a fragment reaches to the end of the contract period',
		sale: { at: '2026-09-20T09:00:00Z', quantity: 1 },
		world: { now: '2026-09-10T08:00:00Z' },
		settings: byMarketplace,
		then: [{ quantity: 5, at: '2026-10-05T09:00:00Z' }],
		adjustments: ['+1@2026-10-01', '+4@2026-11-01'],
		charges: ['6.60@2026-09-20', '62.71@2026-10-05'],
		billed: { '2026-10': '80.71', '2026-11': '90.00' },
	},
	{
		rule: 'case 10: the payment currency is billed, not the currency of the plan',
		sale: { price: '17.30', sales: { currency: 'USD', rate: '0.8650' } },
		adjustments: ['+10@2026-10-01'],
		billed: { '2026-10': '173.00' },
	},
	{
		rule: 'case 13: setup is charged once',
		sale: { setup: '50.00' },
		adjustments: ['+10@2026-10-01'],
		charges: ['50.00@2026-10-01'],
		billed: { '2026-10': '230.00', '2026-11': '180.00' },
	},
	{
		rule: 'case 15: periods keep the last day of the month',
		world: anchored,
		sale: { productId: 'PRD-31', quantity: 1, at: '2027-01-31T09:00:00Z' },
		settings: byMarketplace,
		then: [{ quantity: 2, at: '2027-03-10T09:00:00Z' }],
		adjustments: ['+1@2027-01-31', '+1@2027-03-31'],
		charges: ['21.00@2027-03-10'],
		billed: { '2027-02': '31.00', '2027-03': '83.00' },
	},
	{
		rule: 'case 20: of two rises in a period each seat is charged once, and the second goes to the next free day',
		sale: {},
		settings: byMarketplace,
		then: [
			{ quantity: 13, at: '2026-10-06T09:00:00Z' },
			{ quantity: 15, at: '2026-10-21T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01', '+2@2026-11-02'],
		charges: ['45.29@2026-10-06', '12.77@2026-10-21', '1.20@2026-11-01'],
		billed: { '2026-10': '238.06', '2026-11': '270.00', '2026-12': '270.00' },
		cost: { '2026-10': '190.45', '2026-11': '216.00', '2026-12': '216.00' },
	},
	{
		rule: 'case 23: a second fall goes to the next free day and its days are credited',
		then: [
			{ quantity: 8, at: '2026-10-05T09:00:00Z' },
			{ quantity: 7, at: '2026-10-20T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-2@2026-11-01', '-1@2026-11-02'],
		charges: ['-0.60@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '126.00', '2026-12': '126.00' },
		cost: { '2026-10': '144.00', '2026-11': '100.80', '2026-12': '100.80' },
	},
	{
		rule: 'case 23: a second change on the last day of a period goes to the first of the next',
		settings: byAutotask,
		then: [
			{ quantity: 12, at: '2026-10-31T09:00:00Z' },
			{ quantity: 13, at: '2026-10-31T10:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '+2@2026-10-31', '+1@2026-11-01'],
		charges: ['0.58@2026-10-31'],
		billed: { '2026-10': '181.74', '2026-11': '234.00', '2026-12': '234.00' },
		cost: { '2026-10': '145.38', '2026-11': '187.20' },
	},
	{
		rule: 'case 23: a change whose next free day lies within the next period is charged in each of both',
		settings: byAutotask,
		then: [
			{ quantity: 8, at: '2026-10-20T09:00:00Z' },
			{ quantity: 12, at: '2026-10-31T09:00:00Z' },
			{ quantity: 13, at: '2026-10-31T10:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-2@2026-11-01', '+2@2026-10-31', '+2@2026-11-02', '+1@2026-11-03'],
		charges: ['1.20@2026-11-01', '0.58@2026-10-31', '1.20@2026-11-01'],
		billed: { '2026-10': '181.74', '2026-11': '234.00', '2026-12': '234.00' },
		cost: { '2026-10': '145.38', '2026-11': '187.20' },
	},
	{
		rule: 'a rise while a fall is scheduled first takes back the fall (Q4)',
		settings: byAutotask,
		then: [
			{ quantity: 6, at: '2026-10-05T09:00:00Z' },
			{ quantity: 12, at: '2026-10-16T09:00:00Z' },
		],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01', '+2@2026-10-16', '+4@2026-11-02'],
		charges: ['2.40@2026-11-01'],
		billed: { '2026-11': '216.00', '2026-12': '216.00' },
	},
];

describe('the worked cases, billed', () => {
	it.each(cases)(
		'$rule',
		async ({
			world: options,
			sale: more,
			settings,
			then = [],
			postedBefore,
			adjustments,
			charges = [],
			billed,
			cost = {},
		}) => {
			world = await startWorld(options);
			const sale = await sold(world, more, settings);
			for (const [at, change] of then.entries()) {
				if (postedBefore !== undefined && at === then.length - 1) world.post(postedBefore);
				const order = world.order({ kind: 'change', subscriptionId: sale.subscriptionId, ...change });
				await world.run(settings);
				expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
			}
			expect(world.adjustments()).toEqual(adjustments);
			expect(world.charges()).toEqual(charges);
			world.post('2027-12-31');
			expect(Object.fromEntries(Object.keys(billed).map((month) => [month, world.billed(month).price]))).toEqual(
				billed,
			);
			expect(Object.fromEntries(Object.keys(cost).map((month) => [month, world.billed(month).cost]))).toEqual(cost);
		},
	);

	it('case 12: a line that two subscriptions share takes the rise of one', async () => {
		world = await startWorld();
		const first = await sold(world);
		await sold(world, { quantity: 5, at: '2026-10-01T10:00:00Z' });
		world.order({ kind: 'change', subscriptionId: first.subscriptionId, quantity: 12, at: '2026-10-01T11:00:00Z' });
		await world.run(byAutotask);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('306.00');
		expect(world.autotaskSide.state().entities.ContractServices).toHaveLength(1);
	});

	it('case 12: a subscription at another price has a line of its own', async () => {
		world = await startWorld();
		const first = await sold(world);
		await sold(world, { quantity: 5, price: '17.00', at: '2026-10-02T10:00:00Z' });
		world.order({ kind: 'change', subscriptionId: first.subscriptionId, quantity: 12, at: '2026-10-03T11:00:00Z' });
		await world.run(byAutotask);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+5@2026-10-02', '+2@2026-10-03']);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('301.00');
	});

	it('case 19: the units that are not ours stay', async () => {
		world = await startUnconnected({ lines: [{ contractID: contractId, serviceID: serviceId, units: 15 }] });
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 12,
			at: '2026-03-02T09:00:00Z',
		});
		world.setNow('2026-09-20T08:00:00Z');
		await world.run();
		await approveAndSync(world, () => 'own=12');
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 13, at: '2026-10-01T09:00:00Z' });
		await world.run();
		expect(world.adjustments()).toEqual(['+1@2026-10-01']);
	});
});

describe('what is not written', () => {
	it.each([
		{
			rule: 'case 10: an order in another currency than the contract',
			options: { company: { currencyID: 2 } },
			sale: {},
			reason: 'currency differs',
		},
		{
			rule: 'case 11: a yearly subscription on a monthly contract',
			options: {},
			sale: { productId: 'PRD-Y' },
			reason: 'billing period differs',
		},
	])('$rule', async ({ options, sale, reason }) => {
		world = await startWorld(options);
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
			...sale,
		});
		await world.run();
		expect(await world.taskOf(order)).toMatchObject({ state: 'attention', attention: { reason } });
		expect(world.writeRequests()).toBe(0);
	});

	it('case 20: with `ask`, a second change on one date waits before anything is written', async () => {
		world = await startWorld();
		const settings: RunSettings = { ...byMarketplace, sync: { sameDate: 'ask' } };
		const sale = await sold(world, {}, settings);
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 13, at: '2026-10-06T09:00:00Z' });
		await world.run(settings);
		const second = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 15,
			at: '2026-10-21T09:00:00Z',
		});
		const before = world.autotaskSide.ledger();
		await world.run(settings);
		expect(await world.taskOf(second)).toMatchObject({
			state: 'attention',
			attention: { reason: 'two changes on one date' },
		});
		expect(world.autotaskSide.ledger()).toEqual(before);
	});

	it.each([
		{
			rule: 'the rise of a line that somebody else has raised is the rest',
			words: 'others=0@12',
			then: '+1@2026-10-16',
		},
		{
			rule: 'the rise of a line to which somebody else has added goes on top',
			words: 'others=2@12',
			then: '+3@2026-10-16',
		},
	])('case 25: $rule, once a person says so', async ({ words, then }) => {
		world = await startWorld();
		const sale = await sold(world);
		await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-02' });
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run();
		const task = await world.taskOf(change);
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'changed in Autotask' } });
		expect(task.attention?.message).toMatch(/holds 12 units.*we left 10/);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-02']);
		await retry(`${task.id} ${words}`, world);
		await world.run();
		expect(world.adjustments().slice(2)).toEqual([then]);
	});
});

describe('the first connection', () => {
	it('waits at approval with everything, and writes nothing', async () => {
		world = await startUnconnected({ lines: [{ contractID: contractId, serviceID: serviceId, units: 10 }] });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-03-02T09:00:00Z' });
		world.setNow('2026-10-16T09:00:00Z');
		const { synced } = await world.run();
		expect(synced).toEqual([]);
		expect((await world.tasks()).map((task) => `${task.kind} ${task.state} ${task.attention?.reason}`)).toEqual([
			'initial attention approval',
		]);
		expect(world.writeRequests()).toBe(0);
	});

	it.each([
		{
			rule: 'the units that the line holds for it already are not written again',
			quantity: 10,
			words: 'own=10',
			adjustments: [],
		},
		{
			rule: 'the missing units are written from the start of the period',
			quantity: 12,
			words: 'own=10',
			adjustments: ['+2@2026-10-01'],
		},
		{ rule: 'units that are not its own stay', quantity: 7, words: 'own=7', adjustments: [] },
	])('$rule, once a person has said what is its own', async ({ quantity, words, adjustments }) => {
		world = await startUnconnected({ lines: [{ contractID: contractId, serviceID: serviceId, units: 10 }] });
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity,
			at: '2026-03-02T09:00:00Z',
		});
		world.setNow('2026-10-16T09:00:00Z');
		await world.run();
		await approveAndSync(world, () => words);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced']);
		expect(world.adjustments()).toEqual(adjustments);
		world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: quantity + 1,
			at: '2026-10-20T09:00:00Z',
		});
		await world.run();
		expect(world.adjustments()).toEqual([...adjustments, '+1@2026-10-20']);
	});
});
