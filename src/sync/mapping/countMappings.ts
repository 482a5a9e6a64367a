import { chargeKinds } from '../../domain/contract/charge';
import type { ConnectionId } from '../../domain/ids';
import type { MappedCount } from '../../ports/store/seen';
import type { StorePort } from '../../ports/store/store';

/** How many of each can be mapped, and how many are; of charges the kinds, not the products that have their own. */
export interface MappingCounts {
	readonly customers: MappedCount;
	readonly products: MappedCount;
	readonly charges: MappedCount;
}

/** Counts them for the tabs of the mapping. */
export async function countMappings(
	connectionId: ConnectionId,
	{ store }: { readonly store: StorePort },
): Promise<MappingCounts> {
	const kinds = (await store.chargeMappings(connectionId)).filter(({ productId }) => productId === undefined);
	const charges = { mapped: kinds.length, total: chargeKinds.length };
	return { ...(await store.countMapped(connectionId)), charges };
}
