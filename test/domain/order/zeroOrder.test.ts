import { decimal } from '../../../src/domain/money';
import type { Order } from '../../../src/domain/order/order';
import { changesNothing } from '../../../src/domain/order/zeroOrder';
import { subscriptionOf, taskOf } from '../planning/scenario';

const held = subscriptionOf();
const gbp = (amount: string) => ({ currency: 'GBP', amount: decimal(amount) });

/** Names what the subscription holds, for nothing. */
const named = taskOf({ kind: 'unknown', quantity: '10' }).order;
if (!named) throw new Error('the task has no order');
const zero: Order = { ...named, total: gbp('0.00') };
const free = { type: 'recurring', description: '', quantity: decimal('10'), extendedPrice: gbp('0.00') };

describe('changesNothing', () => {
	it.each<{ readonly rule: string; readonly order: Partial<Order>; readonly is: boolean }>([
		{ rule: 'no amount, and the quantity that is held', order: {}, is: true },
		{ rule: 'lines at 0.00', order: { details: [free] }, is: true },
		{ rule: 'no product at all', order: { products: [] }, is: true },
		{ rule: 'a line with an amount', order: { details: [{ ...free, extendedPrice: gbp('0.01') }] }, is: false },
		{ rule: 'neither a total nor a line', order: { total: undefined as never }, is: false },
		{ rule: 'a total without lines', order: { total: gbp('5.00') }, is: false },
		{
			rule: 'another quantity',
			order: { products: zero.products.map((one) => ({ ...one, quantity: decimal('11') })) },
			is: false,
		},
		{
			rule: 'seats that move',
			order: { products: zero.products.map((one) => ({ ...one, movesTo: { named: 'another' } })) },
			is: false,
		},
	])('$rule: $is', ({ order, is }) => {
		expect(changesNothing({ ...zero, ...order }, (id, _product, quantity) => id === held.id && quantity === '10')).toBe(
			is,
		);
	});
});
