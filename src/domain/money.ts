import Big from 'big.js';
import type { Branded } from './ids';

/** A decimal number written out (`-12.5`, `0.0001`): no exponent, no float on the way. */
export type Decimal = Branded<string, 'Decimal'>;

/** An amount in a currency; the amount keeps as many places as it was given. */
export interface Money {
	readonly currency: string;
	readonly amount: Decimal;
}

const written = /^-?\d+(\.\d+)?$/;
const precise = Big();
precise.DP = 30;
precise.RM = Big.roundHalfUp;

/**
 * Reads a decimal from text or from a JSON number.
 *
 * @throws RangeError for anything that is not a plain finite decimal.
 */
export function decimal(value: string | number): Decimal {
	const text =
		typeof value === 'number' ? (Number.isFinite(value) ? precise(value).toFixed() : 'not finite') : value.trim();
	if (!written.test(text)) throw new RangeError(`not a decimal number: ${String(value).slice(0, 40)}`);
	return precise(text).toFixed() as Decimal;
}

/** Reads a decimal that a person typed, a decimal comma included; undefined for anything else. */
export function readDecimal(typed: string): Decimal | undefined {
	const text = typed
		.trim()
		.slice(0, 50)
		.replace(/^(-?\d+),(\d{1,4})$/, '$1.$2');
	return text.length < 50 && written.test(text) ? decimal(text) : undefined;
}

export const zero = '0' as Decimal;

export function plus(a: Decimal, b: Decimal): Decimal {
	return precise(a).plus(b).toFixed() as Decimal;
}

export function minus(a: Decimal, b: Decimal): Decimal {
	return precise(a).minus(b).toFixed() as Decimal;
}

export function times(a: Decimal, b: Decimal | number): Decimal {
	return precise(a).times(b).toFixed() as Decimal;
}

/** Keeps 30 places; round once, at the end. */
export function over(a: Decimal, b: Decimal | number): Decimal {
	return precise(a).div(b).toFixed() as Decimal;
}

export function negate(a: Decimal): Decimal {
	return times(a, -1);
}

/** Without its sign. */
export function absolute(a: Decimal): Decimal {
	return precise(a).abs().toFixed() as Decimal;
}

export function total(amounts: readonly Decimal[]): Decimal {
	return amounts.reduce(plus, zero);
}

/** -1, 0 or 1. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
	return precise(a).cmp(b);
}

export function isZero(a: Decimal): boolean {
	return compare(a, zero) === 0;
}

export function isNegative(a: Decimal): boolean {
	return compare(a, zero) < 0;
}

/** Whether two amounts differ by no more than the tolerance. */
export function agrees(a: Decimal, b: Decimal, tolerance: Decimal): boolean {
	return precise(a).minus(b).abs().lte(tolerance);
}

/**
 * Two places, halves away from zero, so that a charge and its credit cancel.
 *
 * Source: rule A2.
 */
export function roundedAmount(a: Decimal): Decimal {
	return precise(a).round(2, Big.roundHalfUp).toFixed(2) as Decimal;
}

/** Four places at most, halves away from zero: what Autotask keeps of a price. Source: rule A2. */
export function roundedPrice(a: Decimal): Decimal {
	return precise(a).round(4, Big.roundHalfUp).toFixed() as Decimal;
}

/** Rounded like `roundedAmount`, as a whole number of hundredths: sums of many amounts are counted in them, exactly. */
export function hundredths(a: Decimal): number {
	return Number(precise(roundedAmount(a)).times(100).toFixed(0));
}

/** An amount of so many hundredths. */
export function ofHundredths(count: number): Decimal {
	return roundedAmount(over(decimal(count), 100));
}

/** Whether the number has no fraction. */
export function isWhole(a: Decimal): boolean {
	return precise(a).mod(1).eq(0);
}
