import Big from 'big.js';

/** A decimal number; never a binary fraction. */
export type Decimal = Big;

/** Reads a decimal. */
export function decimal(value: Big | number | string): Decimal {
	return new Big(value);
}

/** Kept as a JSON number with at most `places` decimals, halves away from zero. */
export function rounded(value: Decimal, places: 2 | 4): number {
	return Number(value.round(places, Big.roundHalfUp).toString());
}

/** units x rate x days / fullDays, at four decimals. */
export function prorated(units: number, rate: number, days: number, fullDays: number): number {
	return rounded(decimal(units).times(decimal(rate)).times(days).div(fullDays), 4);
}

/** The exact sum of JSON numbers. */
export function sum(values: readonly number[]): Decimal {
	return values.reduce((total, value) => total.plus(value), decimal(0));
}
