import { uniq } from 'lodash';
import { isPeriodType, type PeriodType } from '../../domain/billingPeriod';
import type { Service } from '../../domain/contract/service';
import type { ConnectionId, ProductId, ServiceId } from '../../domain/ids';
import { keyBy, keyed } from '../../domain/keyed';
import type { ProductMapping } from '../../ports/store/mappings';
import { keepProductMappings, type MappedProduct } from '../mapping/keepMappings';
import { listSeenProducts } from '../mapping/listSeen';
import { carriesText, isMappedText, whyNoService } from '../mapping/manageProductMappings';
import { carriedBy, type ResolveProductsOptions } from '../mapping/matchService';
import { idIn, isCalled, logMapped } from './fileValues';
import type { FilePorts, MappingFile, NamingRow, RowVerdict } from './mappingFile';

type Verdict = RowVerdict<MappedProduct>;

interface Known {
	readonly names: Readonly<Record<string, string>>;
	readonly mappings: Readonly<Record<string, ProductMapping>>;
	readonly services: Readonly<Record<string, Service>>;
	readonly unread: ReadonlyMap<ServiceId, string>;
	readonly base: Pick<ProductMapping, 'connectionId' | 'mappedAt'>;
}

function keyOf(productId: string, periodType: string): string {
	return `${periodType} ${productId}`;
}

async function readKnown(rows: readonly NamingRow[], connectionId: ConnectionId, ports: FilePorts): Promise<Known> {
	const seen = await listSeenProducts(connectionId, ports, { onlyUnmapped: false });
	const mappings = await ports.store.productMappings(connectionId);
	const named = [...mappings, ...seen].map((one) => ({ ...one, key: keyOf(one.productId, one.periodType ?? '') }));
	const ids = uniq(rows.flatMap(({ values }) => idIn(values['service id']) ?? [])) as ServiceId[];
	const unread = new Map<ServiceId, string>();
	const services = await ports.autotask.services(ids, ({ of, why }) => unread.set(of, why));
	return {
		names: keyed(named.map(({ key, productName }) => [key, productName])),
		mappings: keyBy(mappings, (one) => keyOf(one.productId, one.periodType)),
		services: keyBy(services, 'id'),
		unread,
		base: { connectionId, mappedAt: ports.clock.now() },
	};
}

function whyNot({ values }: NamingRow, periodType: PeriodType, { services, unread }: Known): string | undefined {
	const id = idIn(values['service id']) as ServiceId | undefined;
	if (id === undefined) return `"${values['service id'] ?? ''}" is no service ID.`;
	const why = unread.get(id);
	if (why !== undefined) return `Service ${id} cannot be read: ${why}.`;
	const service = services[id];
	const unusable = whyNoService(service, { serviceId: id, periodType });
	if (unusable !== undefined || !service || isCalled(service.name, values['service'])) return unusable;
	return `Service ${id} is called ${service.name} in Autotask, not ${values['service'] ?? ''}.`;
}

function judged(row: NamingRow, known: Known): Verdict {
	const { line, key, values } = row;
	const { 'product id': id = '', billed = '', product = '' } = values;
	const before = known.mappings[key];
	const productName = known.names[key] ?? (product === '' ? id : product);
	const isNeverSeen = known.names[key] === undefined;
	const name = `${productName} (${id}), billed ${billed}${isNeverSeen ? ', in no subscription yet' : ''}`;
	const service = known.services[idIn(values['service id']) ?? ''];
	if (before && before.serviceId === idIn(values['service id'])) return { line, name, kind: 'unchanged' };
	if (!isPeriodType(billed))
		return { line, name, kind: 'refused', why: `Autotask has no period ${billed}. Bill it by hand.` };
	const why = whyNot(row, billed, known);
	if (why !== undefined || !service) return { line, name, kind: 'refused', why: why ?? '' };
	const productId = id as ProductId;
	const { id: serviceId, name: serviceName } = service;
	const named = { productId, productName, periodType: billed, serviceId, serviceName };
	const mapping: MappedProduct = { productId, service, mapping: { ...known.base, ...named, mappedBy: 'person' } };
	const after = `${serviceName} (${serviceId})`;
	if (!before) return { line, name, kind: 'new', after, mapping };
	return { line, name, kind: 'changed', before: `${before.serviceName} (${before.serviceId})`, after, mapping };
}

/** What all products would be mapped to once the file is taken. */
function mappedAfter(verdicts: readonly Verdict[], { mappings }: Known): readonly ProductMapping[] {
	const after = new Map(Object.entries(mappings));
	for (const one of verdicts)
		if ('mapping' in one) after.set(keyOf(one.mapping.productId, one.mapping.mapping.periodType), one.mapping.mapping);
	return [...after.values()];
}

/** Refuses what would bring a service a second product; as often as what is refused leaves another product where it was. */
function oneProductEach(verdicts: readonly Verdict[], known: Known): readonly Verdict[] {
	const after = mappedAfter(verdicts, known);
	const alone = verdicts.map((one): Verdict => {
		if (!('mapping' in one)) return one;
		const { service, productId } = one.mapping;
		const carried = carriedBy(service.id, { productId }, after);
		return carried ? { line: one.line, name: one.name, kind: 'refused', why: carriesText(service, carried) } : one;
	});
	const isSame = alone.every((one, at) => one.kind === verdicts[at]?.kind);
	return isSame ? alone : oneProductEach(alone, known);
}

/** Mappings of products to services, as the list of products gives them as a file. */
export function productFile({ severalProducts }: ResolveProductsOptions): MappingFile<MappedProduct> {
	return {
		columns: { needed: ['product id', 'billed', 'service id'], also: ['product', 'service'] },
		keyOf: ({ values }) => (values['product id'] ? keyOf(values['product id'], values['billed'] ?? '') : ''),
		targetOf: ({ values }) => values['service id'] ?? '',
		judge: async (rows, connectionId, ports) => {
			const known = await readKnown(rows, connectionId, ports);
			const verdicts = rows.map((row) => judged(row, known));
			return severalProducts === 'refuse' ? oneProductEach(verdicts, known) : verdicts;
		},
		keep: async (mappings, by, ports) => {
			const { freed } = await keepProductMappings(by.connectionId, mappings, ports);
			await logMapped(
				mappings.map(({ mapping }) => isMappedText(mapping)),
				by,
				ports,
			);
			return freed;
		},
	};
}
