import { uniq } from 'lodash';
import type { ProductId, SubscriptionId } from '../ids';
import type { Order, OrderDetail } from './order';
import { detailsOfPortions } from './portionDetails';
import { type Held, NotSplit, type PortionProduct, rowsOfProduct, together } from './portionRows';
import type { TaskKind } from './taskKind';
import { isOver } from './unorderedChange';

/** What an order says about one subscription. */
export interface OrderPortion {
	readonly subscriptionId: SubscriptionId;
	readonly products: readonly PortionProduct[];
	readonly details: readonly OrderDetail[];
}

export type OrderSplit =
	| { readonly kind: 'split'; readonly portions: readonly OrderPortion[] }
	| { readonly kind: 'notUnderstood'; readonly why: string };

/** The order's own subscription although it names no product of it: one that has ended with a cancellation. */
function endedItself(order: Order, kind: TaskKind, held: Held): readonly SubscriptionId[] {
	const own = order.subscriptionId;
	return own !== undefined && kind === 'cancellation' && isOver(held(own)) ? [own] : [];
}

function namedOnce(order: Order): SubscriptionId | undefined {
	const named = uniq(order.products.flatMap((product) => product.subscriptionId ?? []));
	return named.length === 1 ? named[0] : undefined;
}

function portionsOf(order: Order, kind: TaskKind, held: Held): readonly OrderPortion[] {
	const only = namedOnce(order);
	const rows = order.products.flatMap((product) => rowsOfProduct(product, order, only, held));
	const moves = rows.some((row) => row.product.moves);
	if (moves && kind !== 'change' && kind !== 'migration')
		throw new NotSplit(`it is a ${kind} order that moves seats to another product, plan or subscription`);
	const named = rows.map((row) => row.subscriptionId);
	const own = order.subscriptionId ?? only;
	const ids = uniq([...endedItself(order, kind, held), ...named]);
	const touched = ids.length === 0 && own !== undefined ? [own] : ids;
	const main = own !== undefined && touched.includes(own) ? own : touched[0];
	if (main === undefined) throw new NotSplit('it names no subscription');
	const details = detailsOfPortions(order.details, rows, { main, kind });
	if (typeof details === 'string') throw new NotSplit(details);
	const portions = touched.map((subscriptionId) => ({
		subscriptionId,
		products: together(rows.filter((row) => row.subscriptionId === subscriptionId).map((row) => row.product)),
		details: details.get(subscriptionId) ?? [],
	}));
	const leaves = (portion: OrderPortion) => portion.products.some((product) => product.moves?.direction === 'out');
	return [...portions.filter(leaves), ...portions.filter((portion) => !leaves(portion))];
}

/**
 * What an order says about each subscription that it touches: its products, and its lines of amounts as far as it can
 * be told whose they are.
 *
 * Those that seats leave come first. `held` gives the subscriptions as last seen. Source: rules T9 and Q11.
 */
export function splitOrder(order: Order, kind: TaskKind, held: Held): OrderSplit {
	try {
		return { kind: 'split', portions: portionsOf(order, kind, held) };
	} catch (error) {
		if (error instanceof NotSplit) return { kind: 'notUnderstood', why: error.message };
		throw error;
	}
}

/** The products that an order names, those that seats arrive on included, each with its subscription where it names one. */
export function namedProducts(
	order: Order,
	kind: TaskKind,
	held: Held,
): readonly { readonly product: PortionProduct; readonly subscriptionId?: SubscriptionId }[] {
	const split = splitOrder(order, kind, held);
	if (split.kind === 'notUnderstood')
		return order.products.map((product) => {
			const subscriptionId = product.subscriptionId ?? order.subscriptionId;
			return { product, ...(subscriptionId === undefined ? {} : { subscriptionId }) };
		});
	return split.portions.flatMap(({ products, subscriptionId }) =>
		products.map((product) => ({ product, subscriptionId })),
	);
}

/** Products that seats of the order arrive on, as far as it names them by id. */
export function arrivingProducts(order: Order): readonly ProductId[] {
	return order.products.flatMap((product) => product.movesTo?.productId ?? []);
}
