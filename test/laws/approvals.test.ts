import { exploreApprovals, reported } from './approvals/explore';
import { play } from './approvals/play';
import type { Story } from './approvals/steps';

const perSeed = 12;
const seeds = [20261001, 20261002, 20261003, 20261004, 20261005];

describe(`over ${seeds.length * perSeed} random stories what is written is, row for row, what its approver was shown`, () => {
	it.each(seeds)(
		'%d',
		async (seed) => {
			expect((await exploreApprovals(seed, perSeed)).map(reported)).toEqual([]);
		},
		180_000,
	);
});

interface Row extends Partial<Story> {
	/** What went wrong once. */
	readonly was: string;
	readonly steps: Story['steps'];
}

const bothLook: Story['steps'] = [{ do: 'run' }, { do: 'look', who: 'Ann' }, { do: 'look', who: 'Ben' }];

const rows: readonly Row[] = [
	{
		was: 'ten were approved, and none written, once somebody else had said that the units were there already',
		held: 12,
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...bothLook,
			{ do: 'answer', who: 'Ben', nth: 0, words: 'own=10' },
			{ do: 'run' },
			{ do: 'approve', who: 'Ann', nth: 0, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'a rise of two was approved, and twelve written, once the sale before it was ignored',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			{ do: 'wait', hours: 24 },
			{ do: 'change', nth: 0, quantity: 12, price: 0 },
			...bothLook,
			{ do: 'ignore', who: 'Ben', nth: 0 },
			{ do: 'run' },
			{ do: 'approve', who: 'Ann', nth: 1, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'units that Autotask refused on a day were written on the next one, which nobody had seen',
		held: 12,
		sameDate: 'refused',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...bothLook,
			{ do: 'wait', hours: 25 },
			{ do: 'units', by: -2 },
			{ do: 'run' },
			{ do: 'look', who: 'Ben' },
			{ do: 'approve', who: 'Ben', nth: 0, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'units that somebody had added were taken away by two plans that were both shown with it, and once only',
		held: 10,
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...bothLook,
			{ do: 'wait', hours: 800 },
			{ do: 'units', by: 5 },
			{ do: 'sale', product: 0, quantity: 3, setup: false },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 0, which: 'last', words: '', now: true },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 1, which: 'last', words: '', now: true },
			{ do: 'approve', who: 'Ben', nth: 0, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'a row showed the price of its order’s day, and Autotask has another one on its own day',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			{ do: 'wait', hours: 24 },
			{ do: 'change', nth: 0, quantity: 1, price: 19 },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 'all', which: 'last', words: '', now: true },
			{ do: 'settings', priceSource: 'autotask', proration: 'autotask', costSource: 'subscription' },
			{ do: 'change', nth: 0, quantity: 7, price: 0 },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 'all', which: 'last', words: '', now: true },
		],
	},
	{
		was: 'the row of the last units showed the price of its order’s day, and not that of its own',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			{ do: 'change', nth: 0, quantity: 1, price: 20 },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 'all', which: 'last', words: '', now: true },
			{ do: 'cancel', nth: 0, refund: false },
			...bothLook,
			{ do: 'approve', who: 'Ann', nth: 'all', which: 'last', words: '', now: true },
		],
	},
	{
		was: 'a line was made at the service’s price of the moment, after another one had been approved',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...bothLook,
			{ do: 'set', who: 'Ann', nth: 0, setting: { set: 'prices', from: 'autotask' } },
			{ do: 'service', to: 17 },
			{ do: 'approve', who: 'Ann', nth: 0, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'units joined a line at the cost that another plan had brought, after the service’s had been approved',
		steps: [
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			{ do: 'sale', product: 0, quantity: 1, setup: false },
			{ do: 'cost', nth: 0, cost: 14 },
			...bothLook,
			{ do: 'set', who: 'Ann', nth: 1, setting: { set: 'prices', from: 'autotask' } },
			{ do: 'approve', who: 'Ben', nth: 0, which: 'last', words: '', now: true },
			{ do: 'approve', who: 'Ann', nth: 1, which: 'last', words: '', now: true },
		],
	},
	{
		was: 'a line was made for a plan whose row said that nothing is written',
		steps: [
			{ do: 'run' },
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...bothLook,
			{ do: 'set', who: 'Ann', nth: 0, setting: { set: 'quantity', row: 0, to: 0 } },
			{ do: 'approve', who: 'Ann', nth: 0, which: 'last', words: '', now: true },
		],
	},
];

describe('a story that broke the law once', () => {
	it.each(rows)('$was', async ({ held = 0, isTwinActive = false, sameDate = 'accepted', steps }) => {
		expect(await play({ held, isTwinActive, sameDate, steps })).toEqual([]);
	});
});
