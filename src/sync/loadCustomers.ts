import { chunk } from 'lodash';
import type { ConnectionId } from '../domain/ids';
import type { Customer } from '../domain/order';
import type { Clock, MarketplacePort, StorePort } from './ports';

const customersAtOnce = 500;

/** Reads all customers of the marketplace into the store, where they can be searched; gives how many there are. */
export async function loadCustomers(
	connectionId: ConnectionId,
	{
		store,
		marketplace,
		clock,
	}: { readonly store: StorePort; readonly marketplace: MarketplacePort; readonly clock: Clock },
): Promise<number> {
	const customers: Customer[] = [];
	for await (const customer of marketplace.customers()) customers.push(customer);
	for (const some of chunk(customers, customersAtOnce)) await store.saveCustomers(connectionId, some, clock.now());
	return customers.length;
}
