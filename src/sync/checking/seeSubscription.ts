import type { SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import type { CheckRun } from './checkRun';

/** The newest sight of a subscription, asked for once a check; undefined where the marketplace no longer knows it. */
export async function seeSubscription(run: CheckRun, id: SubscriptionId): Promise<Subscription | undefined> {
	const asked = run.sights.get(id) ?? run.ports.marketplace.subscription(id);
	run.sights.set(id, asked);
	return await asked;
}
