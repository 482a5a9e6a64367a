import { compare, roundedAmount, type Decimal } from '../domain/money';

/** An amount or a price as a person reads it: with two places at least, and as many more as there are. */
export function amountText(amount: Decimal): string {
	const rounded = roundedAmount(amount);
	return compare(rounded, amount) === 0 ? rounded : amount;
}
