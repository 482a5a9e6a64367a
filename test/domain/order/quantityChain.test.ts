import { decimal } from '../../../src/domain/money';
import { type ChainOrder, type ChainReading, readQuantityChain } from '../../../src/domain/order/quantityChain';

function order(kind: 'sales' | 'change', quantity?: string): ChainOrder {
	return {
		orderNumber: `${kind}${quantity ?? ''}`,
		kind,
		...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
	};
}

interface Row {
	readonly rule: string;
	readonly orders: readonly ChainOrder[];
	readonly before?: number;
	readonly current?: string;
	readonly means?: 'automatic' | 'total' | 'difference';
	readonly reading: ChainReading | { readonly kind: 'notUnderstood' | 'fractional' };
}

describe('readQuantityChain', () => {
	it.each<Row>([
		{
			rule: 'a sale leaves its own quantity',
			orders: [order('sales', '10')],
			current: '10',
			reading: { kind: 'read', quantities: [10] },
		},
		{
			rule: 'a change names the new total',
			orders: [order('sales', '10'), order('change', '13')],
			current: '13',
			reading: { kind: 'read', quantities: [10, 13] },
		},
		{
			rule: 'or the difference',
			orders: [order('sales', '10'), order('change', '3')],
			current: '13',
			means: 'difference',
			reading: { kind: 'read', quantities: [10, 13] },
		},
		{
			rule: 'a difference counts from what was held before',
			orders: [order('change', '3')],
			before: 10,
			current: '13',
			means: 'difference',
			reading: { kind: 'read', quantities: [13] },
		},
		{
			rule: 'a negative difference is a fall',
			orders: [order('change', '-4')],
			before: 10,
			current: '6',
			means: 'difference',
			reading: { kind: 'read', quantities: [6] },
		},
		{
			rule: 'a sale under "difference" still names the whole',
			orders: [order('sales', '10')],
			before: 3,
			current: '10',
			means: 'difference',
			reading: { kind: 'read', quantities: [10] },
		},
		{
			rule: 'a later order under way leaves the end unchecked',
			orders: [order('change', '13')],
			before: 10,
			reading: { kind: 'read', quantities: [13] },
		},
		{
			rule: 'a whole number may be written with places',
			orders: [order('sales', '10.00')],
			current: '10',
			reading: { kind: 'read', quantities: [10] },
		},
		{
			rule: 'a renewal at the quantity from before a change of the same day leaves what the subscription says',
			orders: [order('change', '6'), { ...order('sales', '10'), follows: true }],
			before: 10,
			current: '6',
			reading: { kind: 'read', quantities: [6, 6] },
		},
		{
			rule: '12 in all, then 3 more, each as it ends at the subscription',
			orders: [order('change', '12'), order('change', '3')],
			before: 10,
			current: '15',
			means: 'automatic',
			reading: { kind: 'read', quantities: [12, 15] },
		},
		{
			rule: '2 more, then 3 more',
			orders: [order('change', '2'), order('change', '3')],
			before: 10,
			current: '15',
			means: 'automatic',
			reading: { kind: 'read', quantities: [12, 15] },
		},
		{
			rule: '4 fewer',
			orders: [order('change', '-4')],
			before: 10,
			current: '6',
			means: 'automatic',
			reading: { kind: 'read', quantities: [6] },
		},
		{
			rule: 'of 12 and then 15 in all nothing tells whether the first one is 12 in all or 12 more',
			orders: [order('change', '12'), order('change', '15')],
			before: 10,
			current: '15',
			means: 'automatic',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'neither reading ends at the subscription',
			orders: [order('change', '3')],
			before: 10,
			current: '14',
			means: 'automatic',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'while another order is under way nothing tells',
			orders: [order('change', '3')],
			before: 10,
			means: 'automatic',
			reading: { kind: 'notUnderstood', isEarly: true },
		},
		{
			rule: 'a sale alone is the whole',
			orders: [order('sales', '10')],
			means: 'automatic',
			reading: { kind: 'read', quantities: [10] },
		},
		{
			rule: 'half a licence is fractional either way',
			orders: [order('change', '0.5')],
			before: 10,
			current: '10.5',
			means: 'automatic',
			reading: { kind: 'fractional' },
		},
		{
			rule: 'a change that was under way when a renewal was made is among what that names',
			orders: [order('sales', '13'), { ...order('change', '3'), wasUnderWay: true }],
			before: 10,
			current: '13',
			means: 'difference',
			reading: { kind: 'read', quantities: [13, 13] },
		},
		{
			rule: 'or it comes after it, as the subscription says',
			orders: [order('sales', '13'), { ...order('change', '3'), wasUnderWay: true }],
			before: 10,
			current: '16',
			means: 'difference',
			reading: { kind: 'read', quantities: [13, 16] },
		},
		{
			rule: 'but not where the subscription says neither',
			orders: [{ ...order('sales', '10'), follows: true }],
			before: 6,
			current: '8',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'a chain that does not end at the subscription is not understood',
			orders: [order('change', '3')],
			before: 10,
			current: '13',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'nor one of differences that does not',
			orders: [order('change', '13')],
			before: 10,
			current: '13',
			means: 'difference',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'a negative quantity is not understood',
			orders: [order('sales', '-1')],
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'nor a negative total of a change',
			orders: [order('change', '-1')],
			before: 10,
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'nor a difference below nothing',
			orders: [order('change', '-11')],
			before: 10,
			means: 'difference',
			reading: { kind: 'notUnderstood' },
		},
		{
			rule: 'nor an order without a quantity',
			orders: [order('change')],
			before: 10,
			reading: { kind: 'notUnderstood' },
		},
		{ rule: 'half a licence is fractional', orders: [order('sales', '10.5')], reading: { kind: 'fractional' } },
		{
			rule: 'as is half a licence more',
			orders: [order('change', '0.5')],
			before: 10,
			means: 'difference',
			reading: { kind: 'fractional' },
		},
	])('$rule', ({ orders, before, current, means, reading }) => {
		const read = readQuantityChain(orders, {
			before: before ?? 0,
			changeQuantity: means ?? 'total',
			...(current === undefined ? {} : { current: decimal(current) }),
		});
		expect(read).toMatchObject(reading);
	});

	it.each([
		{
			quantities: ['3'],
			current: '14',
			says: 'change3 as total leaves 3; or change3 as difference leaves 13; the subscription holds 14',
		},
		{
			quantities: ['12', '15'],
			current: '15',
			says: 'change12 as total leaves 12, change15 as total leaves 15; or change12 as difference leaves 22, change15 as total leaves 15',
		},
	])('names both readings of $quantities', ({ quantities, current, says }) => {
		const orders = quantities.map((quantity) => order('change', quantity));
		const reading = readQuantityChain(orders, { before: 10, current: decimal(current), changeQuantity: 'automatic' });
		expect(reading.kind === 'notUnderstood' && reading.why).toContain(says);
	});

	it('a chain that ends elsewhere says both figures', () => {
		const reading = readQuantityChain([order('change', '3')], {
			before: 10,
			current: decimal('13'),
			changeQuantity: 'total',
		});
		expect(reading.kind === 'notUnderstood' && reading.why).toContain(
			'end at 3 with change3, the subscription holds 13',
		);
	});
});
