import type { SubscriptionId } from '../ids';
import { groupBy } from '../keyed';
import { plus } from '../money';
import type { Order, OrderProduct, Subscription } from './order';

/** A product as one subscription sees it: what the order leaves of it, or how many go to or come from elsewhere. */
export interface PortionProduct extends OrderProduct {
	/** Set where the quantity is what moves, not what is left. Source: rule Q11. */
	readonly moves?: {
		readonly direction: 'out' | 'in';
		/** The other side, in words. */
		readonly other: string;
	};
}

/** One product on one subscription, before those of one subscription are put together. */
export interface PortionRow {
	readonly subscriptionId: SubscriptionId;
	readonly product: PortionProduct;
}

/** Subscriptions as last seen. */
export type Held = (id: SubscriptionId) => Subscription | undefined;

/** Why an order can not be told apart; caught by `splitOrder` alone. */
export class NotSplit extends Error {
	override readonly name = 'NotSplit';
}

function productLabel(product: OrderProduct): string {
	return product.name || product.productId;
}

/** The product that seats become on the target: as the order names it, by its part number there, else the same. */
function movedProduct(product: OrderProduct, order: Order, target: Subscription | undefined): PortionProduct {
	const { productId, mpn } = product.movesTo ?? {};
	const known = [...(target?.products ?? []), ...order.products];
	const byNumber = mpn === undefined ? undefined : known.find((other) => other.mpn === mpn)?.productId;
	const id = productId ?? (mpn === undefined ? product.productId : byNumber);
	if (id === undefined)
		throw new NotSplit(
			`part number ${mpn ?? ''}, which ${productLabel(product)} moves to, is on no subscription of the order`,
		);
	const name = known.find((other) => other.productId === id)?.name;
	return {
		productId: id,
		name: name ?? (id === product.productId ? product.name : id),
		...(mpn === undefined ? {} : { mpn }),
		...(product.quantity === undefined ? {} : { quantity: product.quantity }),
		moves: { direction: 'in', other: productLabel(product) },
	};
}

function targetOf(product: OrderProduct, order: Order, own: SubscriptionId): SubscriptionId {
	const target = product.movesTo?.subscriptionId ?? order.targetSubscriptionId;
	if (target === undefined && product.movesTo?.isUnnamed)
		throw new NotSplit(`${productLabel(product)} moves to a new subscription that the order does not name`);
	return target ?? own;
}

/** Whether the product was stored when a move was kept in words: what it names is not known then. */
export function isTextMove({ movesTo }: Pick<OrderProduct, 'movesTo'>): boolean {
	return movesTo !== undefined && typeof movesTo !== 'object';
}

/** The rows that one product of an order comes to: its own, or one that seats leave and one that they arrive on. */
export function rowsOfProduct(
	product: OrderProduct,
	order: Order,
	only: SubscriptionId | undefined,
	held: Held,
): PortionRow[] {
	const own = product.subscriptionId ?? order.subscriptionId ?? only;
	if (own === undefined) throw new NotSplit(`${productLabel(product)} names no subscription`);
	const target = targetOf(product, order, own);
	if (product.movesTo === undefined && target === own) return [{ subscriptionId: own, product }];
	if (isTextMove(product))
		throw new NotSplit(`it moves ${productLabel(product)} and was read before moves were understood; retry the task`);
	const other = product.movesTo?.named ?? `subscription ${target}`;
	const arriving = movedProduct(product, order, held(target));
	if (target === own && arriving.productId === product.productId)
		throw new NotSplit(`it moves ${productLabel(product)} to itself`);
	return [
		{ subscriptionId: own, product: { ...product, moves: { direction: 'out', other } } },
		{ subscriptionId: target, product: arriving },
	];
}

/** Moves of one product in one direction are one; a product that both moves and is named otherwise stays twice. */
export function together(products: readonly PortionProduct[]): readonly PortionProduct[] {
	const alike = groupBy(products, (product) => `${product.productId} ${product.moves?.direction ?? ''}`);
	return Object.values(alike).flatMap((some) => {
		const [first] = some;
		if (!first?.moves || some.length === 1) return some;
		if (some.some((one) => one.quantity === undefined))
			throw new NotSplit(`it names no quantity for ${productLabel(first)}`);
		const quantity = some.flatMap((one) => one.quantity ?? []).reduce((sum, one) => plus(sum, one));
		const other = some.map((one) => one.moves?.other ?? '').join(', ');
		return [{ ...first, quantity, moves: { ...first.moves, other } }];
	});
}
