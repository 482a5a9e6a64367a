import { type BilledCase, expectedOf, play } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const byAutotask: RunSettings = { build: { proration: 'autotask', syncRefunds: true } };
const byMarketplace: RunSettings = { build: { proration: 'marketplace', syncRefunds: true } };
const fall = { kind: 'change', quantity: 6, at: '2026-10-11T09:00:00Z' } as const;
const back = { kind: 'change', quantity: 10, at: '2026-10-21T09:00:00Z', amounts: 'none' } as const;

const cases: readonly BilledCase[] = [
	{
		rule: 'case 2: a fall is credited, by Autotask',
		settings: byAutotask,
		then: [fall],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01'],
		charges: ['-48.77@2026-10-11'],
		billed: { '2026-10': '131.23', '2026-11': '108.00' },
	},
	{
		rule: 'case 2: a fall whose refund the order states is credited as stated',
		settings: byMarketplace,
		then: [{ ...fall, amounts: 'fragment' }],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01'],
		charges: ['-48.77@2026-10-11'],
		billed: { '2026-10': '131.23', '2026-11': '108.00' },
	},
	{
		rule: 'a rise that takes back a credited fall is charged again, by Autotask',
		settings: byAutotask,
		then: [fall, back],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01', '+4@2026-11-02'],
		charges: ['-48.77@2026-10-11', '25.54@2026-10-21', '2.40@2026-11-01'],
		billed: { '2026-10': '156.77', '2026-11': '180.00', '2026-12': '180.00' },
	},
	{
		rule: 'a rise that takes back a credited fall is charged again, by the marketplace',
		settings: byMarketplace,
		then: [fall, back],
		adjustments: ['+10@2026-10-01', '-4@2026-11-01', '+4@2026-11-02'],
		charges: ['-48.77@2026-10-11', '25.54@2026-10-21', '2.40@2026-11-01'],
		billed: { '2026-10': '156.77', '2026-11': '180.00', '2026-12': '180.00' },
	},
];

describe('refunds of a change, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld();
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
