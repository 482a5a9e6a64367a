import type { ConnectionId } from '../../domain/ids';
import type { ServicePlan } from '../../domain/order/order';
import type { MarketplacePort } from '../../ports/marketplace';
import type { StorePort } from '../../ports/store/store';

/** Reads the names of all service plans into the store: what products are grouped under; gives how many there are. One that cannot be read is left out. */
export async function loadServicePlans(
	connectionId: ConnectionId,
	{ store, marketplace }: { readonly store: StorePort; readonly marketplace: MarketplacePort },
): Promise<number> {
	const plans: ServicePlan[] = [];
	for await (const plan of marketplace.servicePlans(() => undefined)) plans.push(plan);
	await store.saveServicePlans(connectionId, plans);
	return plans.length;
}
