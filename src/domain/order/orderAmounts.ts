import type { CalendarDate } from '../calendarDate';
import type { ChargeKind } from '../contract/charge';
import type { ContractId, ProductId } from '../ids';
import { type Decimal, isNegative, isZero, type Money } from '../money';
import { type ChargedDays, isOneTimeExplained, labelled, unexplained } from './amountExplained';
import type { Order, OrderDetail } from './order';
import { isLoweringType, type LineMeaning, lineMeaning } from './orderLineTypes';
import { type RecurringAmounts, readRecurring, signed } from './recurringAmounts';

/** A one-time line of an order: the amount is what the customer pays for it in all. */
export interface OneTimeLine {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly description: string;
	readonly amount: Decimal;
	/** The day it is dated on; the effective day where absent. */
	readonly on?: CalendarDate;
	/** The contract that covered its day, where that is not the task's. Source: rule A12. */
	readonly contractId?: ContractId;
	/** Lines whose meaning a person confirms. */
	readonly needsApproval: boolean;
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

/** The one currency of some lines, or why there is none. */
export function currencyOf(details: readonly OrderDetail[]): { readonly currency?: string } | string {
	const amounts = details
		.flatMap((detail) => [detail.extendedPrice, detail.unitPrice])
		.filter((money): money is Money => money !== undefined);
	const currencies = [...new Set(amounts.map((money) => money.currency))];
	if (currencies.length > 1) return `amounts in several currencies (${currencies.join(', ')})`;
	return currencies[0] === undefined ? {} : { currency: currencies[0] };
}

/** What a one-time line comes to; nothing where its amount is zero. A refund is negative, however it is written. */
export function oneTimeLine(detail: OrderDetail): readonly OneTimeLine[] {
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
