import { lengthInMonths, type PeriodLength } from '../billingPeriod';
import { type CalendarDate, daysBetween, monthsBetween, plusMonths } from '../calendarDate';
import { absolute, agrees, compare, type Decimal, isZero, minus, over, roundedPrice, times, zero } from '../money';
import type { OrderDetail } from './order';

/** Days charged, of all days of a period. */
export interface PartOfPeriod {
	readonly charged: number;
	readonly inPeriod: number;
}

/** How long the billing period is and how much of it a change on its day is charged for. */
export interface ChargedDays {
	readonly billingPeriod?: PeriodLength;
	/** n / d of the subscription's own period, where it is known. */
	readonly days?: PartOfPeriod;
	/** The same of the contract's period: a subscription may be billed on another day than its term ends on. */
	readonly daysOfContract?: PartOfPeriod;
	/** The contract's days that are left of its period: what of a longer first term lies before its boundary. */
	readonly untilBoundary?: { readonly from: CalendarDate; readonly nextStart: CalendarDate };
	/** Whether a line at 0.00 beside a price is a first period that is free. Source: rule A3. */
	readonly mayBeFree?: true;
	/** The same of what is given back, where that was billed by another period. Source: rule Q11. */
	readonly daysOfRefunds?: PartOfPeriod;
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
function factorsOf(detail: OrderDetail, { billingPeriod, days, daysOfContract }: ChargedDays): readonly Decimal[] {
	const periods = periodsOf(detail, billingPeriod);
	const whole = '1' as Decimal;
	const parts = [days, daysOfContract].filter((part) => part !== undefined);
	const { duration } = detail;
	const stated = duration?.type === 'day' ? parts.map(({ inPeriod }) => over(duration.duration, inPeriod)) : [];
	const counted = parts.map(({ charged, inPeriod }) => over(String(charged) as Decimal, inPeriod));
	return [...(periods ? [periods] : []), ...stated, whole, ...counted];
}

/** Whether the line names fewer days than the period has: a part of it, whatever the platform charges for them. Source: rule A4. */
export function namesPart({ duration }: OrderDetail, { days }: ChargedDays): boolean {
	return (
		duration?.type === 'day' && days !== undefined && compare(duration.duration, String(days.inPeriod) as Decimal) < 0
	);
}

/**
 * The part of what a longer first term costs that lies before the contract's boundary: by whole months where both fit, else
 * by days. Undefined where the line is for no longer than a period, or the boundary does not lie within it. Source: rule A4.
 */
export function beforeBoundary(
	{ duration }: OrderDetail,
	{ billingPeriod, untilBoundary }: ChargedDays,
): Decimal | undefined {
	const unit = billingPeriod && lengthInMonths(billingPeriod);
	const months = duration && lengthInMonths({ type: duration.type, duration: Number(duration.duration) });
	if (!unit || !months || months <= unit || !untilBoundary) return undefined;
	const { from, nextStart } = untilBoundary;
	const end = plusMonths(from, months);
	if (end <= nextStart) return undefined;
	const whole = monthsBetween(from, nextStart);
	if (plusMonths(from, whole) === nextStart) return over(String(whole) as Decimal, months);
	return over(String(daysBetween(from, nextStart)) as Decimal, daysBetween(from, end));
}

function discountOf(detail: OrderDetail, before: Decimal): Decimal {
	const { discount } = detail;
	if (!discount) return zero;
	if (discount.type === 'percent' && discount.value !== undefined) return over(times(before, discount.value), 100);
	return discount.amount ?? zero;
}

/** Whether the line charges nothing: the discount, where it names one, takes a part of a price off that is not charged yet. */
function takesNothingOff({ discount }: OrderDetail): boolean {
	if (!discount) return true;
	if (discount.type === 'percent' && discount.value !== undefined)
		return compare(discount.value, '100' as Decimal) < 0 && isZero(discount.amount ?? zero);
	return isZero(discount.amount ?? zero);
}

/**
 * What a seat costs, less the discount, after a first period that is free: the line names a price and charges nothing, without
 * a discount that makes it so. Undefined for other lines. Source: rule A3.
 */
export function priceAfterFree(detail: OrderDetail): Decimal | undefined {
	const [amount, price] = [detail.extendedPrice?.amount, detail.unitPrice?.amount];
	if (amount === undefined || price === undefined || isZero(price)) return undefined;
	if (!isZero(amount) || !takesNothingOff(detail)) return undefined;
	return roundedPrice(minus(price, discountOf(detail, price)));
}

/** The part of a period that explains the line's amount, or undefined where none does. Source: rule A4. */
export function explanation(
	detail: OrderDetail,
	days: ChargedDays,
): { readonly factor: Decimal; readonly unitPrice: Decimal } | undefined {
	const amount = detail.extendedPrice?.amount;
	const price = detail.unitPrice?.amount;
	if (amount === undefined || price === undefined) return undefined;
	for (const factor of factorsOf(detail, days)) {
		const before = times(times(price, detail.quantity), factor);
		const net = minus(before, discountOf(detail, before));
		if (!agrees(absolute(net), absolute(amount), cent)) continue;
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
