import { planTask } from '../../../src/domain/planning/planTask';
import {
	chargesOf,
	contractOf,
	detailOf,
	factsOf,
	ledgerOf,
	lineOf,
	linkOf,
	planOf,
	reasonOf,
	type Scenario,
	taskOf,
	writesOf,
} from '../planning/scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };
const dearer = { unitPrice: '20.00', unitCost: '16.00' };
const rise = { on: '2026-10-16', quantity: '13', subscription: dearer };
const fall = { on: '2026-10-11', quantity: '6', subscription: dearer };
const marketplace = { settings: { proration: 'marketplace' as const } };
const fragment = detailOf({ quantity: '3', unitPrice: '20.00', extendedPrice: '30.97', duration: ['day', '16'] });

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges: readonly string[];
	readonly totals: readonly [string, string];
}

describe('another price with another quantity', () => {
	it.each<Row>([
		{
			rule: 'case 18: a rise reprices the whole line from its day',
			given: { ...ten, task: rise },
			writes: ['+3 @ 2026-10-16 at 20 cost 16'],
			charges: [],
			totals: ['41.29', '260'],
		},
		{
			rule: 'case 18: under marketplace proration the fragment is at the new price, the line takes it at the boundary',
			given: { ...ten, task: { ...rise, details: [fragment] }, facts: marketplace },
			writes: ['+3 @ 2026-11-01 at 20 cost 16'],
			charges: ['proration 30.97 cost 24.77 @ 2026-10-16'],
			totals: ['30.97', '260'],
		},
		{
			rule: "with Autotask's prices only the quantity changes",
			given: { ...ten, task: rise, facts: { settings: { priceSource: 'autotask' } } },
			writes: ['+3 @ 2026-10-16'],
			charges: [],
			totals: ['27.87', '234'],
		},
		{
			rule: 'a fall reprices the line from the boundary',
			given: { ...ten, task: fall },
			writes: ['-4 @ 2026-11-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '120'],
		},
		{
			rule: 'a fall does so under marketplace proration too',
			given: { ...ten, task: fall, facts: marketplace },
			writes: ['-4 @ 2026-11-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '120'],
		},
		{
			rule: 'a rise on the boundary has nothing to prorate',
			given: { ...ten, task: { ...rise, on: '2026-11-01' }, facts: marketplace },
			writes: ['+3 @ 2026-11-01 at 20 cost 16'],
			charges: [],
			totals: ['0', '260'],
		},
		{
			rule: 'a rise that exceeds a scheduled fall takes the price on its day',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 6],
						],
						isOurs: true,
					},
				],
				links: [
					{
						units: [
							['always', 10],
							['2026-11-01', 6],
						],
					},
				],
				task: { ...rise, quantity: '12' },
			},
			writes: ['+2 @ 2026-10-16 at 20 cost 16', '+4 @ 2026-11-01'],
			charges: [],
			totals: ['30.97', '240'],
		},
	])('$rule', ({ given, writes, charges, totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
	});

	it('leaves a line that others share with its own first seat there, which comes before theirs', () => {
		const fromNovember = (units: number) => [['2026-11-01', units]] as const;
		const plan = planOf({
			lines: [{ units: [['2026-01-01', 0], ...fromNovember(5)], isOurs: true }],
			links: [{ units: fromNovember(2) }, { subscription: 's2', units: fromNovember(3) }],
			task: { ...rise, quantity: '3' },
		});
		// October owes 1 x 20.00 x 16/31 = 10.32; on the shared line it would be 9.29.
		expect(writesOf(plan)).toEqual(['-2 @ 2026-11-01', '+1 @ 2026-10-16 at 20 cost 16', '+2 @ 2026-11-01']);
	});

	it('keeps off a line of the next contract on which another subscription has a unit on days that take the price', () => {
		const ended = contractOf({ endsOn: '2026-09-30' });
		const next = { ...contractOf({ id: 501, startsOn: '2026-10-01' }), renewedContractId: ended.id };
		const until = [
			['2026-10-01', 1],
			['2026-10-02', 0],
		] as const;
		const task = taskOf({ on: '2026-10-05', quantity: '10', subscription: dearer });
		const outcome = planTask(
			task,
			factsOf({ contracts: [ended, next], tasks: [task], subscriptions: [{ ...dearer, quantity: '10' }] }),
			ledgerOf(
				[
					lineOf({ units: 10, isOurs: true }, ended),
					lineOf({ id: 901, units: until, isOurs: true, journalled: [{ price: '18.00', cost: '14.40' }] }, next),
				],
				[
					linkOf({ units: 10, prices: [['2026-01-01', '18.00']], costs: [['2026-01-01', '14.40']] }),
					linkOf({ subscription: 's2', line: 901, units: until }),
				],
			),
		);
		// The unit owes 18.00 / 31 of October; on one line with the ten it would be billed at 20.00.
		if (outcome.kind !== 'planned') throw new Error(outcome.message);
		expect(writesOf(outcome.plan)).toEqual(['+10 @ 2026-10-01 at 20 cost 16']);
		expect(outcome.plan.changes.map(({ target }) => target.kind)).toEqual(['existing', 'new']);
		expect(outcome.plan.money?.recurring).toMatchObject([{ before: '180.00', after: '200.00', from: '2026-11-01' }]);
	});

	it('other units of the line take the price too, after approval', () => {
		const plan = planOf({ lines: [{ units: 12, isOurs: true, others: 2 }], links: [{ units: 10 }], task: rise });
		expect(plan.approvalNeeded).toEqual(['the new price also applies to 2 other units of the line']);
	});

	it('a price that the subscription does not have: price conflict', () => {
		expect(reasonOf({ ...ten, task: { quantity: '13', details: [fragment] } })).toBe('price conflict');
	});
});
