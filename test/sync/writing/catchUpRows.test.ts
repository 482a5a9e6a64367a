import { byAutotask, byMarketplace } from '../fixtureBilled';
import type { RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

interface CatchUpCase {
	readonly rule: string;
	readonly then: readonly {
		readonly quantity: number;
		readonly price?: string;
		readonly at: string;
		readonly by?: RunSettings;
	}[];
	readonly adjustments: readonly string[];
	readonly charges?: readonly string[];
	readonly billed: readonly [string, string];
}

// Ten at 18.00 on 1 October, and October is posted: 180.00. What comes later is in rows beside the posted one.
// +3 on 16 October: 3 x 18.00 x 16 / 31 = 27.87. +2 on 21 October: 2 x 18.00 x 11 / 31 = 12.77;
// Autotask rounds both together: 40.65.
const cases: readonly CatchUpCase[] = [
	{
		rule: 'a rise',
		then: [{ quantity: 13, at: '2026-10-16T09:00:00Z' }],
		adjustments: ['+3@2026-10-16'],
		billed: ['207.87', '234.00'],
	},
	{
		rule: 'two rises, and a fall',
		then: [
			{ quantity: 13, at: '2026-10-16T09:00:00Z' },
			{ quantity: 15, at: '2026-10-21T09:00:00Z' },
			{ quantity: 9, at: '2026-10-25T09:00:00Z' },
		],
		adjustments: ['+3@2026-10-16', '+2@2026-10-21', '-6@2026-11-01'],
		billed: ['220.65', '162.00'],
	},
	{
		rule: 'a rise, and one that the marketplace prorates',
		then: [
			{ quantity: 13, at: '2026-10-16T09:00:00Z' },
			{ quantity: 15, at: '2026-10-21T09:00:00Z', by: byMarketplace },
		],
		adjustments: ['+3@2026-10-16', '+2@2026-11-01'],
		charges: ['12.77@2026-10-21'],
		billed: ['220.64', '270.00'],
	},
	{
		rule: 'a rise, and another price, which holds from November',
		then: [
			{ quantity: 13, at: '2026-10-16T09:00:00Z' },
			{ quantity: 13, price: '20.00', at: '2026-10-21T09:00:00Z' },
		],
		adjustments: ['+3@2026-10-16', '+0@2026-11-01'],
		billed: ['207.87', '260.00'],
	},
];

describe('rows of a posted period and what has come since beside them', () => {
	it.each(cases)('are read as their sum: $rule', async ({ then, adjustments, charges = [], billed }) => {
		world = await startWorld({ switches: { catchUpRows: 'beside' } });
		const { subscriptionId } = await sold(world, {}, byAutotask);
		world.post('2026-10-31');
		const states: string[] = [];
		for (const { by = byAutotask, ...change } of then) {
			const order = world.order({ kind: 'change', subscriptionId, ...change });
			await world.run(by);
			const { state, attention, note } = await world.taskOf(order);
			states.push(attention?.message ?? note ?? state);
		}
		expect(states).toEqual(then.map(() => 'synced'));
		expect(world.adjustments()).toEqual(['+10@2026-10-01', ...adjustments]);
		expect(world.charges()).toEqual(charges);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(billed);
	});
});
