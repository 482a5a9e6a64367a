import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

type Change = Omit<Extract<MarketplaceAct, { kind: 'change' }>, 'subscriptionId' | 'kind'>;

/** A sale, and a Change that is scheduled on one day and completes on another. */
interface Scheduled {
	readonly rule: string;
	readonly world?: WorldOptions;
	readonly sale: Partial<Extract<MarketplaceAct, { kind: 'sale' }>>;
	readonly change: Change;
	/** When it is found to have completed. */
	readonly completes: string;
	/** Happens between both. */
	readonly between?: { readonly kind: 'renewal' | 'cancellation'; readonly at: string };
	/** What happens between both is found in the same check as that the Change has completed. */
	readonly isFoundTogether?: true;
	/** A renewal, at the quantity from before the Change, that comes after it. */
	readonly after?: { readonly counts: number; readonly at: string };
	/** What the change writes. */
	readonly adjustments: readonly string[];
	readonly billed: Readonly<Record<string, string>>;
}

async function run(settings: RunSettings): Promise<void> {
	await world.run(settings);
	await approveAndSync(world, () => '', settings);
}

async function complete({ orderId }: ActResult, at: string, settings: RunSettings): Promise<void> {
	world.order({ kind: 'settle', orderId, status: 'completed', at });
	await run(settings);
}

async function playScheduled(of: Scheduled, settings: RunSettings): Promise<unknown> {
	const { at = '2026-10-01T09:00:00Z', ...sale } = of.sale;
	const first = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, ...sale, at });
	await run(settings);
	const { subscriptionId } = first;
	const scheduled = { status: 'submitted', statusCode: 'WS', amounts: 'none' } as const;
	const change = world.order({ kind: 'change', subscriptionId, ...scheduled, ...of.change, at: String(of.change.at) });
	await run(settings);
	if (of.between) world.order({ ...of.between, subscriptionId });
	if (of.between && !of.isFoundTogether) await run(settings);
	const before = world.adjustments().length;
	await complete(change, of.completes, settings);
	if (of.after) {
		world.order({ kind: 'renewal', subscriptionId, ...of.after });
		await run(settings);
	}
	const states = (await world.tasks()).map(({ state }) => state);
	const adjustments = world.adjustments().slice(before);
	world.post('2028-12-31');
	const billed = Object.fromEntries(Object.keys(of.billed).map((month) => [month, world.billed(month).price]));
	return { states, adjustments, billed };
}

const yearly: WorldOptions = {
	now: '2026-03-01T08:00:00Z',
	contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-03-15', endDate: '2029-03-14' })],
};
const fromOctober: WorldOptions = {
	...yearly,
	contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2025-10-01', endDate: '2029-09-30' })],
};
const twelve = { productId: 'PRD-Y', quantity: 12, at: '2026-03-15T09:00:00Z' };
const toEight: Change = { quantity: 8, at: '2027-02-10T09:00:00Z' };

const monthlyTerm: WorldOptions = { now: '2025-10-10T08:00:00Z', contracts: [contract({ startDate: '2025-01-01' })] };
// 6 x 216.00
const besideRenewal: Omit<Scheduled, 'rule'> = {
	world: yearly,
	sale: { ...twelve, quantity: 10 },
	change: { ...toEight, quantity: 6 },
	completes: '2027-03-15T09:00:00Z',
	adjustments: ['-4@2027-03-15'],
	billed: { '2026-03': '2160.00', '2027-03': '1296.00', '2028-03': '1296.00' },
};

const cases: readonly Scheduled[] = [
	...['14', '15', '16'].flatMap((day): readonly Scheduled[] => [
		{
			// 8 x 216.00
			rule: `a fall that was put off to the end of the term, completed on the ${day}th, counts on the end`,
			world: yearly,
			sale: twelve,
			change: toEight,
			completes: `2027-03-${day}T09:00:00Z`,
			adjustments: ['-4@2027-03-15'],
			billed: { '2026-03': '2592.00', '2027-03': '1728.00', '2028-03': '1728.00' },
		},
		{
			// 12 x 216.00 x 200 / 365; x 165 / 365; 8 x 216.00 x 200 / 365
			rule: `in a contract year from October it is dated on the end too, completed on the ${day}th`,
			world: fromOctober,
			sale: twelve,
			change: { ...toEight, amounts: 'nextTerm' },
			completes: `2027-03-${day}T09:00:00Z`,
			adjustments: ['-4@2027-03-15'],
			billed: { '2026-03': '1420.27', '2026-10': '1171.73', '2027-03': '946.85', '2027-10': '1728.00' },
		},
	]),
	{
		// 10 x (18.00 x 14 + 20.00 x 17) / 31
		rule: 'case 16: a Change in the place of a renewal dates its price on the new term',
		world: monthlyTerm,
		sale: { at: '2025-10-15T09:00:00Z' },
		change: { price: '20.00', cost: '16.00', amounts: 'nextTerm', at: '2026-09-10T09:00:00Z' },
		completes: '2026-10-15T09:00:00Z',
		adjustments: ['+0@2026-10-15'],
		billed: { '2026-09': '180.00', '2026-10': '190.97', '2026-11': '200.00' },
	},
	...(
		[
			['no line', 'none', '15'],
			['no line', 'none', '18'],
			['a line of the whole period', 'wholePeriod', '16'],
		] as const
	).map(([lines, amounts, day]): Scheduled => ({
		rule: `Q6: with ${lines}, and no renewal order of that term, it does too, completed on the ${day}th`,
		world: monthlyTerm,
		sale: { at: '2025-10-15T09:00:00Z' },
		change: { price: '20.00', cost: '16.00', amounts, at: '2026-09-10T09:00:00Z' },
		completes: `2026-10-${day}T09:00:00Z`,
		adjustments: ['+0@2026-10-15'],
		billed: { '2026-09': '180.00', '2026-10': '190.97', '2026-11': '200.00' },
	})),
	...(
		[
			['none', '14'],
			['nextTerm', '16'],
		] as const
	).map(([amounts, day]): Scheduled => ({
		// 12 x 216.00
		rule: `Q5: a rise that was put off to the end of the term, completed on the ${day}th, counts on the end`,
		world: yearly,
		sale: { ...twelve, quantity: 10 },
		change: { quantity: 12, amounts, at: '2027-02-10T09:00:00Z' },
		completes: `2027-03-${day}T09:00:00Z`,
		adjustments: ['+2@2027-03-15'],
		billed: { '2026-03': '2160.00', '2027-03': '2592.00' },
	})),
	{
		...besideRenewal,
		rule: 'a fall beside a renewal at the old quantity is one net write',
		between: { kind: 'renewal', at: '2027-03-14T09:00:00Z' },
	},
	{
		...besideRenewal,
		rule: 'Q6: it is one net write where both are found together',
		between: { kind: 'renewal', at: '2027-03-14T09:00:00Z' },
		isFoundTogether: true,
	},
	{
		...besideRenewal,
		rule: 'Q6: it is one net write where the renewal at the old quantity comes after it',
		after: { counts: 10, at: '2027-03-15T10:00:00Z' },
	},
	{
		rule: 'a fall that was parked until the next billing day applies on it',
		sale: { quantity: 5 },
		change: { quantity: 3, at: '2026-10-05T09:00:00Z' },
		completes: '2026-11-01T00:10:00Z',
		adjustments: ['-2@2026-11-01'],
		billed: { '2026-10': '90.00', '2026-11': '54.00' },
	},
	{
		rule: 'a fall that was parked, of a subscription that is cancelled meanwhile, leaves the cancellation',
		sale: { quantity: 5 },
		change: { quantity: 3, at: '2026-10-05T09:00:00Z' },
		between: { kind: 'cancellation', at: '2026-10-20T09:00:00Z' },
		completes: '2026-11-01T00:10:00Z',
		adjustments: [],
		billed: { '2026-10': '90.00', '2026-11': '0.00' },
	},
];

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('orders that wait for their day, prorated by %s', (_by, settings) => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		const synced = of.between || of.after ? ['synced', 'synced', 'synced'] : ['synced', 'synced'];
		expect(await playScheduled(of, settings)).toEqual({
			states: synced,
			adjustments: of.adjustments,
			billed: of.billed,
		});
	});

	it('mixed orders that were parked apply on the boundary whole: 3 x 18.00 + 4 x 12.50', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, { quantity: 5 }, settings);
		const both = { kind: 'changes', subscriptionId } as const;
		world.order({ ...both, items: [{ productId: 'PRD-B', quantity: 2 }], at: '2026-10-01T10:00:00Z' });
		await run(settings);
		const parked = { status: 'submitted', statusCode: 'WS', at: '2026-10-05T09:00:00Z' } as const;
		const items = [
			{ productId: 'PRD-1', quantity: 3, amounts: 'none' },
			{ productId: 'PRD-B', quantity: 4, amounts: 'none' },
		] as const;
		const change = world.order({ ...both, ...parked, items });
		await run(settings);
		await complete(change, '2026-11-01T00:10:00Z', settings);
		expect(world.adjustments().slice(2)).toEqual(['-2@2026-11-01', '+2@2026-11-01']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['115.00', '104.00']);
	});

	it('Q3: a cancellation that was parked until the next billing day ends the seats on it', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const parked = { status: 'submitted', statusCode: 'WS', at: '2026-10-05T09:00:00Z' } as const;
		const cancellation = world.order({ kind: 'cancellation', subscriptionId, ...parked });
		await run(settings);
		await complete(cancellation, '2026-11-01T00:10:00Z', settings);
		expect(world.adjustments().slice(1)).toEqual(['-10@2026-11-01']);
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['180.00', '0.00']);
	});

	it('a Change that was never seen as scheduled, and took days, counts on the end it completes after', async () => {
		world = await startWorld(yearly);
		const { subscriptionId } = await sold(world, twelve, settings);
		const slow = { amounts: 'none', provisionedAfterSeconds: 5 * 86_400, at: '2027-03-11T09:00:00Z' } as const;
		world.order({ kind: 'change', subscriptionId, quantity: 8, ...slow });
		world.setNow('2027-03-16T10:00:00Z');
		await run(settings);
		expect(world.adjustments().slice(1)).toEqual(['-4@2027-03-15']);
	});
});

// 10 x 216.00 x 364 / 365 and 12 x 216.00 x 1 / 365 by Autotask, 2 x 216.00 x 1 / 365 = 1.18 by the marketplace; 12 x 216.00.
it.each([
	{
		by: 'Autotask',
		settings: byAutotask,
		adjustments: ['+2@2027-03-14'],
		charges: [],
		billed: ['2154.08', '2599.10'],
	},
	{
		by: 'the marketplace',
		settings: byMarketplace,
		adjustments: ['+2@2027-03-15'],
		charges: ['1.18@2027-03-14'],
		billed: ['2160.00', '2593.18'],
	},
])(
	'Q5: a rise that took days, was never seen as scheduled and is charged to the end keeps its own day, prorated by $by',
	async ({ settings, adjustments, charges, billed }) => {
		world = await startWorld(yearly);
		const { subscriptionId } = await sold(world, { ...twelve, quantity: 10 }, settings);
		const slow = { provisionedAfterSeconds: 5 * 86_400, at: '2027-03-09T09:00:00Z' } as const;
		world.order({ kind: 'change', subscriptionId, quantity: 12, ...slow });
		world.setNow('2027-03-14T10:00:00Z');
		await run(settings);
		expect([world.adjustments().slice(1), world.charges()]).toEqual([adjustments, charges]);
		world.post('2027-12-31');
		expect([world.billed('2026-03').price, world.billed('2027-03').price]).toEqual(billed);
	},
);

describe('first terms of another length', () => {
	it.each([
		['Autotask', byAutotask],
		['the marketplace', byMarketplace],
	])('the end of a shorter one is the end of a term, prorated by %s', async (_by, settings) => {
		world = await startWorld({ now: '2026-06-01T08:00:00Z' });
		const short = { at: '2026-06-15T09:00:00Z', alignedTo: 1, firstTermMonths: 5 };
		const { subscriptionId } = await sold(world, short, settings);
		world.order({ kind: 'cancellation', subscriptionId, at: '2026-11-01T09:00:00Z' });
		await run(settings);
		world.post('2026-12-31');
		const months = ['2026-10', '2026-11', '2026-12'];
		expect(months.map((month) => world.billed(month).price)).toEqual(['180.00', '0.00', '0.00']);
	});

	it('a contract that is created for a longer one begins with the subscription and ends with the term', async () => {
		world = await startWorld({ contracts: [] });
		const settings: RunSettings = { build: { whenNoContract: 'create' } };
		const long = { productId: 'PRD-Y', quantity: 1, firstTermMonths: 16, at: '2026-10-01T09:00:00Z' };
		world.order({ kind: 'sale', customerId: '1', ...long });
		await run(settings);
		expect(world.autotaskSide.state().entities.Contracts).toMatchObject([
			{ startDate: '2026-10-01T00:00:00Z', endDate: '2028-01-31T00:00:00Z' },
		]);
	});
});
