import type { PeriodType } from '../../domain/billingPeriod';
import type { BillingCodeId, ConnectionId, ProductId } from '../../domain/ids';
import { compare, type Decimal, zero } from '../../domain/money';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import { leaseMs } from '../../ports/store/leaseMs';
import type { ProductMapping } from '../../ports/store/mappings';
import type { Ports } from '../../ports/store/ports';
import { mapProduct } from './manageProductMappings';
import { type MappingOutcome, refused } from './mappingOutcome';
import type { ResolveProductsOptions } from './matchService';

/** A service of Autotask's catalogue as a person wants it for a product. */
export interface ServiceToAdd extends ResolveProductsOptions {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly productName: string;
	readonly mpn?: string;
	readonly periodType: PeriodType;
	/** Of the service; at most 100 characters. */
	readonly name: string;
	/** For one unit and one period, in the internal currency. */
	readonly price: Decimal;
	readonly cost?: Decimal;
	readonly billingCodeId: BillingCodeId;
	readonly by?: string;
}

function whyNotAdded(wanted: ServiceToAdd): string | undefined {
	if (wanted.name.trim() === '') return 'The service needs a name.';
	if (wanted.name.length > 100) return 'The name of the service is longer than the 100 characters that Autotask keeps.';
	if (compare(wanted.price, zero) < 0) return 'The price of the service is below zero.';
	return undefined;
}

/**
 * Creates the service of a product in Autotask and maps the product to it, by a person.
 *
 * The service carries the product's id as external id: an active one of that period type that carries it already is
 * taken instead, so that a repeat, or an answer that was lost, makes no second one. Source: rule M1.
 */
export async function addServiceToAutotask(
	wanted: ServiceToAdd,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<MappingOutcome<ProductMapping>> {
	const why = whyNotAdded(wanted);
	if (why !== undefined) return refused(why);
	const { store, clock, autotask } = ports;
	const lease = `service ${autotask.databaseId} ${wanted.productId} ${wanted.periodType}`;
	const holder = `${store.storeId}-${clock.random()}`;
	if (!(await store.takeLease(lease, holder, leaseMs.service)))
		return refused(`Somebody else is adding product ${wanted.productName} to Autotask; look again in a minute.`);
	try {
		return await added(wanted, ports);
	} finally {
		await store.releaseLease(lease, holder);
	}
}

async function added(
	wanted: ServiceToAdd,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<MappingOutcome<ProductMapping>> {
	const { autotask, store, clock } = ports;
	const carrying = await autotask.servicesByExternalId([wanted.productId]);
	const there = carrying.find((service) => service.isActive && service.periodType === wanted.periodType);
	const isCostLost = !there && wanted.cost !== undefined && (await autotask.hidesCosts());
	const serviceId =
		there?.id ??
		(await autotask.createService({
			name: wanted.name.trim(),
			periodType: wanted.periodType,
			unitPrice: wanted.price,
			...(wanted.cost === undefined || isCostLost ? {} : { unitCost: wanted.cost }),
			billingCodeId: wanted.billingCodeId,
			externalId: wanted.productId,
			...(wanted.mpn === undefined ? {} : { sku: wanted.mpn }),
		}));
	const message = there
		? `Service ${there.name} (${there.id}) carries product ${wanted.productId} as its external id already; it is taken.`
		: `Service ${wanted.name.trim()} (${serviceId}), ${wanted.periodType}, was created for product ${wanted.productName} (${wanted.productId})${isCostLost ? ', without its cost: the API user in Autotask may not read costs' : ''}.`;
	await store.log([
		{
			at: clock.now(),
			connectionId: wanted.connectionId,
			action: 'create',
			message,
			...(wanted.by === undefined ? {} : { by: wanted.by }),
		},
	]);
	const { connectionId, productId, productName, periodType, severalProducts, by } = wanted;
	const outcome = await mapProduct(
		{
			connectionId,
			productId,
			productName,
			periodType,
			severalProducts,
			serviceId,
			...(by === undefined ? {} : { by }),
		},
		ports,
	);
	return { ...outcome, message: `${message} ${outcome.message}` };
}
