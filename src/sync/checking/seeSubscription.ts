import type { CustomerId, SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import { readable } from '../reading/readable';
import type { CheckRun } from './checkRun';

/** A subscription as it is now; no value where the marketplace no longer knows it, and why where it cannot be read. */
export type Sight = { readonly value: Subscription | undefined } | { readonly why: string };

/**
 * The newest sight of a subscription, asked for once a check. A subscription is one customer's for good: where it is not
 * `of` the one that is known from elsewhere, one of both is wrong, and nobody is billed by it.
 */
export async function seeSubscription(run: CheckRun, id: SubscriptionId, of?: CustomerId): Promise<Sight> {
	const asked = run.sights.get(id) ?? run.ports.marketplace.subscription(id);
	run.sights.set(id, asked);
	const read = await readable(async () => await asked);
	if ('why' in read || of === undefined || read.value === undefined || read.value.customerId === of) return read;
	return { why: `subscription ${id} is customer ${read.value.customerId}'s, and customer ${of}'s by what names it` };
}
