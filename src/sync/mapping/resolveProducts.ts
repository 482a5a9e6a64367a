import { uniqBy } from 'lodash';
import type { Service } from '../../domain/contract/service';
import type { ConnectionId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import { neededAndBilled, type NeededProduct } from '../../domain/mapping/neededProducts';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import type { SyncTask } from '../../domain/task/task';
import type { ProductMapping } from '../../ports/store/mappings';
import type { ProductOutcome, ResolvedProduct } from '../tasks/outcomes';
import { freeProducts } from './freeProducts';
import { keepOutcomes } from './keepOutcomes';
import type { MappingPorts } from './matchCompany';
import {
	inNoPeriod,
	keyOf,
	match,
	type Matching,
	type ProductResolution,
	type ResolveProductsOptions,
	servicesFor,
	together,
} from './matchService';

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
	await freeProducts(connectionId, [product.productId], ports);
	return mapping;
}

async function resolveProduct(
	product: NeededProduct,
	matching: Matching,
	ports: MappingPorts,
): Promise<ProductResolution> {
	const { periodType } = product;
	if (periodType === undefined) return inNoPeriod(product);
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
): Promise<ReadonlyMap<string, ProductResolution>> {
	const mappings = [...(await ports.store.productMappings(connectionId))];
	const isMapped = keyBy(mappings, keyOf);
	const open = products.filter((product) => product.periodType !== undefined && isMapped[keyOf(product)] === undefined);
	const externalIds = [...new Set(open.map((product) => String(product.productId)))];
	const found = await servicesFor(externalIds, ports.autotask);
	const resolutions = new Map<string, ProductResolution>();
	for (const product of products)
		resolutions.set(
			keyOf(product),
			await resolveProduct(product, { connectionId, ...found, mappings, options }, ports),
		);
	return resolutions;
}

function productOutcome(
	task: SyncTask,
	products: readonly NeededProduct[],
	resolutions: ReadonlyMap<string, ProductResolution>,
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
	const exclusions = await ports.store.exclusions(first.connectionId);
	const wanted = tasks.map((task) => uniqBy(neededAndBilled(task, seen, exclusions), keyOf));
	const resolutions = await resolveAll(first.connectionId, uniqBy(wanted.flat(), keyOf), ports, options);
	return tasks.map((task, at) => productOutcome(task, wanted[at] ?? [], resolutions));
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
	await keepOutcomes(tasks, (task) => outcomes.get(task), 'product not mapped', ports);
	return tasks.flatMap((task) => outcomes.get(task) ?? []);
}
