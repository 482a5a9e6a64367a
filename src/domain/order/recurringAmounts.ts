import { partition, uniq } from 'lodash';
import type { ProductId } from '../ids';
import { groupBy } from '../keyed';
import {
	type Decimal,
	isNegative,
	isWhole,
	isZero,
	negate,
	over,
	plus,
	roundedAmount,
	roundedPrice,
	times,
	total,
	zero,
} from '../money';
import {
	beforeBoundary,
	type ChargedDays,
	explanation,
	labelled,
	namesPart,
	priceAfterFree,
	unexplained,
} from './amountExplained';
import type { OrderDetail } from './order';
import { givesBack, isRefundType, lineMeaning } from './orderLineTypes';

/** What an order says about one product's recurring price. */
export interface RecurringAmounts {
	/** Per unit and billing period, after discount; absent where the order states none. */
	readonly unitPrice?: Decimal;
	/** Net of the lines that cover less than a billing period; absent where there are none. */
	readonly fragment?: Decimal;
	/** Net of the product's recurring lines where it is negative: a refund. */
	readonly refund?: Decimal;
	/** Per unit and billing period, of the lines that give back; absent where they name none or several. */
	readonly refundedAt?: Decimal;
	/** Whether the rest of the contract's period is free. Source: rule A3. */
	readonly isFree?: true;
}

interface Explained {
	readonly detail: OrderDetail;
	readonly factor: Decimal;
	readonly amount: Decimal;
	readonly isPart: boolean;
	/** What of the amount is for the rest of the contract's period, where the line is for longer. */
	readonly rest?: Decimal;
	readonly unitPrice: Decimal;
	readonly isRefund: boolean;
}

/**
 * The net that the order charges for a part of a period; undefined where there is none, or where whole periods are
 * refunded and charged anew beside it. Source: rules A9 and A11.
 */
function statedFragment(lines: readonly Explained[]): Decimal | undefined {
	const parts = lines.filter(({ isPart, rest }) => isPart || rest !== undefined);
	const others = lines.filter((line) => !parts.includes(line));
	const refunded = others.filter((line) => line.isRefund);
	const chargesWhole = others.some((line) => !line.isRefund);
	if (parts.length === 0 || (refunded.length > 0 && chargesWhole)) return undefined;
	return total([...parts, ...refunded].map(({ amount, rest = amount }) => rest));
}

/**
 * Prices of what is charged: where a period is given back whole and more or fewer seats are charged anew, without those of the
 * days before, which are charged at their own price again. Of as many seats the price is to count from the period's start,
 * which such an order denies. Source: rules A6, A11 and Q10.
 */
function pricesCharged(lines: readonly Explained[]): readonly Decimal[] {
	const [refunds, charged] = partition(lines, ({ isRefund }) => isRefund);
	const isUsed = ({ isPart, unitPrice, detail }: Explained) =>
		isPart && refunds.some((refund) => refund.unitPrice === unitPrice && refund.detail.quantity === detail.quantity);
	const anew = charged.filter((line) => !isUsed(line));
	const isOfAsMany = refunds.some(({ detail }) => anew.some((line) => line.detail.quantity === detail.quantity));
	const prices = (of: readonly Explained[]) => uniq(of.map(({ unitPrice }) => unitPrice));
	return prices(anew).length === 1 && !isOfAsMany ? prices(anew) : prices(charged);
}

/** Nets a product's recurring lines; the price is that of its charged lines. Source: rules A9 and A11. */
function netted(lines: readonly Explained[], discounts: readonly Decimal[]): RecurringAmounts | string {
	const [price, ...further] = pricesCharged(lines);
	if (price !== undefined && further.length > 0)
		return `several prices for one product (${[price, ...further].join(', ')})`;
	const sum = total([...lines.map((line) => line.amount), ...discounts]);
	const fragment = statedFragment(lines);
	const units = total(
		lines.filter((line) => !line.isRefund && !line.isPart).map((line) => times(line.detail.quantity, line.factor)),
	);
	if (discounts.length > 0 && (isZero(units) || lines.some((line) => line.isPart)))
		return 'a discount that belongs to no line of whole billing periods';
	const off = isZero(units) ? zero : over(total(discounts), units);
	const [refundedAt, ...otherPrices] = new Set(lines.filter((line) => line.isRefund).map((line) => line.unitPrice));
	return {
		...(price === undefined ? {} : { unitPrice: roundedPrice(plus(price, off)) }),
		...(fragment === undefined || isNegative(fragment) ? {} : { fragment }),
		...(isNegative(sum) ? { refund: sum } : {}),
		...(isNegative(sum) && refundedAt !== undefined && otherPrices.length === 0 ? { refundedAt } : {}),
	};
}

/** Negative where the line gives back, however it is written. */
export function signed(amount: Decimal, isRefund: boolean): Decimal {
	return isRefund && !isNegative(amount) ? negate(amount) : amount;
}

/** A product whose lines all name one price and charge nothing; undefined where none does. Source: rule A3. */
function freeAmounts(lines: readonly OrderDetail[], days: ChargedDays): RecurringAmounts | string | undefined {
	const free = days.mayBeFree ? lines.filter((line) => !isRefundType(line.type) && priceAfterFree(line)) : [];
	const [line] = free;
	if (!line) return undefined;
	const [unitPrice, ...others] = new Set(free.map(priceAfterFree));
	if (free.length < lines.length || others.length > 0 || unitPrice === undefined) return unexplained(line);
	return { unitPrice, isFree: true };
}

/** Whether a line that would give back states 0.00. */
function givesNothingBack({ extendedPrice }: OrderDetail): boolean {
	return extendedPrice !== undefined && isZero(extendedPrice.amount);
}

/** What recurring lines and discounts say about each product, or why they are not understood. Source: rules A4, A9 and A11. */
export function readRecurring(
	details: readonly OrderDetail[],
	days: ChargedDays,
): ReadonlyMap<ProductId, RecurringAmounts> | string {
	const amounts = new Map<ProductId, RecurringAmounts>();
	const byProduct = groupBy(details, (detail) => detail.productId ?? '');
	for (const [productId, lines] of Object.entries(byProduct)) {
		const explained: Explained[] = [];
		const discounts: Decimal[] = [];
		const free = freeAmounts(lines, days);
		if (typeof free === 'string') return free;
		if (free && productId !== '') {
			amounts.set(productId as ProductId, free);
			continue;
		}
		for (const detail of lines) {
			if (productId === '') return `${labelled(detail)} names no product`;
			if (lineMeaning(detail.type)?.becomes === 'discount') {
				if (detail.extendedPrice) discounts.push(signed(detail.extendedPrice.amount, true));
				continue;
			}
			const isRefund = givesBack(detail);
			if (isRefund && givesNothingBack(detail)) continue;
			const found = explanation(detail, isRefund && days.daysOfRefunds ? { ...days, days: days.daysOfRefunds } : days);
			if (!found) return unexplained(detail);
			const amount = signed(detail.extendedPrice?.amount ?? zero, isRefund);
			const part = isRefund ? undefined : beforeBoundary(detail, days);
			explained.push({
				detail,
				factor: found.factor,
				amount,
				isRefund,
				isPart: !isWhole(found.factor) || namesPart(detail, days),
				...(part === undefined ? {} : { rest: roundedAmount(times(amount, part)) }),
				unitPrice: isRefund && isNegative(found.unitPrice) ? negate(found.unitPrice) : found.unitPrice,
			});
		}
		const net = netted(explained, discounts);
		if (typeof net === 'string') return net;
		amounts.set(productId as ProductId, net);
	}
	return amounts;
}
