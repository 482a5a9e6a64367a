import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { CustomerMapping, ProductMapping } from '../../ports/store/mappings';
import type { Ports } from '../../ports/store/ports';
import { freeTasks } from '../tasks/freeTasks';
import { correctCustomers, correctedBy, correctProducts, type ProductOnService } from './correctMapping';
import { freeProducts } from './freeProducts';
import { goesOn } from './mappingOutcome';

type KeepPorts = Ports & { readonly autotask: AutotaskPort };

/** What follows mappings that a person has made. */
export interface Followed {
	/** Tasks that waited for them and are open again. */
	readonly freed: readonly SyncTask[];
	/** Tasks that move what was billed by earlier mappings. */
	readonly corrections: readonly SyncTask[];
}

/** The same as the end of a sentence. */
export function followedBy({ freed, corrections }: Followed): string {
	return `${goesOn(freed)}${correctedBy(corrections)}`;
}

/** Keeps mappings of customers of one connection in place of earlier ones, and lets go on what waited for them. Source: rules M1, T8. */
export async function keepCustomerMappings(
	connectionId: ConnectionId,
	mappings: readonly CustomerMapping[],
	ports: KeepPorts,
): Promise<Followed> {
	await ports.store.saveCustomerMappings(mappings);
	const mapped = new Set(mappings.map(({ customerId }) => customerId));
	const concerns = (task: SyncTask) => mapped.has(task.customerId);
	const freed = await freeTasks({ connectionId, reason: 'customer not mapped', concerns }, ports);
	return { freed, corrections: await correctCustomers(connectionId, mappings, ports) };
}

/** A mapping of a product, and the service that it leads to. */
export type MappedProduct = ProductOnService & { readonly mapping: ProductMapping };

/** The same of products. */
export async function keepProductMappings(
	connectionId: ConnectionId,
	mapped: readonly MappedProduct[],
	ports: KeepPorts,
): Promise<Followed> {
	await ports.store.saveProductMappings(mapped.map(({ mapping }) => mapping));
	const products = mapped.map(({ productId }) => productId);
	const freed = await freeProducts(connectionId, products, ports);
	return { freed, corrections: await correctProducts(connectionId, mapped, ports) };
}
