import { type BilledCase, expectedOf, play } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

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

// September 5 x 18.00 + 4 x 18.00 x 15 / 30 = 126.00, less 2 x 18.00 x 15 / 30 = 18.00 where falls are credited; 7 x 18.00.
describe('Q3: 5 to 9 and 9 to 7 on 16 September are followed one by one', () => {
	const since = { now: '2026-08-20T08:00:00Z' };
	const fragment = '36.00@2026-09-16';
	const credit = '-18.00@2026-09-16';
	const noRefunds = (settings: RunSettings): RunSettings => ({ build: { ...settings.build, syncRefunds: false } });

	it.each([
		{
			rule: 'Autotask',
			settings: noRefunds(byAutotask),
			adjustments: ['+4@2026-09-16', '-2@2026-10-01'],
			charges: [],
			september: '126.00',
		},
		{
			rule: 'Autotask, falls credited',
			settings: byAutotask,
			adjustments: ['+4@2026-09-16', '-2@2026-10-01'],
			charges: [credit],
			september: '108.00',
		},
		{
			rule: 'the marketplace',
			settings: noRefunds(byMarketplace),
			adjustments: ['+2@2026-10-01'],
			charges: [fragment],
			september: '126.00',
		},
		{
			rule: 'the marketplace, falls credited',
			settings: byMarketplace,
			adjustments: ['+2@2026-10-01'],
			charges: [fragment, credit],
			september: '108.00',
		},
	])('prorated by $rule', async ({ settings, adjustments, charges, september }) => {
		world = await startWorld(since);
		const { subscriptionId } = await sold(world, { quantity: 5, at: '2026-09-01T09:00:00Z' }, settings);
		const change = { kind: 'change', subscriptionId } as const;
		world.order({ ...change, quantity: 9, at: '2026-09-16T09:00:00Z' });
		world.order({ ...change, quantity: 7, at: '2026-09-16T10:00:00Z' });
		await world.run(settings);
		expect([world.adjustments().slice(1), world.charges()]).toEqual([adjustments, charges]);
		world.post('2026-10-31');
		expect([world.billed('2026-09').price, world.billed('2026-10').price]).toEqual([september, '126.00']);
	});
});

describe('refunds of a change, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld();
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
