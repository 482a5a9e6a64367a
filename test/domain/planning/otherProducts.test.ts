import type { OrderDetail } from '../../../src/domain/order/order';
import { chargesOf, type DetailFigures, detailOf, planned, type Scenario, writesOf } from './scenario';

/** A line of five seats of p2 for a month, at 18.00. */
function five(more: DetailFigures = {}): OrderDetail {
	const month: DetailFigures = { duration: ['month', '1'], unitPrice: '18.00', extendedPrice: '90.00', quantity: '5' };
	return detailOf({ product: 'p2', ...month, ...more });
}

const onLines: Pick<Scenario, 'lines' | 'links'> = {
	lines: [
		{ units: 10, isOurs: true },
		{ id: 901, units: 5, isOurs: true },
	],
	links: [
		{ units: 10, prices: [['2026-01-01', '18.00']] },
		{ product: 'p2', line: 901, units: 5, prices: [['2026-01-01', '18.00']] },
	],
};

interface Row {
	readonly rule: string;
	readonly details: readonly OrderDetail[];
	/** What the subscription has of p2; default five. */
	readonly other?: string;
	readonly unitPrice?: string;
	readonly given?: Partial<Scenario>;
}

/** Ten become six of p1, which the order names alone, on 11 October; the writes, or the reason why there are none. */
function fallOf({ details, other = '5', unitPrice = '18.00', given = {} }: Row): readonly string[] | string {
	const products = [{ id: 'p1', quantity: '6' }, ...(other === '0' ? [] : [{ id: 'p2', quantity: other }])];
	const task = { on: '2026-10-11', quantity: '6', details, subscription: { products, unitPrice } };
	const outcome = planned({ ...onLines, ...given, task });
	return outcome.kind === 'planned' ? [...writesOf(outcome.plan), ...chargesOf(outcome.plan)] : outcome.reason;
}

describe('Q8: a fall whose lines are of a product that the order does not name', () => {
	it.each<Row>([
		{ rule: 'none', details: [] },
		{ rule: 'the seats of another product as they are', details: [five()] },
		{ rule: 'the same, renewed', details: [five({ type: 'renew' })] },
		{
			rule: 'the same less a discount that the subscription has, too',
			details: [five({ extendedPrice: '81.00', percent: '10' })],
			unitPrice: '16.20',
			given: {
				...onLines,
				lines: [
					{ units: 10, isOurs: true, price: '16.20' },
					{ id: 901, units: 5, isOurs: true, price: '16.20' },
				],
				links: [
					{ units: 10, prices: [['2026-01-01', '16.20']] },
					{ product: 'p2', line: 901, units: 5, prices: [['2026-01-01', '16.20']] },
				],
			},
		},
		{
			rule: "the seats of another product, with Autotask's prices",
			details: [five()],
			given: {
				facts: { settings: { priceSource: 'autotask' } },
				links: [{ units: 10 }, { product: 'p2', line: 901, units: 5 }],
			},
		},
	])('goes on: $rule', (row) => {
		expect(fallOf(row)).toEqual(['-4 @ 2026-11-01']);
	});

	it.each<Row>([
		{ rule: 'fewer seats than are there', details: [five({ quantity: '3', extendedPrice: '54.00' })] },
		{ rule: 'more of them', details: [five({ quantity: '6', extendedPrice: '108.00' })] },
		{ rule: 'another price', details: [five({ unitPrice: '20.00', extendedPrice: '100.00' })] },
		{ rule: 'several periods at once', details: [five({ duration: ['month', '3'], extendedPrice: '270.00' })] },
		{ rule: 'days of a period', details: [five({ duration: ['day', '21'], extendedPrice: '60.97' })] },
		{ rule: 'a refund', details: [five({ type: 'recurringRefund' })] },
		{ rule: 'a refund beside a charge', details: [five(), five({ type: 'recurringRefund' })] },
		{ rule: 'a free period', details: [five({ extendedPrice: '0.00' })] },
		{ rule: 'a product that the subscription does not have', details: [five()], other: '0' },
		{
			rule: 'a quantity that has changed meanwhile',
			details: [five({ quantity: '6', extendedPrice: '108.00' })],
			other: '6',
		},
		{ rule: 'a product that is on no line yet', details: [five()], given: { links: [{ units: 10 }] } },
		{
			rule: 'a product whose seats are to change',
			details: [five()],
			given: {
				...onLines,
				lines: [
					{ units: 10, isOurs: true },
					{
						id: 901,
						units: [
							['2026-01-01', 5],
							['2026-12-01', 7],
						],
						isOurs: true,
					},
				],
				links: [
					{ units: 10, prices: [['2026-01-01', '18.00']] },
					{
						product: 'p2',
						line: 901,
						units: [
							['always', 5],
							['2026-12-01', 7],
						],
						prices: [['2026-01-01', '18.00']],
					},
				],
			},
		},
		{
			rule: 'a product whose price is not known',
			details: [five()],
			given: { links: [{ units: 10 }, { product: 'p2', line: 901, units: 5 }] },
		},
	])('asks: $rule', (row) => {
		expect(fallOf(row)).toBe('order not understood');
	});
});
