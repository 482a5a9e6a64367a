import { z } from 'zod';
import type { ProductId, SubscriptionId } from '../domain/ids';
import type { MoveTarget, OrderProduct } from '../domain/order/order';
import { decimalShape, given, optional } from '../http/shape';
import { idShape, optionalId, period, text } from './fields';

const writtenProduct = z.object({
	id: idShape,
	mpn: text,
	name: text,
	quantity: optional(decimalShape),
	billingPeriod: period,
	subscriptionPeriod: period,
	subscriptionId: optionalId,
	targetSubscriptionId: optionalId,
	newMPN: text,
	newId: optionalId,
	newProductId: optionalId,
	newSubscription: optional(z.object({ id: optionalId, type: text })),
	type: text,
});

/** Where a product of an order goes; nothing where all of it names the product itself. Source: rule Q11. */
function movesTo(row: z.output<typeof writtenProduct>): MoveTarget | undefined {
	const isOther = (value: string | undefined, own: string | undefined): value is string =>
		value !== undefined && value !== own;
	const productId = [row.newId, row.newProductId].find((id) => isOther(id, row.id));
	const mpn = row.newMPN?.trim();
	const newMpn = isOther(mpn, row.mpn?.trim()) ? mpn : undefined;
	const own = row.subscriptionId;
	const made = row.newSubscription?.id;
	const subscriptionId = [row.targetSubscriptionId, made].find((id) => isOther(id, own));
	const isUnnamed = Boolean(row.newSubscription) && made === undefined && subscriptionId === undefined;
	const named = [
		productId === undefined ? '' : `product ${productId}`,
		productId === undefined && newMpn !== undefined ? `part number ${newMpn}` : '',
		subscriptionId === undefined ? '' : `subscription ${subscriptionId}`,
		isUnnamed ? 'a new subscription' : '',
	].filter((words) => words !== '');
	if (named.length === 0) return undefined;
	return {
		...given('productId', productId as ProductId | undefined),
		...given('mpn', newMpn),
		...given('subscriptionId', subscriptionId as SubscriptionId | undefined),
		...(isUnnamed ? { isUnnamed: true as const } : {}),
		named: named.join(' of '),
	};
}

export const orderProductShape = writtenProduct.transform((row): OrderProduct => ({
	productId: row.id as ProductId,
	name: row.name ?? '',
	...given('mpn', row.mpn),
	...given('quantity', row.quantity),
	...given('billingPeriod', row.billingPeriod),
	...given('subscriptionPeriod', row.subscriptionPeriod),
	...given('subscriptionId', row.subscriptionId as SubscriptionId | undefined),
	...given('placement', row.type),
	...given('movesTo', movesTo(row)),
}));
