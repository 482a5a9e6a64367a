import { groupBy, keyBy, uniqBy } from 'lodash';
import type { Service } from '../domain/contract';
import type { ConnectionId } from '../domain/ids';
import { neededProducts, type NeededProduct } from '../domain/neededProducts';
import {
	attentionOf,
	type Attention,
	type AttentionReason,
	type SeenSubscription,
	type SyncTask,
} from '../domain/task';
import { openAgain } from './freeTasks';
import { freeProduct } from './freeProduct';
import { needAttention, type NeedOf } from './needAttention';
import type { ProductOutcome, ResolvedProduct } from './outcomes';
import type { ProductMapping } from './ports';
import type { MappingPorts } from './resolveCustomers';

export interface ResolveProductsOptions {
	/** Whether several marketplace products may be mapped to one service. */
	readonly severalProducts: 'refuse' | 'allow';
}

type Resolution = { readonly mapping: ProductMapping } | Attention;

interface Matching {
	readonly connectionId: ConnectionId;
	readonly services: readonly Service[];
	/** All product mappings of the connection; grows while products map by themselves. */
	readonly mappings: ProductMapping[];
	readonly options: ResolveProductsOptions;
}

function keyOf(product: NeededProduct | ProductMapping): string {
	return `${product.periodType ?? ''} ${product.productId}`;
}

function notMapped(what: string, also = ''): Attention {
	return attentionOf('product not mapped', what, `; map it in Map Product${also}.`);
}

function billedOtherwise(product: NeededProduct): Attention {
	const length = product.length
		? `every ${product.length.duration} x ${product.length.type}`
		: 'in a period that the marketplace does not state';
	return {
		reason: 'billing period differs',
		message: `Product ${product.name} (${product.productId}) is billed ${length}, and Autotask knows months, quarters, half-years and years only; bill it by hand and ignore the task.`,
	};
}

/** The product that the service carries already, where only one may be on it. */
export function carriedBy(
	service: Service['id'],
	product: { readonly productId: string },
	mappings: readonly ProductMapping[],
): ProductMapping | undefined {
	return mappings.find((one) => one.serviceId === service && one.productId !== product.productId);
}

/** Several causes of one task in one message; those that can be settled on a page keep what is wrong apart from the step. */
function together(reason: AttentionReason, causes: readonly Attention[]): Attention {
	if (causes.some(({ what }) => what === undefined))
		return { reason, message: causes.map(({ message }) => message).join(' ') };
	return attentionOf(reason, causes.map(({ what }) => what).join('; '), '; map them in Map Product.');
}

function match(product: NeededProduct, { services, mappings, options }: Matching): Service | Attention {
	const name = `Product ${product.name} (${product.productId})`;
	const hits = services.filter(
		(service) =>
			service.isActive && service.externalId === product.productId && service.periodType === product.periodType,
	);
	const [hit] = hits;
	if (!hit)
		return notMapped(
			`${name} is not mapped to an Autotask service, and no active ${product.periodType ?? ''} service has its id as external id`,
		);
	if (hits.length > 1)
		return notMapped(
			`${name} is not mapped, and several active services have its id as external id: ${hits.map((one) => `${one.name} (${one.id})`).join(', ')}`,
		);
	const carried = options.severalProducts === 'refuse' ? carriedBy(hit.id, product, mappings) : undefined;
	if (!carried) return hit;
	return notMapped(
		`${name} is not mapped: service ${hit.name} (${hit.id}) carries ${carried.productName} (${carried.productId}) already`,
		', or allow several products on one service',
	);
}

async function keepMapping(
	product: NeededProduct & { readonly periodType: ProductMapping['periodType'] },
	service: Service,
	matching: Matching,
	ports: MappingPorts,
): Promise<ProductMapping> {
	const now = ports.clock.now();
	const { connectionId } = matching;
	const mapping: ProductMapping = {
		connectionId,
		productId: product.productId,
		productName: product.name,
		periodType: product.periodType,
		serviceId: service.id,
		serviceName: service.name,
		mappedBy: 'externalId',
		mappedAt: now,
	};
	await ports.store.saveProductMapping(mapping);
	await ports.store.log([
		{
			at: now,
			connectionId,
			action: 'map',
			message: `Product ${product.name} (${product.productId}, ${product.periodType}) maps to service ${service.name} (${service.id}) by its external id.`,
		},
	]);
	matching.mappings.push(mapping);
	await freeProduct(connectionId, product.productId, ports);
	return mapping;
}

async function resolve(product: NeededProduct, matching: Matching, ports: MappingPorts): Promise<Resolution> {
	const { periodType } = product;
	if (periodType === undefined) return billedOtherwise(product);
	const known = matching.mappings.find((mapping) => keyOf(mapping) === keyOf(product));
	if (known) return { mapping: known };
	const service = match(product, matching);
	return 'reason' in service
		? service
		: { mapping: await keepMapping({ ...product, periodType }, service, matching, ports) };
}

async function resolveAll(
	connectionId: ConnectionId,
	products: readonly NeededProduct[],
	ports: MappingPorts,
	options: ResolveProductsOptions,
): Promise<ReadonlyMap<string, Resolution>> {
	const mappings = [...(await ports.store.productMappings(connectionId))];
	const isMapped = keyBy(mappings, keyOf);
	const open = products.filter((product) => product.periodType !== undefined && isMapped[keyOf(product)] === undefined);
	const externalIds = [...new Set(open.map((product) => String(product.productId)))];
	const services = externalIds.length === 0 ? [] : await ports.autotask.servicesByExternalId(externalIds);
	const resolutions = new Map<string, Resolution>();
	for (const product of products)
		resolutions.set(keyOf(product), await resolve(product, { connectionId, services, mappings, options }, ports));
	return resolutions;
}

function outcomeOf(
	task: SyncTask,
	products: readonly NeededProduct[],
	resolutions: ReadonlyMap<string, Resolution>,
): ProductOutcome {
	const found = products.flatMap((product) => resolutions.get(keyOf(product)) ?? []);
	const causes = found.filter((one) => 'reason' in one);
	const [first] = causes;
	if (first)
		return {
			kind: 'attention',
			taskId: task.id,
			attention: causes.length === 1 ? first : together(first.reason, causes),
		};
	const mapped = found.flatMap((one): ResolvedProduct[] => {
		if ('reason' in one) return [];
		const { productId, productName, periodType, serviceId, serviceName, mappedBy } = one.mapping;
		return [{ productId, productName, periodType, serviceId, serviceName, mappedBy }];
	});
	return { kind: 'mapped', taskId: task.id, products: mapped };
}

async function outcomesOf(
	tasks: readonly SyncTask[],
	ports: MappingPorts,
	options: ResolveProductsOptions,
): Promise<readonly ProductOutcome[]> {
	const [first] = tasks;
	if (!first) return [];
	const ids = [...new Set(tasks.flatMap((task) => task.subscriptionIds))];
	const seen: readonly SeenSubscription[] =
		ids.length === 0 ? [] : await ports.store.subscriptionsById(first.connectionId, ids);
	const wanted = tasks.map((task) => uniqBy(neededProducts(task, seen), keyOf));
	const resolutions = await resolveAll(first.connectionId, uniqBy(wanted.flat(), keyOf), ports, options);
	return tasks.map((task, at) => outcomeOf(task, wanted[at] ?? [], resolutions));
}

async function keepOutcomes(
	tasks: readonly SyncTask[],
	outcomes: ReadonlyMap<SyncTask, ProductOutcome>,
	ports: MappingPorts,
): Promise<void> {
	const needs = tasks.flatMap((task): NeedOf[] => {
		const outcome = outcomes.get(task);
		return outcome?.kind === 'attention' ? [{ task, attention: outcome.attention }] : [];
	});
	await needAttention(needs, ports, 'map');
	await openAgain(
		tasks.filter((task) => outcomes.get(task)?.kind === 'mapped' && task.attention?.reason === 'product not mapped'),
		ports,
	);
}

/**
 * Finds the Autotask service of each product that the tasks need: the one mapped before, else by exact external id.
 *
 * Outcomes come in the order of the tasks; a task without recurring products is mapped with an empty list. Tasks with a
 * missing product are saved as `product not mapped`, or `billing period differs` where Autotask has no such period; the
 * message names every missing product. One read for all external ids. Source: rules C2, M1, M4.
 */
export async function resolveProducts(
	tasks: readonly SyncTask[],
	ports: MappingPorts,
	options: ResolveProductsOptions,
): Promise<readonly ProductOutcome[]> {
	const outcomes = new Map<SyncTask, ProductOutcome>();
	for (const own of Object.values(groupBy(tasks, 'connectionId'))) {
		const found = await outcomesOf(own, ports, options);
		own.forEach((task, at) => {
			const outcome = found[at];
			if (outcome) outcomes.set(task, outcome);
		});
	}
	await keepOutcomes(tasks, outcomes, ports);
	return tasks.flatMap((task) => outcomes.get(task) ?? []);
}
