import { type Attention, attentionOf, type AttentionReason } from '../../domain/attention';
import type { Service } from '../../domain/contract/service';
import type { ConnectionId, ServiceId } from '../../domain/ids';
import type { NeededProduct } from '../../domain/mapping/neededProducts';
import { billedOtherwise } from '../../domain/order/billedPeriod';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { ProductMapping } from '../../ports/store/mappings';
import { confirmed } from './confirmed';

export interface ResolveProductsOptions {
	/** Whether several marketplace products may be mapped to one service. */
	readonly severalProducts: 'refuse' | 'allow';
}

export type ProductResolution = { readonly mapping: ProductMapping } | Attention;

export interface Matching {
	readonly connectionId: ConnectionId;
	readonly services: readonly Service[];
	/** Why services could not be read, by their external id. */
	readonly unread: ReadonlyMap<string, string>;
	/** All product mappings of the connection; grows while products map by themselves. */
	readonly mappings: ProductMapping[];
	readonly options: ResolveProductsOptions;
}

export function keyOf(product: NeededProduct | ProductMapping): string {
	return `${product.periodType ?? ''} ${product.productId}`;
}

function notMapped(what: string, also = ''): Attention {
	return attentionOf('product not mapped', what, `; map it in Map Product${also}.`);
}

export function inNoPeriod({ name, productId, length }: NeededProduct): Attention {
	return { reason: 'billing period differs', message: billedOtherwise(`Product ${name} (${productId})`, length) };
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
export function together(reason: AttentionReason, causes: readonly Attention[]): Attention {
	if (causes.some(({ what }) => what === undefined))
		return { reason, message: causes.map(({ message }) => message).join(' ') };
	return attentionOf(reason, causes.map(({ what }) => what).join('; '), '; map them in Map Product.');
}

/** Services by the external ids of products, as far as they can be read, and why the others cannot. */
export async function servicesFor(
	externalIds: readonly string[],
	autotask: AutotaskPort,
): Promise<Pick<Matching, 'services' | 'unread'>> {
	const unread = new Map<string, string>();
	if (externalIds.length === 0) return { services: [], unread };
	const found = await autotask.servicesByExternalId(externalIds, ({ of, why }) => unread.set(of, why));
	const byId = async (ids: readonly ServiceId[]) => await autotask.services(ids, () => undefined);
	const services = await confirmed(found, byId, ({ externalId = '' }, why) => unread.set(externalId, why));
	return { services, unread };
}

export function match(product: NeededProduct, { services, unread, mappings, options }: Matching): Service | Attention {
	const name = `Product ${product.name} (${product.productId})`;
	const why = unread.get(product.productId);
	if (why !== undefined)
		return notMapped(`${name} is not mapped, and a service with its id as external id could not be read. ${why}`);
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
