import { lengthInMonths, type PeriodLength } from '../billingPeriod';
import { agrees, type Decimal, isNegative, isZero, minus, negate, over, roundedPrice, times, zero } from '../money';
import type { OrderDetail } from './order';

/** How long the billing period is and how much of it a change on its day is charged for. */
export interface ChargedDays {
	readonly billingPeriod?: PeriodLength;
	/** n / d of the subscription's own period, where it is known. */
	readonly days?: { readonly charged: number; readonly inPeriod: number };
	/** The same of what is given back, where that was billed by another period. Source: rule Q11. */
	readonly daysOfRefunds?: { readonly charged: number; readonly inPeriod: number };
}

const cent = '0.01' as Decimal;

/** Billing periods that the line's duration makes; undefined where it states none in months. */
function periodsOf(detail: OrderDetail, billingPeriod: PeriodLength | undefined): Decimal | undefined {
	const unit = billingPeriod && lengthInMonths(billingPeriod);
	if (!detail.duration || !unit) return undefined;
	const { type, duration } = detail.duration;
	if (type === 'month') return over(duration, unit);
	return type === 'year' ? over(times(duration, 12), unit) : undefined;
}

/** Parts of a billing period that a line may be charged for, the most telling first. Source: rule A4. */
function factorsOf(detail: OrderDetail, days: ChargedDays): readonly Decimal[] {
	const periods = periodsOf(detail, days.billingPeriod);
	const whole = '1' as Decimal;
	const stated =
		detail.duration?.type === 'day' && days.days ? [over(detail.duration.duration, days.days.inPeriod)] : [];
	const counted = days.days ? [over(String(days.days.charged) as Decimal, days.days.inPeriod)] : [];
	return [...(periods ? [periods] : []), ...stated, whole, ...counted];
}

function discountOf(detail: OrderDetail, before: Decimal): Decimal {
	const { discount } = detail;
	if (!discount) return zero;
	if (discount.type === 'percent' && discount.value !== undefined) return over(times(before, discount.value), 100);
	return discount.amount ?? zero;
}

/** The part of a period that explains the line's amount, or undefined where none does. Source: rule A4. */
export function explanation(
	detail: OrderDetail,
	days: ChargedDays,
): { readonly factor: Decimal; readonly unitPrice: Decimal } | undefined {
	const amount = detail.extendedPrice?.amount;
	const price = detail.unitPrice?.amount;
	if (amount === undefined || price === undefined) return undefined;
	const absolute = isNegative(amount) ? negate(amount) : amount;
	for (const factor of factorsOf(detail, days)) {
		const before = times(times(price, detail.quantity), factor);
		const net = minus(before, discountOf(detail, before));
		const size = isNegative(net) ? negate(net) : net;
		if (!agrees(size, absolute, cent)) continue;
		const share = isZero(before) ? price : over(times(price, net), before);
		return { factor, unitPrice: roundedPrice(share) };
	}
	return undefined;
}

export function labelled(detail: OrderDetail): string {
	return `line "${detail.description || detail.type}" (${detail.type})`;
}

export function unexplained(detail: OrderDetail): string {
	const amount = detail.extendedPrice?.amount;
	return amount === undefined
		? `${labelled(detail)} states no amount`
		: `${labelled(detail)}: its amount ${amount} is not explained by quantity, unit price, duration and discount`;
}

/** A one-time line states its amount; where it states a unit price too, that explains it. */
export function isOneTimeExplained(detail: OrderDetail): boolean {
	if (detail.extendedPrice === undefined) return false;
	return detail.unitPrice === undefined || explanation(detail, {}) !== undefined;
}
