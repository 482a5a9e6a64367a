import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import type { Decimal } from '../../../src/domain/money';
import type { Subscription } from '../../../src/domain/order/order';
import { unorderedChange } from '../../../src/domain/order/unorderedChange';

const one = 'PRD-1' as ProductId;
const two = 'PRD-2' as ProductId;

interface Held {
	readonly status?: Subscription['status'];
	readonly quantity?: string;
	readonly price?: string;
	readonly cost?: string;
	readonly billingModel?: Subscription['billingModel'];
	readonly productId?: ProductId;
}

function held({
	status = 'active',
	quantity = '10',
	price = '18.00',
	cost = '14.40',
	billingModel = 'chargeBeforeBillingPeriod',
	productId = one,
}: Held = {}): Subscription {
	const money = (amount: string) => ({ amount: amount as Decimal, currency: 'GBP' });
	const product = { productId, name: 'Premium', quantity: quantity as Decimal };
	return {
		id: '5001' as SubscriptionId,
		status,
		billingModel,
		products: [{ ...product, unitPrice: money(price), unitCost: money(cost) }],
	} as unknown as Subscription;
}

const ten = new Map([[one, 10]]);

describe('unorderedChange', () => {
	it.each<{
		rule: string;
		now: Held | undefined;
		before?: Held;
		written?: ReadonlyMap<ProductId, number>;
		is: 'change' | 'cancellation' | undefined;
	}>([
		{ rule: 'nothing has changed', now: {}, is: undefined },
		{ rule: 'the quantity rose since it was seen', now: { quantity: '12' }, is: 'change' },
		{ rule: 'the quantity fell since it was seen', now: { quantity: '7' }, is: 'change' },
		{ rule: 'the price has changed', now: { price: '20.00' }, is: 'change' },
		{ rule: 'the price is written otherwise', now: { price: '18.0' }, is: undefined },
		{ rule: 'the cost alone has changed', now: { cost: '15.00' }, is: undefined },
		{
			rule: 'the quantity was seen, but never written',
			now: { quantity: '12' },
			before: { quantity: '12' },
			written: ten,
			is: 'change',
		},
		{
			rule: 'the quantity seen is the one written',
			now: { quantity: '10' },
			before: { quantity: '9' },
			written: ten,
			is: undefined,
		},
		{
			rule: 'a written product is held no longer',
			now: { productId: two },
			before: { productId: two },
			written: ten,
			is: 'change',
		},
		{
			rule: 'a written product is held by none for long',
			now: {},
			written: new Map([
				[one, 10],
				[two, 0],
			]),
			is: undefined,
		},
		{
			rule: 'it is on hold with another quantity',
			now: { status: 'hold', quantity: '0' },
			written: ten,
			is: undefined,
		},
		{ rule: 'it is pending', now: { status: 'pending' }, is: undefined },
		{ rule: 'it is terminated', now: { status: 'terminated' }, is: 'cancellation' },
		{ rule: 'it is removed', now: { status: 'removed' }, is: 'cancellation' },
		{ rule: 'it is gone', now: undefined, is: 'cancellation' },
		{
			rule: 'it is terminated and was before',
			now: { status: 'terminated' },
			before: { status: 'terminated' },
			is: undefined,
		},
		{
			rule: 'it was seen terminated, but its line still holds units',
			now: { status: 'terminated' },
			before: { status: 'terminated' },
			written: ten,
			is: 'cancellation',
		},
		{
			rule: 'it is terminated and its line holds none',
			now: { status: 'terminated' },
			written: new Map([[one, 0]]),
			is: undefined,
		},
		{
			rule: 'it is billed by usage and has no line',
			now: { status: 'terminated', billingModel: 'chargeAfterBillingPeriod' },
			is: undefined,
		},
	])('is $is where $rule', ({ now, before, written, is }) => {
		const swept = { now: now && held(now), before: held(before), ...(written ? { written } : {}) };
		expect(unorderedChange(swept)).toBe(is);
	});
});
