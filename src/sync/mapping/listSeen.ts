import type { ConnectionId } from '../../domain/ids';
import type { StorePort } from '../../ports/store/store';
import type { CustomerRow } from './manageCustomerMappings';
import type { ProductRow } from './manageProductMappings';

const rowsAtOnce = 500;

interface Page<Row> {
	readonly rows: readonly Row[];
	readonly total: number;
}

async function allOf<Row>(
	read: (window: { readonly offset: number; readonly limit: number }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
	const all: Row[] = [];
	for (;;) {
		const { rows, total } = await read({ offset: all.length, limit: rowsAtOnce });
		all.push(...rows);
		if (rows.length === 0 || all.length >= total) return all;
	}
}

/** All customers that were loaded or made, by name, whether a task waits for them or not. */
export async function listSeenCustomers(
	connectionId: ConnectionId,
	{ store }: { readonly store: StorePort },
	options: { readonly onlyUnmapped: boolean },
): Promise<readonly CustomerRow[]> {
	const seen = await allOf(async (window) => await store.customerPage(connectionId, { ...options, ...window }));
	return seen.map(({ customer, mapping, waitingTasks }) => ({
		customerId: customer.id,
		customerName: customer.name,
		waitingTasks,
		...(mapping ? { mapping } : {}),
	}));
}

/** All products that subscriptions were seen to hold, by service plan and name, whether a task waits for them or not. */
export async function listSeenProducts(
	connectionId: ConnectionId,
	{ store }: { readonly store: StorePort },
	options: { readonly onlyUnmapped: boolean },
): Promise<readonly Omit<ProductRow, 'waitingTasks'>[]> {
	const seen = await allOf(async (window) => await store.productPage(connectionId, { ...options, ...window }));
	return seen.map(({ name, ...row }) => ({ ...row, productName: name }));
}
