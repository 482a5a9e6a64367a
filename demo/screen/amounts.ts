import Big from 'big.js';

/** The sum of amounts as Autotask gives them, without the errors of binary fractions. */
export function sumOf(amounts: readonly number[]): number {
	return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toNumber();
}

/** An amount with two decimals and its thousands apart. */
export function shownAmount(amount: number | string): string {
	const [whole = '', decimals] = new Big(amount).toFixed(2).split('.');
	return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals}`;
}

/** A change with its sign. */
export function signed(change: number): string {
	return change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0';
}
