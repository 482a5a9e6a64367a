import Big from 'big.js';
import type { Discount, Money, OrderDetail, Period } from './records';

/** Two decimals, halves away from zero. */
export function cents(amount: Big): string {
	return amount.round(2, Big.roundHalfUp).toFixed(2);
}

/** The sum of amounts of one currency. */
export function totalOf(amounts: readonly Money[], currency: string): Money {
	return { currency, amount: cents(amounts.reduce((sum, one) => sum.plus(one.amount), new Big(0))) };
}

/** What one order line is made of. */
export interface LineFigures {
	readonly type: string;
	readonly description: string;
	readonly quantity: number;
	/** Price of one unit for a whole period, in the payment currency. */
	readonly unitPrice: Money;
	/** How much of a whole period is charged: nothing = once or a whole one, or days of the period. */
	readonly days?: { readonly charged: number; readonly ofPeriod: number };
	/** The platform charges the whole period for these days. */
	readonly chargesWhole?: true;
	/** The period a whole recurring line stands for. */
	readonly period?: Period;
	/** How many of them it charges; default 1. */
	readonly periods?: number;
	readonly discountPercent?: string;
	/** The platform names the price and charges nothing, without a discount. */
	readonly isFree?: true;
	/** The plan's own currency and its rate: one plan unit is `rate` of the payment currency. */
	readonly sales?: { readonly currency: string; readonly rate: string };
	/** Parts of the quantity that cost another price each; without them `unitPrice` is the price of all. */
	readonly tiers?: readonly { readonly quantity: number; readonly unitPrice: string }[];
	/** True turns the amount round (a refund). */
	readonly refund?: boolean;
	readonly taxPercent?: string;
	readonly product?: { readonly id: string; readonly mpn?: string };
	readonly at: string;
}

/** What a subscription's own fee is from then on; `0` is none, nothing said leaves it. */
export interface NewFee {
	readonly fee?: string;
}

/** One line of a billing order. */
export interface BilledLine {
	/** May have a fraction. */
	readonly quantity: number;
	readonly unitPrice: string;
	/** Units that cost another price: the line's amount is that of the tiers, its unit price the one above. */
	readonly tiers?: readonly { readonly quantity: number; readonly unitPrice: string }[];
	/** Default `overuse`; `recurring` stands for a whole billing period. */
	readonly type?: 'overuse' | 'billRecord' | 'recurring';
	/** Default names the product. */
	readonly description?: string;
	/** Billing periods that a recurring line stands for; default 1. */
	readonly periods?: number;
}

/** The order line of given figures; extendedPrice is after discount and without tax. */
export function orderLine(line: LineFigures): OrderDetail {
	const whole = fullPrice(line).times(line.refund === true ? -1 : 1);
	const share = line.isFree ? new Big(0) : whole.times(shareOf(line));
	const off = share.times(line.discountPercent ?? '0').div(100);
	const extended = new Big(cents(share.minus(off)));
	const inPlan = (amount: Big | string, places: number): Money => ({
		currency: line.sales?.currency ?? line.unitPrice.currency,
		amount: new Big(amount).div(line.sales?.rate ?? '1').toFixed(places),
	});
	const currency = line.unitPrice.currency;
	const duration = durationOf(line);
	const tax = cents(extended.times(line.taxPercent ?? '20').div(100));
	const discount: Discount | undefined =
		line.discountPercent === undefined
			? undefined
			: { type: 'percent', value: line.discountPercent, amount: cents(off), amountCode: currency };
	return {
		type: line.type,
		...(line.product?.mpn === undefined ? {} : { mpn: line.product.mpn }),
		...(line.product === undefined ? {} : { productId: line.product.id }),
		...(duration === undefined ? {} : { duration }),
		description: line.description,
		quantity: line.quantity,
		unitPrice: line.unitPrice,
		salesUnitPrice: inPlan(line.unitPrice.amount, 4),
		extendedPrice: { currency, amount: cents(extended) },
		salesExtendedPrice: inPlan(extended, 2),
		...(discount === undefined ? {} : { discount }),
		taxAmount: { currency, amount: tax },
		salesTaxAmount: inPlan(tax, 2),
		exchangeRate: Number(line.sales?.rate ?? '1'),
		exchangeTime: line.at,
	};
}

function fullPrice({ unitPrice, quantity, tiers }: LineFigures): Big {
	const parts = tiers ?? [{ quantity, unitPrice: unitPrice.amount }];
	return parts.reduce((sum, part) => sum.plus(new Big(part.unitPrice).times(part.quantity)), new Big(0));
}

/** How much of a whole period is charged. */
function shareOf({ days, chargesWhole, periods = 1 }: LineFigures): Big {
	return days === undefined || chargesWhole ? new Big(periods) : new Big(days.charged).div(days.ofPeriod);
}

function durationOf(line: LineFigures): OrderDetail['duration'] {
	if (line.days !== undefined) return { type: 'day', duration: line.days.charged };
	return line.period && { ...line.period, duration: line.period.duration * (line.periods ?? 1) };
}
