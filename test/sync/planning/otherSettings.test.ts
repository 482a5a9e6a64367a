import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { byAutotask } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAll, approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const at = '2026-10-16T09:00:00Z';
/** When what was handed to an execution that has died is offered again. */
const offeredAgain = '2026-10-16T10:00:00Z';
const byHand: RunSettings = { check: { processAutomatically: false } };

type Build = NonNullable<RunSettings['build']>;
type Check = NonNullable<RunSettings['check']>;

interface Given {
	readonly setting: string;
	readonly world?: WorldOptions;
	/** Default: ten at 18.00 become 13 at 20.00. */
	readonly act?: () => ActResult;
	readonly approved: { readonly build?: Build; readonly check?: Check };
	readonly other: { readonly build?: Build; readonly check?: Check };
	readonly says: string;
}

async function ten(): Promise<string> {
	return (await sold(world, {}, byAutotask)).subscriptionId;
}

function buy(): ActResult {
	return world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at });
}

const given: readonly Given[] = [
	{
		setting: 'whose prices',
		approved: { build: { priceSource: 'marketplace' } },
		other: { build: { priceSource: 'autotask' } },
		says: 'Load Prices From was Marketplace and is now Autotask',
	},
	{
		setting: 'who prorates',
		approved: { build: { proration: 'marketplace' } },
		other: { build: { proration: 'autotask' } },
		says: 'Proration was Marketplace and is now Autotask',
	},
	{
		setting: 'which cost',
		approved: { build: { costSource: 'subscription' } },
		other: { build: { costSource: 'none' } },
		says: 'Cost From was Subscription and is now None',
	},
	{
		setting: 'whether costs are converted',
		approved: { build: { convertCost: false } },
		other: { build: { convertCost: true } },
		says: 'Convert Cost was off and is now on',
	},
	{
		setting: 'how far prices move',
		approved: { build: { priceChangeLimit: 5 } },
		other: { build: { priceChangeLimit: 50 } },
		says: 'Price Change Limit (%) was 5 and is now 50',
	},
	{
		setting: 'what quantities mean, though the order is not understood by it',
		approved: { build: { changeQuantity: 'total' } },
		other: { build: { changeQuantity: 'difference' } },
		says: 'Change Order Quantity Means was New Total and is now Difference',
	},
	{
		setting: 'whether falls are credited',
		act: () => world.order({ kind: 'change', subscriptionId: '1000001', quantity: 6, at }),
		approved: { build: { syncRefunds: true } },
		other: { build: { syncRefunds: false } },
		says: 'Sync Refunds on Downgrade was on and is now off',
	},
	{
		setting: 'what an invoice says',
		act: buy,
		approved: { build: { invoiceDescription: 'productName' } },
		other: { build: { invoiceDescription: 'productAndPeriod' } },
		says: 'Invoice Description was Product Name and is now Product and Period',
	},
	{
		setting: 'whether a contract is created, though none fits without it',
		world: { contracts: [] },
		act: buy,
		approved: { build: { whenNoContract: 'create' } },
		other: { build: { whenNoContract: 'ask' } },
		says: 'When No Contract Fits was Create and is now Ask',
	},
	{
		setting: 'which zone days are counted in',
		approved: { check: { timeZone: 'Europe/London' } },
		other: { check: { timeZone: 'Asia/Tokyo' } },
		says: 'Marketplace Time Zone was Europe/London and is now Asia/Tokyo',
	},
	{
		setting: 'what an expiration date means',
		approved: { check: { expirationIs: 'dayAfter' } },
		other: { check: { expirationIs: 'lastDay' } },
		says: 'Expiration Date Is was Day After and is now Last Day',
	},
	{
		setting: 'two things',
		approved: { build: { proration: 'marketplace', syncRefunds: true } },
		other: { build: { proration: 'autotask', syncRefunds: false } },
		says: 'Proration was Marketplace and is now Autotask; Sync Refunds on Downgrade was on and is now off',
	},
];

/** An order that a person has approved as it was planned with the first settings; the execution that was to write it has died. */
async function approvedWith({ world: options, act, approved }: Given): Promise<ActResult> {
	world = await startWorld(options);
	const subscriptionId = options ? '' : await ten();
	const rise = { kind: 'change', subscriptionId, quantity: 13, price: '20.00', cost: '16.00', at } as const;
	const order = act ? act() : world.order(rise);
	await world.run({ build: approved.build ?? {}, check: { ...byHand.check, ...approved.check } });
	expect((await world.taskOf(order)).attention?.reason).toBe('approval');
	const { approved: kept } = await approveAll(world);
	expect(kept).toHaveLength(1);
	world.setNow(offeredAgain);
	return order;
}

describe('a plan that a person approved, and a run with another setting', () => {
	it.each(given)('of $setting writes nothing and names it with both values', async (of) => {
		const order = await approvedWith(of);
		const writes = world.writeRequests();
		const { build = {}, check = {} } = of.other;
		await world.run({ build, check });
		const { state, attention } = await world.taskOf(order);
		expect([state, world.writeRequests() - writes]).toEqual(['attention', 0]);
		expect(attention?.message).toContain(`What was approved has moved since: ${of.says}. `);
		expect(attention?.what ?? attention?.message).toContain(of.says);
	});

	it.each(given)('of $setting writes it as it was approved where the setting is the same again', async (of) => {
		const order = await approvedWith(of);
		const { build = {}, check = {} } = of.approved;
		await world.run({ build, check });
		expect((await world.taskOf(order)).state).toBe('synced');
	});

	it('writes nothing either where nothing else would let it wait', async () => {
		world = await startWorld();
		const subscriptionId = await ten();
		const dearer = { price: '25.00', cost: '16.00' };
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, ...dearer, at });
		await world.run(byAutotask);
		expect((await world.taskOf(order)).attention?.message).toContain('moves from 18 to 25');
		await approveAll(world);
		world.setNow(offeredAgain);
		await world.run({ build: { priceSource: 'autotask' } });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		const { attention, id } = await world.taskOf(order);
		expect(attention?.message).toMatch(
			/^What was approved has moved since: Load Prices From was Marketplace and is now Autotask\. Look at the plan, then approve /,
		);
		expect((await world.store.plans(connection.connectionId, [id]))[0]?.instead).toMatchObject({
			totals: { perPeriod: '325' },
		});
		await approveAndSync(world);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it('is not asked of again where it was approved by nobody', async () => {
		world = await startWorld();
		const subscriptionId = await ten();
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at });
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'closeBeforeEffect' },
			times: 1,
		});
		await world.run(byAutotask);
		world.setNow(offeredAgain);
		await world.run({ build: { proration: 'marketplace' } });
		expect((await world.taskOf(order)).attention?.message ?? '').not.toContain('What was approved');
	});
});

describe('a plan that counts on another one', () => {
	it('is made on that one as it is shown, whatever the settings of the run, and both are written as they were', async () => {
		world = await startWorld({ contracts: [contract()] });
		const subscriptionId = await ten();
		const first = world.order({ kind: 'change', subscriptionId, quantity: 13, at });
		await world.run({ build: { proration: 'marketplace' }, ...byHand });
		const second = world.order({ kind: 'change', subscriptionId, quantity: 15, at: '2026-10-21T09:00:00Z' });
		await world.run({ build: { proration: 'autotask' }, ...byHand });
		const outcomes = await approveAndSync(world);
		expect(outcomes.map(({ result }) => result.state)).toEqual(['synced', 'synced']);
		expect([(await world.taskOf(first)).state, (await world.taskOf(second)).state]).toEqual(['synced', 'synced']);
		world.post('2026-11-30');
		// 180.00 + 3 x 18.00 x 16 / 31 + 2 x 18.00 x 11 / 31, a cent of rounding.
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['220.65', '270.00']);
	});
});
