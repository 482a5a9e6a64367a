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

/** How the total of a unit row is kept. */
export type RowDecimals = 'four' | 'two' | 'fourPerUnit';

/** units x rate x days / fullDays, as a row's total is kept. */
export function prorated(
	units: number,
	rate: number,
	{ days, fullDays, decimals }: { readonly days: number; readonly fullDays: number; readonly decimals: RowDecimals },
): number {
	const ofUnit = decimal(rate).times(days).div(fullDays);
	if (decimals === 'fourPerUnit') return rounded(decimal(units).times(rounded(ofUnit, 4)), 4);
	return rounded(decimal(units).times(decimal(rate)).times(days).div(fullDays), decimals === 'two' ? 2 : 4);
}

/** The exact sum of JSON numbers. */
export function sum(values: readonly number[]): Decimal {
	return values.reduce((total, value) => total.plus(value), decimal(0));
}
