import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const rise = { kind: 'change', quantity: 13, price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' } as const;
const fall = { kind: 'change', quantity: 6, price: '20.00', cost: '16.00', at: '2026-10-11T09:00:00Z' } as const;

// 10 x 20.00 + 3 x 20.00 x 16 / 31 = 230.97; by Autotask 10 x 20.00 x 15 / 31 + 13 x 20.00 x 16 / 31, each rounded (A8).
const pricedLater = {
	world: { now: '2026-08-20T08:00:00Z' },
	sale: { at: '2026-09-01T09:00:00Z' },
	then: [
		{ kind: 'change', quantity: 13, at: '2026-10-16T09:00:00Z' },
		{ kind: 'change', price: '20.00', at: '2026-10-21T09:00:00Z' },
	],
} as const;

const cases: readonly BilledCase[] = [
	{
		...pricedLater,
		rule: 'A6: the days of a rise follow a later price of the period, prorated by Autotask',
		settings: byAutotask,
		adjustments: ['+10@2026-09-01', '+3@2026-10-16', '+0@2026-10-01'],
		billed: { '2026-10': '230.96', '2026-11': '260.00' },
	},
	{
		...pricedLater,
		rule: 'A6: the fragment of a rise follows a later price of the period, charged by the marketplace',
		settings: byMarketplace,
		adjustments: ['+10@2026-09-01', '+3@2026-11-01', '+0@2026-10-01'],
		charges: ['27.87@2026-10-16', '3.10@2026-10-21'],
		billed: { '2026-10': '230.97', '2026-11': '260.00' },
	},
	{
		rule: 'case 18: a rise at another price, prorated by Autotask',
		settings: byAutotask,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-10-16'],
		billed: { '2026-10': '221.29', '2026-11': '260.00' },
		cost: { '2026-10': '177.03', '2026-11': '208.00' },
	},
	{
		rule: 'case 18: a rise at another price, charged by the marketplace',
		settings: byMarketplace,
		then: [rise],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['30.97@2026-10-16'],
		billed: { '2026-10': '210.97', '2026-11': '260.00' },
		cost: { '2026-10': '168.77', '2026-11': '208.00' },
	},
	{
		rule: 'a fall at another price takes it at the boundary',
		settings: byAutotask,
		then: [fall],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01'],
		billed: { '2026-10': '180.00', '2026-11': '120.00' },
		cost: { '2026-10': '144.00', '2026-11': '96.00' },
	},
	{
		rule: 'a rise afterwards goes on from the new price',
		settings: byAutotask,
		then: [rise, { kind: 'change', quantity: 14, at: '2026-10-26T09:00:00Z' }],
		adjustments: ['+10@2026-10-01', '+3@2026-10-16', '+1@2026-10-26'],
		billed: { '2026-10': '225.16', '2026-11': '280.00' },
	},
];

describe('another price with another quantity, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
