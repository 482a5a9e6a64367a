import type { VNode } from 'preact';
import type { PeriodType } from '../../domain/billingPeriod';
import type { Service } from '../../domain/contract/service';
import type { ProductId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { ProductPage } from '../../ports/store/seen';
import { loadServicePlans } from '../../sync/mapping/loadServicePlans';
import { Badge } from '../parts/badge';
import type { PagePorts } from '../page';
import { MappedCell } from './mappedCell';
import type { MappedColumn, MappedList } from './mappedList';
import { AutotaskPrice, MarketplacePrice } from './priceCells';

/** A product in one billing period, as the store shows it, with what Autotask knows of its service where that was asked for. */
export type ProductRow = ProductPage['rows'][number] & {
	readonly service?: Service;
	/** In which services are priced. */
	readonly currency?: string;
};

/** A product in one billing period. */
export interface NamedProduct {
	readonly productId: ProductId;
	/** Undefined where Autotask has no such period, or an address names none. */
	readonly periodType: PeriodType | undefined;
}

/** A product's name above its id and SKU. */
export function ProductCell({ product }: { readonly product: Pick<ProductRow, 'name' | 'productId' | 'mpn'> }): VNode {
	return (
		<>
			<strong>{product.name || 'without a name'}</strong>
			<br />
			<span class="soft small">
				{product.productId}
				{product.mpn === undefined ? '' : `, SKU ${product.mpn}`}
			</span>
		</>
	);
}

/** How a product is billed, and that Autotask has no such period where that is so. */
export function periodText({ periodType, length }: ProductRow): string {
	return periodType ?? (length === '' ? 'not stated' : `${length}: Autotask has no such period`);
}

function ServiceCell({ product }: { readonly product: ProductRow }): VNode {
	const { mapping, periodType } = product;
	if (mapping) return <MappedCell name={mapping.serviceName} id={mapping.serviceId} mappedBy={mapping.mappedBy} />;
	return periodType === undefined ? <Badge mood="plain">bill by hand</Badge> : <Badge mood="wait">not mapped</Badge>;
}

function planText({ planId, planName }: ProductRow): string {
	if (planName !== undefined) return planName;
	return planId === undefined ? 'Without a service plan' : `Service plan ${planId}`;
}

const columns: readonly MappedColumn<ProductRow>[] = [
	{ head: 'Product', class: () => 'head', show: (product) => <ProductCell product={product} /> },
	{ head: 'Billed', class: ({ periodType }) => (periodType ? 'short' : ''), show: periodText },
	{
		head: 'Marketplace price',
		headClass: 'number',
		class: ({ price }) => (price ? 'number' : 'number none'),
		show: ({ price, cost }) => <MarketplacePrice price={price} cost={cost} />,
	},
	{ head: 'Autotask service', isTarget: true, show: (product) => <ServiceCell product={product} /> },
	{
		head: 'Autotask price',
		headClass: 'number',
		class: ({ service }) => (service ? 'number' : 'number none'),
		show: ({ service, currency = '', price }) =>
			service ? (
				<AutotaskPrice of={{ price: service.unitPrice, cost: service.unitCost, currency }} beside={price} />
			) : (
				<span class="soft">-</span>
			),
	},
];

const csv: MappedList<NamedProduct, ProductRow>['csv'] = {
	heads: ['service plan', 'product id', 'product', 'sku', 'billed', 'service id', 'service', 'mapped by'],
	cells: ({ mapping, ...row }) => [
		row.planName ?? row.planId ?? '',
		row.productId,
		row.name,
		row.mpn ?? '',
		row.periodType ?? row.length,
		mapping ? String(mapping.serviceId) : '',
		mapping?.serviceName ?? '',
		mapping?.mappedBy ?? '',
	],
	unlisted: async (listed, { store, inputs }) => {
		const keys = new Set(listed.map(({ productId, periodType }) => `${periodType ?? ''} ${productId}`));
		const mappings = await store.productMappings(inputs.connectionId);
		return mappings
			.filter(({ productId, periodType }) => !keys.has(`${periodType} ${productId}`))
			.map((one) => {
				const { productId, productName, periodType, serviceId, serviceName, mappedBy } = one;
				return ['', productId, productName, '', periodType, String(serviceId), serviceName, mappedBy];
			});
	},
};

/** The services of the mapped ones, and the currency that all services are priced in. */
async function withServices(rows: readonly ProductRow[], { autotask }: PagePorts): Promise<readonly ProductRow[]> {
	const ids = [...new Set(rows.flatMap(({ mapping }) => mapping?.serviceId ?? []))];
	const services = keyBy(ids.length === 0 ? [] : await autotask.services(ids, () => undefined), 'id');
	const internal = (await autotask.currencies(() => undefined)).find(({ isInternal }) => isInternal);
	return rows.map((row) => {
		const service = services[row.mapping?.serviceId ?? ''];
		return { ...row, ...(service && { service }), ...(internal && { currency: internal.code }) };
	});
}

/** Products under their service plans, with the services that they are mapped to. */
export const productList: MappedList<NamedProduct, ProductRow> = {
	read: async (window, { store, inputs }) => await store.productPage(inputs.connectionId, window),
	more: withServices,
	caption: 'Products of the subscriptions that were seen, under their service plans',
	columns,
	links: ({ name, productId, periodType, mapping }) => ({
		label: name,
		name: periodType && { productId, periodType },
		isMapped: mapping !== undefined,
	}),
	group: planText,
	csv,
	search: {
		hint: 'Name, ID or SKU',
		empty: 'Products come with the subscriptions that a check has seen.',
		load: {
			button: 'Load names of service plans',
			what: 'service plan',
			read: async (ports) => await loadServicePlans(ports.inputs.connectionId, ports),
		},
	},
};
