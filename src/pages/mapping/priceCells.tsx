import type { VNode } from 'preact';
import { compare, type Decimal, minus, type Money } from '../../domain/money';
import { changeText, moneyText } from '../moneyText';

/** Of one unit and period. */
interface Priced {
	readonly price: Decimal;
	readonly cost?: Decimal | undefined;
	/** Empty where it is not known. */
	readonly currency: string;
}

/** The same in one line. */
export function priceText({ price, cost, currency }: Priced): string {
	return cost === undefined
		? moneyText(price, currency)
		: `${moneyText(price, currency)}, cost ${moneyText(cost, currency)}`;
}

function CostLine({ cost }: { readonly cost: string | undefined }): VNode | null {
	if (cost === undefined) return null;
	return (
		<>
			<br />
			<span class="soft small">cost {cost}</span>
		</>
	);
}

/** What the marketplace asks, as a subscription was last seen to have it. */
export function MarketplacePrice(given: {
	readonly price: Money | undefined;
	readonly cost: Money | undefined;
}): VNode {
	const { price, cost } = given;
	if (!price) return <span class="soft">-</span>;
	return (
		<>
			{moneyText(price.amount, price.currency)}
			<CostLine cost={cost && moneyText(cost.amount, cost.currency)} />
		</>
	);
}

/** What the service's own price is, and by how much it differs from the marketplace's where both are in one currency. */
export function AutotaskPrice({ of, beside }: { readonly of: Priced; readonly beside: Money | undefined }): VNode {
	const { price, cost, currency } = of;
	const isDifferent = beside?.currency === currency && compare(price, beside.amount) !== 0;
	return (
		<>
			<span class={isDifferent ? 'changed' : ''}>{moneyText(price, currency)}</span>
			<CostLine cost={cost && moneyText(cost, currency)} />
			{isDifferent ? (
				<>
					<br />
					<span class="changed small">{`differs by ${changeText(minus(price, beside.amount), currency)}`}</span>
				</>
			) : null}
		</>
	);
}
