import { compare, type Decimal, isNegative, isZero } from '../money';
import { type AmountsReading, currencyOf, oneTimeLine, type OneTimeLine } from './orderAmounts';
import type { Order, OrderDetail } from './order';
import { isChargeType, isLoweringType, isRecurringType, lineMeaning } from './orderLineTypes';
import { signed } from './recurringAmounts';

/** Whether lines of the type can be told outside a Billing order. */
function isKnown(type: string): boolean {
	const meaning = lineMeaning(type);
	return meaning !== undefined && !(meaning.becomes === 'usage' && meaning.in === 'billingOrder');
}

/** Whether the line says what the seats of a product cost: a charge of all of them. */
function pricesSeats(detail: OrderDetail, quantities: readonly Decimal[]): boolean {
	const amount = detail.extendedPrice?.amount;
	if (!isChargeType(detail.type) || amount === undefined || isNegative(amount)) return false;
	return quantities.some((quantity) => compare(detail.quantity, quantity) === 0);
}

/**
 * Whether an order has amounts, and none of them prices seats of these quantities. Whether it leaves the quantities is not
 * looked at. Source: rule T6.
 */
export function hasOnlyAmounts({ details }: Pick<Order, 'details'>, quantities: readonly Decimal[]): boolean {
	if (!details.every(({ type }) => isKnown(type))) return false;
	const amounts = details.flatMap(({ extendedPrice }) => extendedPrice?.amount ?? []);
	return amounts.some((amount) => !isZero(amount)) && !details.some((detail) => pricesSeats(detail, quantities));
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
