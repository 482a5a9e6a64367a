import { isEqual, pick, uniqWith } from 'lodash';
import type { SubscriptionId } from '../ids';
import { groupBy } from '../keyed';
import { compare, isZero } from '../money';
import { hasContractLine } from './billedPeriod';
import type { Order, OrderDetail, OrderProduct, Subscription, SubscriptionProduct } from './order';
import { orderKind } from './orderKind';
import { isChargeType, isRefundType } from './orderLineTypes';
import { feeOf, oneFee } from './planFee';
import { modelOf } from './usageLines';

function isRecurring({ type }: OrderDetail): boolean {
	return isChargeType(type) || isRefundType(type);
}

function isUnnamed(detail: OrderDetail): boolean {
	return isRecurring(detail) && detail.productId === undefined && !detail.mpn;
}

/** Whether the order has recurring lines that name no product. */
export function hasUnnamedLines({ details }: Pick<Order, 'details'>): boolean {
	return details.some(isUnnamed);
}

/** Whether the line names the product, or the one that its seats move to. */
function isOf({ productId, mpn, movesTo }: OrderProduct, detail: OrderDetail): boolean {
	const isNumber = detail.mpn !== undefined && [mpn, movesTo?.mpn].includes(detail.mpn);
	return isNumber || (detail.productId !== undefined && [productId, movesTo?.productId].includes(detail.productId));
}

/** Lines that are for the same days. */
function spanOf({ type, duration }: OrderDetail): string {
	return `${type} ${duration?.duration ?? ''} ${duration?.type ?? ''}`;
}

/** Whether there are no more lines for the same days than a product of the order has: of two fees none can be told. */
function areOfOne(unnamed: readonly OrderDetail[], named: readonly OrderDetail[]): boolean {
	const ofProducts = groupBy(named, (detail) => `${detail.productId ?? detail.mpn ?? ''} ${spanOf(detail)}`);
	const most = (span: string) =>
		Math.max(1, ...Object.values(ofProducts).map((some) => some.filter((one) => spanOf(one) === span).length));
	return Object.entries(groupBy(unnamed, spanOf)).every(([span, some]) => some.length <= most(span));
}

/** What an order does to a product where it changes its plan or period, in the API's words. */
const changesPlan: readonly (string | undefined)[] = ['UPGRADE', 'CHANGE_PLAN_PERIOD'];

/** Whether a Change may charge the fee: it changes the plan or begins the next term. In another one such lines correct amounts. */
function mayCharge({ products }: Order, unnamed: readonly OrderDetail[]): boolean {
	if (unnamed.some(({ duration }) => duration === undefined)) return false;
	const changes = products.some(({ movesTo, placement }) => movesTo !== undefined || changesPlan.includes(placement));
	return changes || unnamed.every(({ type }) => type === 'renew');
}

/**
 * Whether the lines can be of nothing but the subscription's own fee: of one unit, beside lines that name every product of
 * the order.
 */
function areTold(order: Order, unnamed: readonly OrderDetail[]): boolean {
	if (unnamed.some(({ quantity }) => compare(quantity, oneFee) !== 0)) return false;
	if (orderKind(order) === 'change' && !mayCharge(order, unnamed)) return false;
	const named = order.details.filter((detail) => isRecurring(detail) && !isUnnamed(detail));
	const isNamed = (product: OrderProduct) => named.some((detail) => isOf(product, detail));
	return named.length > 0 && areOfOne(unnamed, named) && order.products.every(isNamed);
}

/** Whether the lines neither charge nor name a price, as that of a plan without a fee. */
function costsNothing(unnamed: readonly OrderDetail[]): boolean {
	return unnamed.every(({ extendedPrice, unitPrice }) => {
		const amounts = [extendedPrice, unitPrice].filter((money) => money !== undefined);
		return amounts.length > 0 && amounts.every(({ amount }) => isZero(amount));
	});
}

/** The kinds whose lines say what a subscription costs a period. */
const chargesPeriods: readonly string[] = ['sales', 'change', 'renewal', 'billing', 'cancellation', 'migration'];

/** The periods that all products of the order name. */
function periodsOf({ products }: Order): Pick<OrderProduct, 'billingPeriod' | 'subscriptionPeriod'> {
	const periods = products.map((product) => pick(product, ['billingPeriod', 'subscriptionPeriod']));
	const [first, ...others] = uniqWith(periods, isEqual);
	return first && others.length === 0 ? first : {};
}

/** The fee as the order names it; one of another plan takes the place of the one before it by a Change alone. Source: rule Q11. */
function orderedFee(order: Order, id: SubscriptionId, now: SubscriptionProduct, before = now): OrderProduct {
	const moves = orderKind(order) === 'change' && before.productId !== now.productId;
	return {
		...before,
		...periodsOf(order),
		subscriptionId: id,
		...(moves ? { movesTo: { productId: now.productId, named: now.name } } : {}),
	};
}

/**
 * The order with the fee of its subscription as a product, and the lines that charge and give it back as that product's;
 * unchanged where its lines that name no product are not told for certain.
 *
 * `known`: the fee that the orders before have left. It goes on as it is known, whichever plan the subscription has by now.
 * Source: rules M1 and A11.
 */
export function withFeeNamed(order: Order, subscription: Subscription, known: SubscriptionProduct | undefined): Order {
	const unnamed = order.details.filter(isUnnamed);
	const kind = orderKind(order);
	if (unnamed.length === 0 || !chargesPeriods.includes(kind)) return order;
	if (!hasContractLine(modelOf(subscription, order)) || !areTold(order, unnamed)) return order;
	if (!known && costsNothing(unnamed))
		return { ...order, details: order.details.filter((detail) => !unnamed.includes(detail)) };
	if (kind !== 'cancellation' && !unnamed.some(({ type }) => isChargeType(type))) return order;
	const fee = orderedFee(order, subscription.id, feeOf(subscription), known);
	const charged = fee.movesTo?.productId ?? fee.productId;
	return {
		...order,
		products: [...order.products, fee],
		details: order.details.map((detail) => {
			if (!unnamed.includes(detail)) return detail;
			return { ...detail, productId: isRefundType(detail.type) ? fee.productId : charged };
		}),
	};
}
