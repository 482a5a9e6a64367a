import { isSameAmount } from '../amountTimeline';
import type { ProductId } from '../ids';
import { groupBy } from '../keyed';
import { compare, type Decimal, isNegative, isZero, negate, total, zero } from '../money';
import { type ChargedDays, explanation } from './amountExplained';
import { type AmountsReading, currencyOf, oneTimeLine, type OneTimeLine } from './orderAmounts';
import type { Order, OrderDetail, OrderProduct, Subscription } from './order';
import { givesBack, isChargeType, isLoweringType, isRecurringType, lineMeaning } from './orderLineTypes';
import { withoutFee } from './planFee';
import { signed } from './recurringAmounts';

/** The quantities that the products of an order have, and what a seat of them costs. */
export interface Seats {
	readonly quantities: readonly Decimal[];
	readonly prices: readonly Decimal[];
	/** Whether no seat has been billed at a price that is not among them. */
	readonly areAllPrices?: true;
	/** The parts of a period that seats may be charged for; absent where they are not known. */
	readonly days?: ChargedDays;
}

function isPriceOfSeat({ unitPrice }: OrderDetail, prices: readonly Decimal[]): boolean {
	if (!unitPrice) return false;
	const { amount } = unitPrice;
	return prices.some((price) => isSameAmount(price, isNegative(amount) ? negate(amount) : amount));
}

/**
 * Whether the line is about seats: it charges all of them, or charges or gives back some for a time, or at what a seat costs.
 * Then their number has changed, whatever is known of it. One that names another price is none of theirs, for a time too, nor
 * is one that gives back what no seats come to.
 */
function isOfSeats(detail: OrderDetail, { quantities, prices, areAllPrices, days }: Seats): boolean {
	if (!isRecurringType(detail.type)) return false;
	if (days && givesBack(detail) && !explanation(detail, days)) return false;
	const isPriced = areAllPrices === true && detail.unitPrice !== undefined;
	if (isPriceOfSeat(detail, prices) || (detail.duration && !isPriced)) return true;
	return isChargeType(detail.type) && !givesBack(detail) && chargesAll(detail, quantities);
}

function chargesAll({ quantity, extendedPrice }: OrderDetail, quantities: readonly Decimal[]): boolean {
	return extendedPrice !== undefined && quantities.some((held) => compare(quantity, held) === 0);
}

/**
 * Whether an order has amounts, and none of them is of seats. Whether it leaves the quantities is not looked at. Source:
 * rule T6.
 */
export function hasOnlyAmounts({ details }: Pick<Order, 'details'>, seats: Seats): boolean {
	if (!details.every(({ type }) => lineMeaning(type) !== undefined)) return false;
	const amounts = details.flatMap(({ extendedPrice }) => extendedPrice?.amount ?? []);
	return amounts.some((amount) => !isZero(amount)) && !details.some((detail) => isOfSeats(detail, seats));
}

/** An amount of seats that an order names and its quantities do not. */
export interface AmountOfSome {
	readonly productId: ProductId;
	readonly amount: Decimal;
}

/**
 * What an order that leaves every quantity as it is names for seats all the same, net by product: charges or refunds of some
 * of them. A product is left out whose lines charge all of its seats, at one of the prices: then they bring its price.
 */
export function amountsOfSome(
	{ details }: Pick<Order, 'details'>,
	{ quantities, prices }: { readonly quantities: Seats['quantities']; readonly prices: Seats['prices'] | 'any' },
): readonly AmountOfSome[] {
	const ofSeats = details.filter(({ type }) => isRecurringType(type) && lineMeaning(type)?.becomes !== 'discount');
	return Object.entries(groupBy(ofSeats, ({ productId }) => productId ?? '')).flatMap(([productId, lines]) => {
		const bringPrice = lines.some(
			(detail) =>
				!givesBack(detail) && chargesAll(detail, quantities) && (prices === 'any' || isPriceOfSeat(detail, prices)),
		);
		const amount = total(
			lines.map(({ type, extendedPrice }) => signed(extendedPrice?.amount ?? zero, isLoweringType(type))),
		);
		return bringPrice || isZero(amount) ? [] : [{ productId: productId as ProductId, amount }];
	});
}

/** Whether an order carries only amounts, and names what the subscription has. Source: rule T6. */
export function leavesFigures(order: Order, { products }: Pick<Subscription, 'products'>): boolean {
	const quantities = withoutFee(products).map(({ quantity }) => quantity);
	const prices = products.flatMap(({ unitPrice }) => unitPrice?.amount ?? []);
	const isLeft = ({ productId, quantity }: OrderProduct) => {
		const held = products.find((product) => product.productId === productId);
		return quantity === undefined || (held !== undefined && compare(held.quantity, quantity) === 0);
	};
	return order.products.every(isLeft) && hasOnlyAmounts(order, { quantities, prices });
}

/** Lines of a corrected bill keep their type: one that is neither usage nor recurs here is charged as what it is. */
function correctionLine(detail: OrderDetail): readonly OneTimeLine[] {
	const stated = detail.extendedPrice?.amount;
	const isAmount = isRecurringType(detail.type) || lineMeaning(detail.type)?.becomes === 'usage';
	if (!isAmount || stated === undefined || isZero(stated))
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
