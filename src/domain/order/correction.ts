import { isSameAmount } from '../amountTimeline';
import { compare, type Decimal, isNegative, isZero } from '../money';
import { type AmountsReading, currencyOf, oneTimeLine, type OneTimeLine } from './orderAmounts';
import type { Order, OrderDetail, OrderProduct, Subscription } from './order';
import { isChargeType, isLoweringType, isRecurringType, lineMeaning } from './orderLineTypes';
import { isFee } from './planFee';
import { signed } from './recurringAmounts';

/** Whether lines of the type can be told outside a Billing order. */
function isKnown(type: string): boolean {
	const meaning = lineMeaning(type);
	return meaning !== undefined && !(meaning.becomes === 'usage' && meaning.in === 'billingOrder');
}

/** The quantities that the products of an order have, and what a seat of them costs. */
export interface Seats {
	readonly quantities: readonly Decimal[];
	readonly prices: readonly Decimal[];
}

/**
 * Whether the line is about seats: it charges all of them, or charges or gives back some for a time, or at what a seat costs.
 * Then their number has changed, whatever is known of it.
 */
function isOfSeats(detail: OrderDetail, { quantities, prices }: Seats): boolean {
	if (!isRecurringType(detail.type)) return false;
	if (detail.duration) return true;
	const amount = detail.extendedPrice?.amount;
	const chargesAll =
		isChargeType(detail.type) &&
		amount !== undefined &&
		!isNegative(amount) &&
		quantities.some((quantity) => compare(detail.quantity, quantity) === 0);
	const { unitPrice } = detail;
	return chargesAll || (unitPrice !== undefined && prices.some((price) => isSameAmount(price, unitPrice.amount)));
}

/**
 * Whether an order has amounts, and none of them is of seats. Whether it leaves the quantities is not looked at. Source:
 * rule T6.
 */
export function hasOnlyAmounts({ details }: Pick<Order, 'details'>, seats: Seats): boolean {
	if (!details.every(({ type }) => isKnown(type))) return false;
	const amounts = details.flatMap(({ extendedPrice }) => extendedPrice?.amount ?? []);
	return amounts.some((amount) => !isZero(amount)) && !details.some((detail) => isOfSeats(detail, seats));
}

/** Whether an order carries only amounts, and names what the subscription has. Source: rule T6. */
export function leavesFigures(order: Order, { products }: Pick<Subscription, 'products'>): boolean {
	const quantities = products.filter(({ productId }) => !isFee(productId)).map(({ quantity }) => quantity);
	const prices = products.flatMap(({ unitPrice }) => unitPrice?.amount ?? []);
	const isLeft = ({ productId, quantity }: OrderProduct) => {
		const held = products.find((product) => product.productId === productId);
		return quantity === undefined || (held !== undefined && compare(held.quantity, quantity) === 0);
	};
	return order.products.every(isLeft) && hasOnlyAmounts(order, { quantities, prices });
}

function correctionLine(detail: OrderDetail): readonly OneTimeLine[] {
	const stated = detail.extendedPrice?.amount;
	if (!isRecurringType(detail.type) || stated === undefined || isZero(stated))
		return oneTimeLine(detail).map((line) => ({ ...line, needsApproval: true }));
	const amount = signed(stated, isLoweringType(detail.type));
	return [
		{
			kind: isNegative(amount) ? 'credit' : 'fee',
			amount,
			needsApproval: true,
			description: detail.description,
			...(detail.productId ? { productId: detail.productId } : {}),
		},
	];
}

/** What a correction charges and credits: each amount as it is, for a person to approve. Source: rule T6. */
export function readCorrection({ details }: Order): AmountsReading {
	const currency = currencyOf(details);
	if (typeof currency === 'string') return { kind: 'notUnderstood', why: currency };
	const oneTime = details.flatMap(correctionLine);
	return { kind: 'read', amounts: { ...currency, recurring: new Map(), oneTime, credits: [], hasRefund: false } };
}
