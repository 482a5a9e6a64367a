import { compare, type Decimal, isNegative, isWhole, negate, plus, zero } from '../money';

/** One order of a subscription's product, as far as its quantity goes. */
export interface ChainOrder {
	readonly orderNumber: string;
	/** What its quantity means: `sales` and `migration` the whole, `change` as the setting says, the others what moves. */
	readonly kind: 'sales' | 'change' | 'migration' | 'movesOut' | 'movesIn';
	/** What the subscription says goes before what it names, where it has left the subscription as it was. Source: rules Q3, Q6 and Q8. */
	readonly follows?: true;
	/** Absent where the order does not name the product. */
	readonly quantity?: Decimal;
}

export type ChainReading =
	/** The quantity that each order leaves behind, in the order given. */
	| { readonly kind: 'read'; readonly quantities: readonly number[] }
	| { readonly kind: 'notUnderstood'; readonly why: string }
	| { readonly kind: 'fractional'; readonly why: string };

/** By how much an order changes the quantity; undefined where it names the whole. Source: rules Q8 and Q11. */
export function differenceOf(
	order: ChainOrder,
	{ changeQuantity }: { readonly changeQuantity: 'total' | 'difference' },
): Decimal | undefined {
	const { kind, quantity = zero } = order;
	if (kind === 'movesOut') return negate(quantity);
	if (kind === 'movesIn') return quantity;
	return kind === 'change' && changeQuantity === 'difference' ? quantity : undefined;
}

/** Whether the order moves seats to another product, plan or subscription, or from one. Source: rule Q11. */
export function isMove({ kind }: ChainOrder): boolean {
	return kind === 'movesOut' || kind === 'movesIn';
}

/**
 * Reads which quantity each order of a chain leaves behind.
 *
 * Orders come oldest first; a Sales order names the whole quantity, a Change order the new total or the difference, as
 * the setting says, one that moves seats how many move. `before` is what the subscription held before the first of them. The chain must end at `current`,
 * the subscription's own figure; undefined where a later order exists that is not in the chain yet, then that check is
 * left out. Source: rules Q8 and Q9.
 */
export function readQuantityChain(
	orders: readonly ChainOrder[],
	options: { readonly before: number; readonly current?: Decimal; readonly changeQuantity: 'total' | 'difference' },
): ChainReading {
	const quantities: number[] = [];
	let held = String(options.before) as Decimal;
	for (const order of orders) {
		if (order.quantity === undefined)
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} names no quantity for the product` };
		const difference = differenceOf(order, options);
		if ((difference === undefined || isMove(order)) && isNegative(order.quantity))
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} names a negative quantity (${order.quantity})` };
		held = difference === undefined ? order.quantity : plus(held, difference);
		if (isNegative(held))
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} leaves a negative quantity (${held})` };
		if (!isWhole(held))
			return {
				kind: 'fractional',
				why: `order ${order.orderNumber} leaves ${held} licences, and Autotask counts whole units`,
			};
		quantities.push(Number(held));
	}
	const { current } = options;
	const before = quantities.at(-2) ?? options.before;
	if (orders.at(-1)?.follows && current !== undefined && Number(current) === before)
		return { kind: 'read', quantities: [...quantities.slice(0, -1), before] };
	if (current !== undefined && orders.length > 0 && compare(held, current) !== 0) {
		const last = orders.at(-1)?.orderNumber ?? '';
		return {
			kind: 'notUnderstood',
			why: `the orders end at ${held} with ${last}, the subscription holds ${current || zero}; check what a Change order's quantity means (setting changeQuantity)`,
		};
	}
	return { kind: 'read', quantities };
}
