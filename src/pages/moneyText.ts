import { type Decimal, roundedAmount } from '../domain/money';

type Sign = 'auto' | 'exceptZero';

const isCode = /^[A-Z]{3}$/;

function written(amount: Decimal, currency: string, signDisplay: Sign): string {
	const places = { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay };
	const style = isCode.test(currency)
		? { style: 'currency' as const, currency, currencyDisplay: 'symbol' as const }
		: {};
	return new Intl.NumberFormat('en-GB', { ...places, ...style }).format(Number(roundedAmount(amount)));
}

/** An amount as a person reads it: `£1,234.50`, `US$12.00`; a currency that is no ISO code has no sign. */
export function moneyText(amount: Decimal, currency: string): string {
	return written(amount, currency, 'auto');
}

/** What an amount changes by: `+£54.00`, `-£7.00`, `£0.00`. */
export function changeText(amount: Decimal, currency: string): string {
	return written(amount, currency, 'exceptZero');
}

/** An amount in as few signs as the axis of a picture has room for: `£2.3K`. */
export function shortMoneyText(amount: number, currency: string): string {
	const style = isCode.test(currency) ? { style: 'currency' as const, currency } : {};
	const short = { notation: 'compact' as const, maximumFractionDigits: 1, minimumFractionDigits: 0 };
	return new Intl.NumberFormat('en-GB', { ...short, ...style }).format(amount);
}

/** A number of seats as a person reads it: `1,200`. */
export function countText(count: number): string {
	return new Intl.NumberFormat('en-GB').format(count);
}
