import { partition } from 'lodash';
import type { ConnectionId, ProductId, SubscriptionId } from '../ids';
import type { Subscription, SubscriptionProduct } from '../order/order';
import { isFee, oneFee } from '../order/planFee';
import type { Ledger, LedgerLink } from './ledger';

interface OfSubscription {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
}

/** The fees of the subscription itself that its orders have left on lines, those that have ended included. */
function linkedFees({ links }: Ledger, of: OfSubscription): readonly LedgerLink[] {
	return links.filter(
		(link) =>
			isFee(link.productId) &&
			link.connectionId === of.connectionId &&
			link.subscriptionId === of.subscriptionId &&
			link.leftOn === undefined,
	);
}

function isInUse({ units }: LedgerLink): boolean {
	return (units.at(-1)?.units ?? 0) > 0;
}

/** What the subscription holds; its own fee as its orders have left it, since the marketplace does not list that. Source: rule M1. */
export function productsHeld(
	{ id, products }: Pick<Subscription, 'id' | 'products'>,
	ledger: Ledger,
	connectionId: ConnectionId,
): readonly SubscriptionProduct[] {
	const [fees, seats] = partition(products, ({ productId }) => isFee(productId));
	const linked = linkedFees(ledger, { connectionId, subscriptionId: id });
	const known = fees.filter(({ productId }) => linked.some((link) => link.productId === productId));
	const used = linked.filter(isInUse).map(({ productId }) => ({ productId, name: productId, quantity: oneFee }));
	return [...seats, ...(known.length > 0 ? known : used)];
}

/** A fee that the contract has, where an order names another one: it has another one only where an order moves it. Source: rules M1 and Q11. */
export function otherFee(
	ordered: readonly ProductId[],
	ledger: Ledger,
	of: OfSubscription,
): { readonly named: ProductId; readonly other: ProductId } | undefined {
	const [named] = ordered.filter(isFee);
	const other = linkedFees(ledger, of).find((link) => isInUse(link) && !ordered.includes(link.productId));
	return named && other && { named, other: other.productId };
}
