import { chargesOf, detailOf, planOf, reasonOf, type Scenario, writesOf } from './scenario';

/** Ten seats of ours and five of another subscription on one line at 18.00. */
const shared = {
	lines: [{ units: 15, isOurs: true, others: 0 }],
	links: [{ units: 10 }, { subscription: 's2', units: 5 }],
};
const dearer = { unitPrice: '20.00', unitCost: '16.00' };
const equal = { on: '2026-10-16', quantity: '10', subscription: dearer };
const rise = { on: '2026-10-16', quantity: '13', subscription: dearer };
const fall = { on: '2026-10-11', quantity: '6', subscription: dearer };
const renewal = { kind: 'renewal' as const, on: '2026-10-15', quantity: '10', subscription: dearer };
const byMarketplace = { settings: { proration: 'marketplace' as const } };
const fragment = detailOf({ quantity: '3', unitPrice: '20.00', extendedPrice: '30.97', duration: ['day', '16'] });

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges?: readonly string[];
	readonly totals: readonly [string, string];
}

describe('a price that leaves a line which others share', () => {
	it.each<Row>([
		{
			rule: 'an equal quantity moves from the start of a period that is not posted',
			given: { ...shared, task: equal },
			writes: ['-10 @ 2026-10-01', '+10 @ 2026-10-01 at 20 cost 16'],
			totals: ['0', '200'],
		},
		{
			rule: 'an equal quantity moves from the end of a posted period',
			given: { ...shared, lines: [{ ...shared.lines[0], units: 15, postedThrough: '2026-10-31' }], task: equal },
			writes: ['-10 @ 2026-11-01', '+10 @ 2026-11-01 at 20 cost 16'],
			totals: ['0', '200'],
		},
		{
			rule: 'a rise moves on its day',
			given: { ...shared, task: rise },
			writes: ['-10 @ 2026-10-16', '+13 @ 2026-10-16 at 20 cost 16'],
			totals: ['41.29', '260'],
		},
		{
			rule: 'a rise moves from the boundary under marketplace proration, its fragment at the new price',
			given: { ...shared, task: { ...rise, details: [fragment] }, facts: byMarketplace },
			writes: ['-10 @ 2026-11-01', '+13 @ 2026-11-01 at 20 cost 16'],
			charges: ['proration 30.97 cost 24.77 @ 2026-10-16'],
			totals: ['30.97', '260'],
		},
		{
			rule: 'a fall moves from the boundary',
			given: { ...shared, task: fall },
			writes: ['-10 @ 2026-11-01', '+6 @ 2026-11-01 at 20 cost 16'],
			totals: ['0', '120'],
		},
		{
			rule: 'a renewal moves on its day',
			given: { ...shared, task: renewal },
			writes: ['-10 @ 2026-10-15', '+10 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'a rise by a renewal moves on its day, and rises from the boundary under marketplace proration',
			given: { ...shared, task: { ...renewal, quantity: '12' }, facts: byMarketplace },
			writes: ['-10 @ 2026-10-15', '+10 @ 2026-10-15 at 20 cost 16', '+2 @ 2026-11-01'],
			charges: ['proration 21.94 cost 17.55 @ 2026-10-15'],
			totals: ['32.91', '240'],
		},
		{
			rule: "with Autotask's prices it stays",
			given: { ...shared, task: rise, facts: { settings: { priceSource: 'autotask' } } },
			writes: ['+3 @ 2026-10-16'],
			totals: ['27.87', '234'],
		},
		{
			rule: 'other units of the line stay where they are',
			given: { ...shared, lines: [{ units: 17, isOurs: true, others: 2 }], task: equal },
			writes: ['-10 @ 2026-10-01', '+10 @ 2026-10-01 at 20 cost 16'],
			totals: ['0', '200'],
		},
	])('$rule', ({ given, writes, charges = [], totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
		expect(plan.approvalNeeded).toEqual([]);
	});

	it('names the day in the changes of both lines', () => {
		const { changes } = planOf({ ...shared, task: equal });
		expect(changes.map(({ target, leftOn, joinedOn }) => [target.kind, leftOn, joinedOn])).toEqual([
			['existing', '2026-10-01', undefined],
			['new', undefined, '2026-10-01'],
		]);
	});

	it('shows both lines to the person', () => {
		const rows = planOf({ ...shared, task: equal }).lines;
		expect(rows.map((row) => [row.effectiveDate, row.currentQuantity, row.quantityChange, row.price])).toEqual([
			['2026-10-01', 15, -10, '18'],
			['2026-10-01', 0, 10, '20'],
		]);
	});

	it('does nothing to a line whose other subscriptions have ended', () => {
		const plan = planOf({
			lines: [{ units: 10, isOurs: true }],
			links: [
				{ units: 10 },
				{
					subscription: 's2',
					units: [
						['always', 5],
						['2026-09-01', 0],
					],
				},
			],
			task: rise,
		});
		expect(writesOf(plan)).toEqual(['+3 @ 2026-10-16 at 20 cost 16']);
	});

	it('a price that is not the subscription’s: price conflict', () => {
		expect(reasonOf({ ...shared, task: { quantity: '13', details: [fragment] } })).toBe('price conflict');
	});
});

describe('orders after a move', () => {
	/** Ten seats that go from line 900 to line 901 on the boundary. */
	const moving = {
		lines: [
			{
				id: 900,
				units: [
					['2026-01-01', 15],
					['2026-11-01', 5],
				] as const,
				isOurs: true,
				others: 0,
			},
			{ id: 901, units: [['2026-11-01', 10]] as const, isOurs: true, others: 0, price: '20.00', cost: '16.00' },
		],
		links: [
			{
				line: 900,
				units: [
					['always', 10],
					['2026-11-01', 0],
				] as const,
				leftOn: '2026-11-01',
			},
			{ line: 901, units: [['2026-11-01', 10]] as const },
			{ line: 900, subscription: 's2', units: 5 },
		],
	};

	it.each<Row>([
		{
			rule: 'a fall before the move is on the new line',
			given: { ...moving, task: { ...fall, on: '2026-10-20' } },
			writes: ['-4 @ 2026-11-01'],
			totals: ['0', '120'],
		},
		{
			rule: "a rise before the move is charged and is on the new line, by the marketplace's proration",
			given: { ...moving, task: { ...rise, details: [fragment] }, facts: byMarketplace },
			writes: ['+3 @ 2026-11-01'],
			charges: ['proration 30.97 cost 24.77 @ 2026-10-16'],
			totals: ['30.97', '260'],
		},
		{
			rule: 'a rise after the move is on the new line',
			given: { ...moving, task: { ...rise, on: '2026-11-16' } },
			writes: ['+3 @ 2026-11-16'],
			totals: ['30', '260'],
		},
		{
			rule: 'a rise before the move brings it forward, since its price is not that of the old line',
			given: { ...moving, task: rise },
			writes: ['-10 @ 2026-10-16', '+10 @ 2026-11-01', '+13 @ 2026-10-16 at 20 cost 16', '-10 @ 2026-11-01'],
			totals: ['41.29', '260'],
		},
		{
			rule: "with Autotask's prices a rise before the move is on both lines",
			given: { ...moving, task: rise, facts: { settings: { priceSource: 'autotask' } } },
			writes: ['+3 @ 2026-10-16', '-3 @ 2026-11-01', '+3 @ 2026-11-01'],
			totals: ['27.87', '260'],
		},
	])('$rule', ({ given, writes, charges = [], totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
	});
});
