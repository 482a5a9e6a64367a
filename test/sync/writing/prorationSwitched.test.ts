import { type LaterAct } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

type Proration = 'autotask' | 'marketplace';

const settingsOf = (proration: Proration): RunSettings => ({ build: { proration, syncRefunds: true } });

interface SwitchedCase {
	readonly rule: string;
	/** Ten seats at 18.00; default: on 1 October 2026. */
	readonly sold?: { readonly options: WorldOptions; readonly at: string };
	readonly first: Proration;
	readonly steps: readonly (LaterAct & { readonly by: Proration })[];
	/** Posted before the step of that number. */
	readonly posted?: number;
	readonly charges: readonly string[];
	readonly billed: readonly [string, string, string];
}

const rise = { kind: 'change', quantity: 13, at: '2026-10-06T09:00:00Z' } as const;
const again = { kind: 'change', quantity: 15, at: '2026-10-16T09:00:00Z' } as const;
const fall = { kind: 'change', quantity: 9, at: '2026-10-21T09:00:00Z' } as const;
const renewal = { kind: 'renewal', price: '20.00', cost: '16.00', at: '2026-10-25T09:00:00Z' } as const;
const sinceLastYear = {
	options: {
		now: '2025-10-10T08:00:00Z',
		contracts: [contract({ startDate: '2025-01-01', endDate: '2027-12-31' })],
	},
	at: '2025-10-25T09:00:00Z',
};

// +3 from 6 October: 3 x 18.00 x 26 / 31 = 45.29. +2 from 16 October: 2 x 18.00 x 16 / 31 = 18.58.
// -6 from 21 October: 6 x 18.00 x 11 / 31 = 38.32. October with both rises: 180.00 + 45.29 + 18.58 = 243.87,
// and less the fall 205.55. November: 15 x 18.00 = 270.00, or 9 x 18.00 = 162.00.
// 1 November takes one change: a fall of the next day is credited 6 x 18.00 / 30 = 3.60, one of the third 7.20.
// A rise of Autotask's takes along the seats of a fragment that is charged: 3 x 18.00 x 16 / 31 = 27.87 are given back,
// and 3 x 18.00 / 30 = 1.80 for 1 November, on which the line holds them twice.
// Renewed at 20.00 on 25 October: 15 x 2.00 x 7 / 31 = 6.77 more, so 250.64; 300.00 from then on.
const givenBack = ['-27.87@2026-10-16', '-1.80@2026-11-01'];

const cases: readonly SwitchedCase[] = [
	{
		rule: 'a rise that Autotask prorates, then one that the marketplace does',
		first: 'autotask',
		steps: [
			{ ...rise, by: 'autotask' },
			{ ...again, by: 'marketplace' },
		],
		charges: ['18.58@2026-10-16'],
		billed: ['243.87', '270.00', '270.00'],
	},
	{
		rule: 'a rise that the marketplace prorates, then one that Autotask does',
		first: 'marketplace',
		steps: [
			{ ...rise, by: 'marketplace' },
			{ ...again, by: 'autotask' },
		],
		charges: ['45.29@2026-10-06', ...givenBack],
		billed: ['243.87', '270.00', '270.00'],
	},
	{
		rule: 'to the marketplace and back',
		first: 'autotask',
		steps: [
			{ ...rise, by: 'marketplace' },
			{ ...again, by: 'autotask' },
			{ ...fall, by: 'marketplace' },
		],
		charges: ['45.29@2026-10-06', ...givenBack, '-38.32@2026-10-21', '-7.20@2026-11-01'],
		billed: ['205.55', '162.00', '162.00'],
	},
	{
		rule: 'to Autotask and back',
		first: 'marketplace',
		steps: [
			{ ...rise, by: 'autotask' },
			{ ...again, by: 'marketplace' },
			{ ...fall, by: 'autotask' },
		],
		charges: ['18.58@2026-10-16', '-38.32@2026-10-21', '-3.60@2026-11-01'],
		billed: ['205.55', '162.00', '162.00'],
	},
	{
		rule: 'a fall of seats whose fragment is charged, once Autotask prorates',
		first: 'marketplace',
		steps: [
			{ ...rise, by: 'marketplace' },
			{ ...again, by: 'marketplace' },
			{ ...fall, by: 'autotask' },
		],
		// The second rise goes to 2 November: 2 x 18.00 / 30 = 1.20 for the 1st.
		charges: ['45.29@2026-10-06', '18.58@2026-10-16', '1.20@2026-11-01', '-38.32@2026-10-21', '-7.20@2026-11-01'],
		billed: ['205.55', '162.00', '162.00'],
	},
	{
		rule: 'a renewal at another price after fragments, once Autotask prorates',
		sold: sinceLastYear,
		first: 'autotask',
		steps: [
			{ ...rise, by: 'marketplace' },
			{ ...again, by: 'autotask' },
			{ ...renewal, by: 'autotask' },
		],
		// 3 x 2.00 / 30 more is given back for 1 November. Autotask rounds October in three parts, a cent up.
		charges: ['45.29@2026-10-06', ...givenBack, '-0.20@2026-11-01'],
		billed: ['250.65', '300.00', '300.00'],
	},
	{
		rule: 'a renewal at another price after a rise that Autotask prorated, once the marketplace does',
		sold: sinceLastYear,
		first: 'autotask',
		steps: [
			{ ...rise, by: 'autotask' },
			{ ...again, by: 'marketplace' },
			{ ...renewal, by: 'marketplace' },
		],
		// The fragment follows the price: 2 x 2.00 x 7 / 31.
		charges: ['18.58@2026-10-16', '0.90@2026-10-25'],
		billed: ['250.64', '300.00', '300.00'],
	},
	{
		rule: 'a fall and a renewal after both, October posted before',
		sold: sinceLastYear,
		first: 'autotask',
		steps: [
			{ ...rise, by: 'marketplace' },
			{ ...again, by: 'autotask' },
			{ ...fall, by: 'marketplace' },
			{ ...renewal, by: 'autotask' },
		],
		posted: 2,
		// Credits follow the price: 6 x 2.00 x 7 / 31; for November 3 x 2.00 / 30 + 6 x 2.00 x 2 / 30.
		charges: [
			'45.29@2026-10-06',
			...givenBack,
			'-38.32@2026-10-21',
			'-7.20@2026-11-01',
			'-2.71@2026-10-25',
			'-1.00@2026-11-01',
		],
		// 205.55 + 9 x 2.00 x 7 / 31 = 4.06
		billed: ['209.61', '180.00', '180.00'],
	},
];

describe('proration that is switched within a period whose fragments are charged', () => {
	it.each(cases)('bills exactly: $rule', async ({ sold: of, first, steps, posted, charges, billed }) => {
		world = await startWorld(of?.options);
		const { subscriptionId } = await sold(world, of ? { at: of.at } : {}, settingsOf(first));
		const states: string[] = [];
		for (const [at, { by, ...act }] of steps.entries()) {
			if (at === posted) world.post('2026-10-31');
			const order = world.order({ ...act, subscriptionId });
			await world.run(settingsOf(by));
			const { state, attention } = await world.taskOf(order);
			states.push(attention?.message ?? state);
		}
		expect(states).toEqual(steps.map(() => 'synced'));
		const charged = world.charges();
		expect(charged).toEqual(charges);
		world.post('2026-12-31');
		expect(['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price)).toEqual(billed);
	});
});
