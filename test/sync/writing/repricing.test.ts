import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const rise = { kind: 'change', quantity: 13, price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' } as const;
const fall = { kind: 'change', quantity: 6, price: '20.00', cost: '16.00', at: '2026-10-11T09:00:00Z' } as const;

const cases: readonly BilledCase[] = [
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
		world = await startWorld();
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
