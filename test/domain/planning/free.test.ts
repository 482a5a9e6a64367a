import { chargesOf, detailOf, planOf, reasonOf, type Scenario, writesOf } from './scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] } as const;
const freeLine = (quantity: string, unitPrice = '18.00') => detailOf({ quantity, unitPrice, extendedPrice: '0.00' });
const atNothing = { unitPrice: '0.00', unitCost: '0.00' };
const settings = [{ proration: 'autotask' }, { proration: 'marketplace' }] as const;

describe.each(settings)('what is free, prorated by $proration', ({ proration }) => {
	it.each<{ rule: string; given: Scenario; writes: readonly string[]; asks: boolean }>([
		{
			rule: 'A3: ten licences at 0.00 on 1 Oct are written at 0, after approval',
			given: { task: { kind: 'sales', on: '2026-10-01', quantity: '10', subscription: atNothing } },
			writes: ['+10 @ 2026-10-01 at 0 cost 0'],
			asks: true,
		},
		{
			rule: 'A3: what is free already asks no more: three more at 0.00 on 1 Nov',
			given: {
				lines: [{ units: 10, price: '0', cost: '0', isOurs: true }],
				links: [{ units: 10, prices: [['2026-01-01', '0']] }],
				task: { on: '2026-11-01', quantity: '13', subscription: atNothing },
			},
			writes: ['+3 @ 2026-11-01'],
			asks: false,
		},
		{
			rule: 'A3: a later price is followed',
			given: {
				lines: [{ units: 10, price: '0', cost: '0', isOurs: true }],
				links: [{ units: 10, prices: [['2026-01-01', '0']] }],
				task: {
					on: '2026-10-16',
					quantity: '10',
					details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' })],
				},
			},
			writes: ['+0 @ 2026-10-01 at 18 cost 14.4'],
			asks: false,
		},
		{
			rule: 'A3: a price that becomes 0 asks',
			given: { ...ten, task: { on: '2026-10-16', quantity: '10', subscription: atNothing } },
			writes: ['+0 @ 2026-10-01 at 0 cost 0'],
			asks: true,
		},
		{
			rule: 'a sale of 20 Oct at 0.00 beside 18.00 is billed from the boundary',
			given: { task: { kind: 'sales', on: '2026-10-20', quantity: '10', details: [freeLine('10')] } },
			writes: ['+10 @ 2026-11-01 at 18 cost 14.4'],
			asks: false,
		},
		{
			rule: 'less ten percent it is billed at 16.20',
			given: {
				task: {
					kind: 'sales',
					on: '2026-10-20',
					quantity: '10',
					details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '0.00', percent: '10' })],
				},
			},
			writes: ['+10 @ 2026-11-01 at 16.2 cost 14.4'],
			asks: false,
		},
		{
			rule: 'three more of 16 Oct, free until the boundary',
			given: { ...ten, task: { on: '2026-10-16', quantity: '13', details: [freeLine('3')] } },
			writes: ['+3 @ 2026-11-01'],
			asks: false,
		},
		{
			rule: 'a fall beside a line at 0.00 is a fall',
			given: { ...ten, task: { on: '2026-10-16', quantity: '6', details: [freeLine('4')] } },
			writes: ['-4 @ 2026-11-01'],
			asks: false,
		},
	])('$rule', ({ given, writes, asks }) => {
		const plan = planOf({ ...given, facts: { settings: { proration } } });
		expect([writesOf(plan), chargesOf(plan)]).toEqual([writes, []]);
		expect(plan.approvalNeeded.some((why) => why.includes('costs 0.00'))).toBe(asks);
	});

	it.each<{ rule: string; task: Scenario['task'] }>([
		{
			rule: 'a line at 0.00 beside one that is charged',
			task: {
				on: '2026-10-16',
				quantity: '13',
				details: [freeLine('1'), detailOf({ quantity: '2', unitPrice: '18.00', extendedPrice: '18.58' })],
			},
		},
		{
			rule: 'no seats that begin with it',
			task: { on: '2026-10-16', quantity: '10', details: [freeLine('10', '20.00')] },
		},
		{
			rule: 'a renewal',
			task: { kind: 'renewal', on: '2026-10-16', quantity: '10', details: [freeLine('10', '20.00')] },
		},
	])('$rule: order not understood', ({ task }) => {
		expect(reasonOf({ ...ten, task, facts: { settings: { proration } } })).toBe('order not understood');
	});
});
