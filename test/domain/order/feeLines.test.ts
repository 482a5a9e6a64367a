import { omit } from 'lodash';
import type { ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Order, OrderDetail, OrderProduct, SubscriptionProduct } from '../../../src/domain/order/order';
import { leavesFigures } from '../../../src/domain/order/correction';
import { withFeeNamed } from '../../../src/domain/order/feeLines';
import { feeOf } from '../../../src/domain/order/planFee';
import { withFeeOf } from '../../../src/domain/task/feeOfTask';
import { detailOf, type DetailFigures, subscriptionOf, taskOf } from '../planning/scenario';

const subscription = { ...subscriptionOf(), planId: '10001' };
const known: SubscriptionProduct = feeOf(subscription);
const ofOther: SubscriptionProduct = feeOf({ ...subscription, planId: '9' });

const month = ['month', '1'] as const;
const seats: DetailFigures = { quantity: '10', unitPrice: '18.00', extendedPrice: '180.00', duration: month };
const fee: DetailFigures = { product: undefined, unitPrice: '5.00', extendedPrice: '5.00', duration: month };
const half = { duration: ['day', '16'] } as const;

function product(id: string, more: Partial<OrderProduct> = {}): OrderProduct {
	return { productId: id as ProductId, name: id, quantity: decimal('10'), ...more };
}

const moving = product('p1', { movesTo: { productId: 'p2' as ProductId, named: 'product p2' } });

interface Case {
	readonly rule: string;
	readonly kind?: Parameters<typeof taskOf>[0]['kind'];
	readonly lines: readonly (DetailFigures | OrderDetail)[];
	readonly products?: readonly OrderProduct[];
	readonly knows?: SubscriptionProduct;
	readonly model?: 'chargeAfterBillingPeriod';
	/** What the lines name, and which fee is among the products. */
	readonly names: readonly (string | undefined)[];
	readonly fees?: readonly string[];
}

function read({ kind = 'sales', lines, products, knows, model }: Case): Pick<Case, 'names' | 'fees'> {
	const details = lines.map((line) => ('description' in line ? line : detailOf(line)));
	const { order } = taskOf({ kind, details, ...(products ? { products } : {}) });
	const typed: Order = { ...(order as Order), ...(kind === 'billing' ? { type: 'unknown', orderNumber: 'BO1' } : {}) };
	const own = model ? { ...subscription, billingModel: model } : subscription;
	const named = withFeeNamed(typed, own, knows);
	const fees = named.products.filter(({ productId }) => productId.startsWith('fee-'));
	return {
		names: named.details.map(({ productId }) => productId),
		fees: fees.map(({ productId, movesTo }) => (movesTo ? `${productId} to ${movesTo.productId}` : productId)),
	};
}

const planFee = 'fee-of-plan-10001';

describe('a line without a product is the fee of the subscription', () => {
	it.each<Case>([
		{ rule: 'of a sale, beside the seats', lines: [seats, fee], names: ['p1', planFee] },
		{
			rule: 'of a part of the period',
			lines: [
				{ ...seats, ...half },
				{ ...fee, ...half },
			],
			names: ['p1', planFee],
		},
		{
			rule: 'of two parts, as the seats have',
			lines: [{ ...seats, ...half }, { ...fee, ...half }, seats, fee],
			names: ['p1', planFee, 'p1', planFee],
		},
		{
			rule: 'of a renewal',
			kind: 'renewal',
			lines: [
				{ ...seats, type: 'renew' },
				{ ...fee, type: 'renew' },
			],
			names: ['p1', planFee],
		},
		{
			rule: 'given back by a cancellation',
			kind: 'cancellation',
			lines: [
				{ ...seats, type: 'recurringRefund' },
				{ ...fee, type: 'recurringRefund' },
			],
			names: ['p1', planFee],
		},
		{ rule: 'of a Billing order', kind: 'billing', lines: [seats, fee], knows: known, names: ['p1', planFee] },
		{
			rule: 'of three periods of a Billing order, as many as of the seats',
			kind: 'billing',
			lines: [seats, fee, seats, fee, seats, fee],
			names: ['p1', planFee, 'p1', planFee, 'p1', planFee],
		},
		{ rule: 'of an order that names no products', lines: [seats, fee], products: [], names: ['p1', planFee] },
		{
			rule: 'beside seats that move to another product',
			kind: 'change',
			lines: [{ ...seats, product: 'p2' }, fee],
			products: [moving],
			names: ['p2', planFee],
		},
		{
			rule: 'that is known by another plan, in a renewal: it goes on',
			kind: 'renewal',
			lines: [seats, fee],
			knows: ofOther,
			names: ['p1', 'fee-of-plan-9'],
			fees: ['fee-of-plan-9'],
		},
		{
			rule: 'of another plan in a Change: what is given back is of the old one',
			kind: 'change',
			lines: [{ ...seats, product: 'p2' }, { ...fee, type: 'recurringRefund' }, fee],
			products: [moving],
			knows: ofOther,
			names: ['p2', 'fee-of-plan-9', planFee],
			fees: [`fee-of-plan-9 to ${planFee}`],
		},
		{
			rule: 'of a Change that begins the next term',
			kind: 'change',
			lines: [
				{ ...seats, type: 'renew' },
				{ ...fee, type: 'renew' },
			],
			names: ['p1', planFee],
		},
		{
			rule: 'of a Change to another billing period',
			kind: 'change',
			lines: [seats, fee],
			products: [product('p1', { placement: 'CHANGE_PLAN_PERIOD' })],
			names: ['p1', planFee],
		},
		{
			rule: 'at 0.00 where one is known',
			kind: 'renewal',
			lines: [seats, { ...fee, unitPrice: '0.00', extendedPrice: '0.00' }],
			knows: known,
			names: ['p1', planFee],
		},
		{
			rule: 'after a first period that is free',
			lines: [
				{ ...seats, extendedPrice: '0.00' },
				{ ...fee, extendedPrice: '0.00' },
			],
			names: ['p1', planFee],
		},
	])('$rule', (of) => {
		expect(read(of)).toEqual({ names: of.names, fees: of.fees ?? [planFee] });
	});
});

describe('a line without a product stays one', () => {
	it.each<Case>([
		{ rule: 'alone', lines: [fee], products: [], names: [undefined] },
		{
			rule: 'where a product of the order has no line',
			lines: [seats, fee],
			products: [product('p1'), product('p2')],
			names: ['p1', undefined],
		},
		{ rule: 'of two units', lines: [seats, { ...fee, quantity: '2' }], names: ['p1', undefined] },
		{ rule: 'beside another one for the same days', lines: [seats, fee, fee], names: ['p1', undefined, undefined] },
		{ rule: 'that is charged once', lines: [seats, { ...fee, type: 'setup' }], names: ['p1', undefined] },
		{ rule: 'that lowers a price', lines: [seats, { ...fee, type: 'discount' }], names: ['p1', undefined] },
		{
			rule: 'with a part number of its own',
			lines: [seats, { ...detailOf(fee), mpn: 'M-9' }],
			names: ['p1', undefined],
		},
		{
			rule: 'for no days in a Change of the plan',
			kind: 'change',
			lines: [{ ...seats, product: 'p2' }, omit(fee, 'duration')],
			products: [moving],
			names: ['p2', undefined],
		},
		{ rule: 'in a Change of seats', kind: 'change', lines: [seats, fee], knows: known, names: ['p1', undefined] },
		{
			rule: 'that only gives back in a Change of the plan',
			kind: 'change',
			lines: [
				{ ...seats, product: 'p2' },
				{ ...fee, type: 'recurringRefund' },
			],
			products: [moving],
			knows: known,
			names: ['p2', undefined],
		},
		{ rule: 'of an order of no known kind', kind: 'unknown', lines: [seats, fee], names: ['p1', undefined] },
		{
			rule: 'of a plan that is charged after the period: it is usage',
			lines: [seats, fee],
			model: 'chargeAfterBillingPeriod',
			names: ['p1', undefined],
		},
	])('$rule', (of) => {
		expect(read(of)).toEqual({ names: of.names, fees: [] });
	});

	it('is left out at 0.00 where no fee is known', () => {
		const of = { rule: '', lines: [seats, { ...fee, unitPrice: '0.00', extendedPrice: '0.00' }], names: [] };
		expect(read(of)).toEqual({ names: ['p1'], fees: [] });
	});
});

describe('the fee', () => {
	it.each([
		{
			rule: 'is one for all subscriptions of a plan',
			of: subscription,
			id: planFee,
			name: 'fee of plan Subscription s1',
		},
		{
			rule: "is the subscription's own where no plan is named",
			of: subscriptionOf(),
			id: 'fee-of-subscription-s1',
			name: 'fee of plan Subscription s1',
		},
		{
			rule: 'has the id of the plan where nothing has a name',
			of: { ...subscription, name: '' },
			id: planFee,
			name: 'fee of plan 10001',
		},
	])('$rule', ({ of, id, name }) => {
		expect(feeOf(of)).toEqual({ productId: id, name, quantity: '1' });
	});
});

it('a correction of one unit leaves the figures of a subscription with a fee', () => {
	const lines = [detailOf({ product: undefined, unitPrice: '7.00', extendedPrice: '7.00' })];
	const { order } = taskOf({ kind: 'change', details: lines, products: [] });
	const told = { products: [...subscription.products, known] };
	expect(leavesFigures(order as Order, told)).toBe(true);
});

describe('an order that is read once more', () => {
	const moved = { ...subscription, planId: '10002' };
	const sale = withFeeOf(
		taskOf({ id: 'a', kind: 'sales', on: '2026-10-01', details: [seats, fee].map(detailOf) }),
		[],
		subscription,
	);
	const lines = [{ ...seats, product: 'p2' }, { ...fee, type: 'recurringRefund' }, fee].map(detailOf);
	const change = taskOf({ id: 'b', kind: 'change', on: '2026-10-16', details: lines, products: [moving] });
	const first = withFeeOf(change, [sale], moved);
	const renewal = taskOf({ id: 'c', kind: 'renewal', on: '2026-11-01', details: [seats, fee].map(detailOf) });

	it('names the fee as it did, though later orders are known by now', () => {
		expect(first.order?.products.at(-1)).toMatchObject({
			productId: planFee,
			movesTo: { productId: 'fee-of-plan-10002' },
		});
		const third = withFeeOf(renewal, [sale, first], moved);
		expect(third.order?.products.at(-1)?.productId).toBe('fee-of-plan-10002');
		expect(withFeeOf(change, [third, first, sale], moved)).toEqual(first);
		expect(withFeeOf(first, [third, sale], moved)).toEqual(first);
	});
});
