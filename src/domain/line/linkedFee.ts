import type { ConnectionId, SubscriptionId } from '../ids';
import { isFee } from '../order/planFee';
import type { Ledger, LedgerLink } from './ledger';

/** The fees of the subscription itself that its orders have left on lines, those that have ended included. Source: rule M1. */
export function linkedFees(
	{ links }: Ledger,
	of: { readonly connectionId: ConnectionId; readonly subscriptionId: SubscriptionId },
): readonly LedgerLink[] {
	return links.filter(
		(link) =>
			isFee(link.productId) &&
			link.connectionId === of.connectionId &&
			link.subscriptionId === of.subscriptionId &&
			link.leftOn === undefined,
	);
}

/** Whether the last that is known of the link is that it holds units. */
export function isInUse({ units }: LedgerLink): boolean {
	return (units.at(-1)?.units ?? 0) > 0;
}
