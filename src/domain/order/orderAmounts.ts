import type { CalendarDate } from '../calendarDate';
import type { ChargeKind } from '../contract/charge';
import type { ProductId } from '../ids';
import { groupBy } from '../keyed';
import {
	type Decimal,
	isNegative,
	isWhole,
	isZero,
	type Money,
	negate,
	over,
	plus,
	roundedPrice,
	times,
	total,
	zero,
} from '../money';
import { type ChargedDays, explanation, isOneTimeExplained, labelled, unexplained } from './amountExplained';
import type { Order, OrderDetail } from './order';
import { isLoweringType, isRefundType, type LineMeaning, lineMeaning } from './orderLineTypes';

/** A one-time line of an order: the amount is what the customer pays for it in all. */
export interface OneTimeLine {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly description: string;
	readonly amount: Decimal;
	/** The day it is dated on; the effective day where absent. */
	readonly on?: CalendarDate;
	/** Lines whose meaning a person confirms. */
	readonly needsApproval: boolean;
}

/** What an order says about one product's recurring price. */
export interface RecurringAmounts {
	/** Per unit and billing period, after discount; absent where the order states none. */
	readonly unitPrice?: Decimal;
	/** Net of the lines that cover less than a billing period; absent where there are none. */
	readonly fragment?: Decimal;
	/** Net of the product's recurring lines where it is negative: a refund. */
	readonly refund?: Decimal;
}

/** An order's amounts by what they become in Autotask, in one currency. */
export interface OrderAmounts {
	/** Absent where no line carries an amount. */
	readonly currency?: string;
	readonly recurring: ReadonlyMap<ProductId, RecurringAmounts>;
	readonly oneTime: readonly OneTimeLine[];
	/** Refunds of one-time lines: negative amounts, kind credit. Whether they are credited is for rule A10. */
	readonly credits: readonly OneTimeLine[];
	readonly hasRefund: boolean;
}

export type AmountsReading =
	{ readonly kind: 'read'; readonly amounts: OrderAmounts } | { readonly kind: 'notUnderstood'; readonly why: string };

interface Explained {
	readonly detail: OrderDetail;
	readonly factor: Decimal;
	readonly amount: Decimal;
	readonly isPart: boolean;
	readonly unitPrice: Decimal;
	readonly isRefund: boolean;
}

/**
 * The net that the order charges for a part of a period; undefined where there is none, or where whole periods are
 * refunded and charged anew beside it. Source: rules A9 and A11.
 */
function statedFragment(lines: readonly Explained[]): Decimal | undefined {
	const parts = lines.filter((line) => line.isPart);
	const refunded = lines.filter((line) => !line.isPart && line.isRefund);
	const chargesWhole = lines.some((line) => !line.isPart && !line.isRefund);
	if (parts.length === 0 || (refunded.length > 0 && chargesWhole)) return undefined;
	return total([...parts, ...refunded].map((line) => line.amount));
}

/** Nets a product's recurring lines; the price is that of its charged lines. Source: rules A9 and A11. */
function netted(lines: readonly Explained[], discounts: readonly Decimal[]): RecurringAmounts | string {
	const prices = new Set(lines.filter((line) => !line.isRefund).map((line) => line.unitPrice));
	if (prices.size > 1) return `several prices for one product (${[...prices].join(', ')})`;
	const [price] = prices;
	const sum = total([...lines.map((line) => line.amount), ...discounts]);
	const fragment = statedFragment(lines);
	const units = total(
		lines.filter((line) => !line.isRefund && !line.isPart).map((line) => times(line.detail.quantity, line.factor)),
	);
	if (discounts.length > 0 && (isZero(units) || lines.some((line) => line.isPart)))
		return 'a discount that belongs to no line of whole billing periods';
	const off = isZero(units) ? zero : over(total(discounts), units);
	return {
		...(price === undefined ? {} : { unitPrice: roundedPrice(plus(price, off)) }),
		...(fragment === undefined || isNegative(fragment) ? {} : { fragment }),
		...(isNegative(sum) ? { refund: sum } : {}),
	};
}

function currencyOf(details: readonly OrderDetail[]): { readonly currency?: string } | string {
	const amounts = details
		.flatMap((detail) => [detail.extendedPrice, detail.unitPrice])
		.filter((money): money is Money => money !== undefined);
	const currencies = [...new Set(amounts.map((money) => money.currency))];
	if (currencies.length > 1) return `amounts in several currencies (${currencies.join(', ')})`;
	return currencies[0] === undefined ? {} : { currency: currencies[0] };
}

function signed(amount: Decimal, isRefund: boolean): Decimal {
	return isRefund && !isNegative(amount) ? negate(amount) : amount;
}

function readRecurring(
	details: readonly OrderDetail[],
	days: ChargedDays,
): ReadonlyMap<ProductId, RecurringAmounts> | string {
	const amounts = new Map<ProductId, RecurringAmounts>();
	const byProduct = groupBy(details, (detail) => detail.productId ?? '');
	for (const [productId, lines] of Object.entries(byProduct)) {
		const explained: Explained[] = [];
		const discounts: Decimal[] = [];
		for (const detail of lines) {
			if (productId === '') return `${labelled(detail)} names no product`;
			if (lineMeaning(detail.type)?.becomes === 'discount') {
				if (detail.extendedPrice) discounts.push(signed(detail.extendedPrice.amount, true));
				continue;
			}
			const isRefund = isRefundType(detail.type);
			const found = explanation(detail, isRefund && days.daysOfRefunds ? { ...days, days: days.daysOfRefunds } : days);
			if (!found) return unexplained(detail);
			const amount = signed(detail.extendedPrice?.amount ?? zero, isRefund);
			explained.push({
				detail,
				factor: found.factor,
				amount,
				isRefund,
				isPart: !isWhole(found.factor),
				unitPrice: found.unitPrice,
			});
		}
		const net = netted(explained, discounts);
		if (typeof net === 'string') return net;
		amounts.set(productId as ProductId, net);
	}
	return amounts;
}

/** What a one-time line comes to; nothing where its amount is zero. A refund is negative, however it is written. */
function oneTimeLine(detail: OrderDetail): readonly OneTimeLine[] {
	const meaning = lineMeaning(detail.type);
	const stated = detail.extendedPrice?.amount;
	if (stated === undefined || isZero(stated)) return [];
	if (meaning?.becomes !== 'oneTime' && meaning?.becomes !== 'credit') return [];
	const amount = signed(stated, isLoweringType(detail.type));
	return [
		{
			kind: meaning.becomes !== 'oneTime' || isNegative(amount) ? 'credit' : meaning.kind,
			amount,
			needsApproval: meaning.becomes === 'oneTime' && meaning.needsApproval,
			description: detail.description,
			...(detail.productId ? { productId: detail.productId } : {}),
		},
	];
}

/**
 * Sorts the lines of an order by what they become and checks that each amount is explained.
 *
 * Usage has been taken out before. Amounts are what the customer pays: after discount, without tax, in the payment
 * currency. Refund lines of a product are netted with its recurring lines; `refund` is what stays negative.
 * Source: rules A4, A9 and A11.
 */
export function readOrderAmounts(order: Order, days: ChargedDays): AmountsReading {
	const unknown = order.details.find(({ type }) => (lineMeaning(type)?.becomes ?? 'usage') === 'usage');
	if (unknown) return { kind: 'notUnderstood', why: `${labelled(unknown)} has a type that is not handled here` };
	const currency = currencyOf(order.details);
	if (typeof currency === 'string') return { kind: 'notUnderstood', why: currency };
	const ofKind = (becomes: LineMeaning['becomes'][]) =>
		order.details.filter((detail) => becomes.includes(lineMeaning(detail.type)?.becomes ?? 'nothing'));
	const recurring = readRecurring(ofKind(['recurring', 'discount']), days);
	if (typeof recurring === 'string') return { kind: 'notUnderstood', why: recurring };
	const wrong = ofKind(['oneTime', 'credit']).find((detail) => !isOneTimeExplained(detail));
	if (wrong) return { kind: 'notUnderstood', why: unexplained(wrong) };
	const oneTime = ofKind(['oneTime']).flatMap(oneTimeLine);
	const credits = ofKind(['credit']).flatMap(oneTimeLine);
	const hasRefund =
		ofKind(['credit']).length > 0 || [...recurring.values()].some((product) => product.refund !== undefined);
	return { kind: 'read', amounts: { ...currency, recurring, oneTime, credits, hasRefund } };
}
