import type { ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Order } from '../../../src/domain/order/order';
import { chargesOf, detailOf, planOf, reasonOf, type Scenario, writesOf } from './scenario';

function product(id: string, quantity: string): Order['products'][number] {
	return { productId: id as ProductId, name: `Mail ${id}`, quantity: decimal(quantity) };
}

const held = {
	lines: [
		{ units: 10, isOurs: true },
		{ id: 901, service: 301, units: 4, isOurs: true },
	],
	links: [{ units: 10 }, { product: 'p2', line: 901, units: 4 }],
};

function change(
	ordered: readonly [string, string][],
	holds: readonly [string, string][],
	more: Partial<Scenario> = {},
): Scenario {
	return {
		...held,
		task: {
			products: ordered.map(([id, quantity]) => product(id, quantity)),
			subscription: { products: holds.map(([id, quantity]) => ({ id, quantity })) },
		},
		...more,
		facts: {
			services: { p2: { id: 301, listPrice: '18.00' }, p3: { id: 302, listPrice: '18.00' } },
			mappedProducts: ['p1', 'p2', 'p3'],
			...more.facts,
		},
	};
}

describe('a Change order of several products of one subscription', () => {
	it.each<{ rule: string; given: Scenario; writes: readonly string[]; charges?: readonly string[] }>([
		{
			rule: 'raises one and lowers the other',
			given: change(
				[
					['p1', '13'],
					['p2', '3'],
				],
				[
					['p1', '13'],
					['p2', '3'],
				],
			),
			writes: ['+3 @ 2026-10-16', '-1 @ 2026-11-01'],
		},
		{
			rule: 'raises both, by the marketplace',
			given: change(
				[
					['p1', '13'],
					['p2', '5'],
				],
				[
					['p1', '13'],
					['p2', '5'],
				],
				{
					facts: { settings: { proration: 'marketplace' } },
				},
			),
			writes: ['+3 @ 2026-11-01', '+1 @ 2026-11-01'],
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16', 'proration 9.29 cost 7.43 @ 2026-10-16'],
		},
		{
			rule: 'brings a new product, on a line of its own',
			given: change(
				[
					['p1', '10'],
					['p3', '2'],
				],
				[
					['p1', '10'],
					['p2', '4'],
					['p3', '2'],
				],
			),
			writes: ['+2 @ 2026-10-16 at 18 cost 14.4'],
		},
		{
			rule: 'leaves a product alone that it does not name',
			given: change(
				[['p2', '6']],
				[
					['p1', '10'],
					['p2', '6'],
				],
			),
			writes: ['+2 @ 2026-10-16'],
		},
		{
			rule: 'drops a product with a quantity of 0',
			given: change(
				[
					['p1', '10'],
					['p2', '0'],
				],
				[
					['p1', '10'],
					['p2', '0'],
				],
			),
			writes: ['-4 @ 2026-11-01'],
		},
		{
			rule: 'names a difference of each, where the setting says so',
			given: change(
				[
					['p1', '3'],
					['p2', '-1'],
				],
				[
					['p1', '13'],
					['p2', '3'],
				],
				{
					facts: { settings: { changeQuantity: 'difference' } },
				},
			),
			writes: ['+3 @ 2026-10-16', '-1 @ 2026-11-01'],
		},
	])('$rule', ({ given, writes, charges = [] }) => {
		const plan = planOf(given);
		expect({ writes: writesOf(plan), charges: chargesOf(plan) }).toEqual({ writes, charges });
	});

	it('is refused whole where the subscription contradicts one of them', () => {
		expect(
			reasonOf(
				change(
					[
						['p1', '13'],
						['p2', '5'],
					],
					[
						['p1', '13'],
						['p2', '6'],
					],
				),
			),
		).toBe('order not understood');
	});
});

describe('case 21: what an order gives back and charges anew is netted', () => {
	const june = (proration: 'autotask' | 'marketplace'): Scenario => ({
		lines: [{ units: 6, price: '10.00', isOurs: true }],
		links: [{ units: 6 }],
		task: {
			on: '2026-06-11',
			quantity: '8',
			subscription: { unitPrice: '10.00' },
			details: [
				detailOf({
					type: 'recurringRefund',
					quantity: '6',
					unitPrice: '10.00',
					extendedPrice: '-60.00',
					duration: ['month', '1'],
				}),
				detailOf({ quantity: '6', unitPrice: '10.00', extendedPrice: '20.00', duration: ['day', '10'] }),
				detailOf({ quantity: '8', unitPrice: '10.00', extendedPrice: '53.33', duration: ['day', '20'] }),
			],
		},
		facts: { settings: { proration } },
	});

	it.each([
		{ proration: 'autotask', writes: ['+2 @ 2026-06-11'], charges: [] },
		{ proration: 'marketplace', writes: ['+2 @ 2026-07-01'], charges: ['proration 13.33 cost 19.20 @ 2026-06-11'] },
	] as const)('to 13.33 for two more from 11 June, by $proration', ({ proration, writes, charges }) => {
		const plan = planOf(june(proration));
		expect({ writes: writesOf(plan), charges: chargesOf(plan) }).toEqual({ writes, charges });
		expect(plan.totals.once).toBe('13.33');
	});
});
