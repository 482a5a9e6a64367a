import type { PeriodType } from '../../domain/billingPeriod';
import type { Service } from '../../domain/contract/service';
import type { ConnectionId, ProductId, ServiceId } from '../../domain/ids';
import { neededProducts } from '../../domain/mapping/neededProducts';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { ProductMapping } from '../../ports/store/mappings';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import { followedBy, keepProductMappings } from './keepMappings';
import { type MappingOutcome, refused, type UnmapOutcome } from './mappingOutcome';
import { carriedBy, type ResolveProductsOptions } from './matchService';

/** A product in one period type as the mapping's list shows it; without `mapping` it waits for one. */
export interface ProductRow {
	readonly productId: ProductId;
	readonly productName: string;
	readonly periodType?: PeriodType;
	readonly mapping?: ProductMapping;
	/** Tasks at `product not mapped` that need it. */
	readonly waitingTasks: number;
}

export interface ProductToMap extends ResolveProductsOptions {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly serviceId: ServiceId;
	/** What the person expects; the service's own counts and must equal it. */
	readonly periodType?: PeriodType;
	/** Taken from the subscriptions that were seen, else from the waiting tasks, where not given. */
	readonly productName?: string;
	readonly by?: string;
}

interface Waiting {
	readonly tasks: readonly SyncTask[];
	readonly seen: readonly SeenSubscription[];
}

async function waitingTasks(connectionId: ConnectionId, store: StorePort): Promise<Waiting> {
	const tasks = await store.tasks(connectionId, { states: ['attention'], reasons: ['product not mapped'] });
	const ids = [...new Set(tasks.flatMap((task) => task.subscriptionIds))];
	return { tasks, seen: ids.length === 0 ? [] : await store.subscriptionsById(connectionId, ids) };
}

/** All mapped products by name, then those that wait for a mapping, or only these. */
export async function listProductMappings(
	connectionId: ConnectionId,
	ports: { readonly store: StorePort },
	options: { readonly onlyUnmapped: boolean },
): Promise<readonly ProductRow[]> {
	const { tasks, seen } = await waitingTasks(connectionId, ports.store);
	const rows = new Map<string, ProductRow>();
	for (const mapping of await ports.store.productMappings(connectionId)) {
		const { productId, productName, periodType } = mapping;
		rows.set(`${productId} ${periodType}`, { productId, productName, periodType, mapping, waitingTasks: 0 });
	}
	for (const product of tasks.flatMap((task) => neededProducts(task, seen))) {
		const { productId, name: productName, periodType } = product;
		const key = `${productId} ${periodType ?? ''}`;
		const row = rows.get(key) ?? { productId, productName, waitingTasks: 0, ...(periodType ? { periodType } : {}) };
		rows.set(key, row.mapping ? row : { ...row, waitingTasks: row.waitingTasks + 1 });
	}
	const all = [...rows.values()].sort(
		(a, b) =>
			Number(b.mapping !== undefined) - Number(a.mapping !== undefined) || a.productName.localeCompare(b.productName),
	);
	return options.onlyUnmapped ? all.filter((row) => !row.mapping) : all;
}

/** Why the product may not be mapped to the service: that is not there, or inactive, or of another period type. */
export function whyNoService(
	service: Service | undefined,
	wanted: Pick<ProductToMap, 'serviceId' | 'periodType'>,
): string | undefined {
	if (!service) return `Autotask has no service ${wanted.serviceId}; choose another one.`;
	const name = `Service ${service.name} (${service.id})`;
	if (!service.isActive) return `${name} is inactive in Autotask; activate it or choose another one.`;
	if (service.periodType === undefined)
		return `${name} has a period type that no subscription has; choose a monthly, quarterly, semi-annual or yearly one.`;
	if (wanted.periodType !== undefined && wanted.periodType !== service.periodType) {
		return `${name} is ${service.periodType}, the product is billed ${wanted.periodType}; choose a service of that period type.`;
	}
	return undefined;
}

/** Why the service takes no other product than the one that it carries. */
export function carriesText(service: Service, carried: ProductMapping): string {
	return `Service ${service.name} (${service.id}) carries product ${carried.productName} (${carried.productId}) already; choose another service, or allow several products on one service.`;
}

function whyNotMapped(
	service: Service | undefined,
	wanted: ProductToMap,
	mappings: readonly ProductMapping[],
): string | undefined {
	const why = whyNoService(service, wanted);
	if (why !== undefined || !service || wanted.severalProducts === 'allow') return why;
	const carried = carriedBy(service.id, wanted, mappings);
	return carried && carriesText(service, carried);
}

async function productName(
	wanted: ProductToMap,
	periodType: PeriodType,
	mappings: readonly ProductMapping[],
	store: StorePort,
): Promise<string> {
	if (wanted.productName !== undefined) return wanted.productName;
	const held = await store.product(wanted.connectionId, wanted.productId, periodType);
	if (held) return held.name;
	const { tasks, seen } = await waitingTasks(wanted.connectionId, store);
	const waiting = tasks
		.flatMap((task) => neededProducts(task, seen))
		.find((product) => product.productId === wanted.productId);
	return (
		waiting?.name ?? mappings.find((mapping) => mapping.productId === wanted.productId)?.productName ?? wanted.productId
	);
}

/** What the log and the page say of a mapping that was made. */
export function isMappedText({
	productName: name,
	productId,
	periodType,
	serviceName,
	serviceId,
}: ProductMapping): string {
	return `Product ${name} (${productId}), billed ${periodType}, is mapped to service ${serviceName} (${serviceId}).`;
}

/**
 * Maps a product to an active service for the service's own period type, by a person, in place of its earlier mapping.
 *
 * Subscriptions whose units are on another service get a task that moves them. Source: rules C3, M1.
 */
export async function mapProduct(
	wanted: ProductToMap,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<MappingOutcome<ProductMapping>> {
	const { connectionId, productId, serviceId, by } = wanted;
	const [service] = await ports.autotask.services([serviceId]);
	const mappings = await ports.store.productMappings(connectionId);
	const why = whyNotMapped(service, wanted, mappings);
	if (why !== undefined || !service?.periodType) return refused(why ?? `Service ${serviceId} cannot be used.`);
	const { periodType, name: serviceName } = service;
	const mappedAt = ports.clock.now();
	const mapping: ProductMapping = {
		connectionId,
		productId,
		productName: await productName(wanted, periodType, mappings, ports.store),
		periodType,
		serviceId,
		serviceName,
		mappedBy: 'person',
		mappedAt,
	};
	const followed = await keepProductMappings(connectionId, [{ mapping, productId, service }], ports);
	const message = `${isMappedText(mapping)}${followedBy(followed)}`;
	await ports.store.log([{ at: mappedAt, connectionId, action: 'map', message, ...(by === undefined ? {} : { by }) }]);
	return { kind: 'mapped', mapping, freed: followed.freed.map((task) => task.id), message };
}

/** Takes a product's mapping away, of one period type or of all; what has synced stays. Source: rule M1. */
export async function unmapProduct(
	unmap: {
		readonly connectionId: ConnectionId;
		readonly productId: ProductId;
		readonly periodType?: PeriodType;
		readonly by?: string;
	},
	ports: Ports,
): Promise<UnmapOutcome> {
	const { connectionId, productId, periodType, by } = unmap;
	const mappings = (await ports.store.productMappings(connectionId, [productId])).filter(
		(one) => periodType === undefined || one.periodType === periodType,
	);
	const [first] = mappings;
	if (!first) return refused(`Product ${productId} is not mapped${periodType ? ` for ${periodType} billing` : ''}.`);
	await ports.store.removeProductMapping(connectionId, productId, periodType);
	const services = mappings.map((one) => `${one.serviceName} (${one.serviceId})`).join(', ');
	const message = `Product ${first.productName} (${productId}) is no longer mapped to ${services}; what has synced stays.`;
	await ports.store.log([
		{ at: ports.clock.now(), connectionId, action: 'unmap', message, ...(by === undefined ? {} : { by }) },
	]);
	return { kind: 'unmapped', message };
}
