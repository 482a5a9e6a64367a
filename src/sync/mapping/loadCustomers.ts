import { chunk } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import type { Customer } from '../../domain/order/order';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';

const customersAtOnce = 500;
const action = 'load';

function unreadText(unread: readonly string[]): string {
	const [first] = unread;
	return first === undefined
		? ''
		: ` ${unread.length} could not be read: ${first}. Have it repaired at the marketplace, then load them again.`;
}

/** Reads all customers of the marketplace into the store, where they can be searched; gives how many there are. */
export async function loadCustomers(
	connectionId: ConnectionId,
	{ store, marketplace, clock }: Ports & { readonly marketplace: MarketplacePort },
	by?: string,
): Promise<number> {
	const customers: Customer[] = [];
	const unread: string[] = [];
	for await (const customer of marketplace.customers(({ why }) => unread.push(why))) customers.push(customer);
	for (const some of chunk(customers, customersAtOnce)) await store.saveCustomers(connectionId, some, clock.now());
	const { length } = customers;
	const message = `Read ${length} ${length === 1 ? 'customer' : 'customers'} of the marketplace.${unreadText(unread)}`;
	await store.log([{ at: clock.now(), connectionId, action, message, ...(by === undefined ? {} : { by }) }]);
	return length;
}

/** Whether the store has had all customers of the marketplace, not only those that tasks have brought; the log says so. */
export async function haveCustomersLoaded(connectionId: ConnectionId, store: StorePort): Promise<boolean> {
	return (await store.logPage(connectionId, { action, offset: 0, limit: 1 })).total > 0;
}
