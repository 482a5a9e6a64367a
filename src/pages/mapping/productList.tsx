import type { VNode } from 'preact';
import type { PeriodType } from '../../domain/billingPeriod';
import type { ProductId } from '../../domain/ids';
import type { ProductPage } from '../../ports/store/seen';
import { loadServicePlans } from '../../sync/mapping/loadServicePlans';
import { Badge } from '../badge';
import { MappedCell } from './mappedCell';
import type { MappedColumn, MappedList } from './mappedList';

/** A product in one billing period, as the store shows it. */
export type ProductRow = ProductPage['rows'][number];

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
	{ head: 'Billed', show: periodText },
	{ head: 'Autotask service', show: (product) => <ServiceCell product={product} /> },
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
};

/** Products under their service plans, with the services that they are mapped to. */
export const productList: MappedList<NamedProduct, ProductRow> = {
	read: async (window, { store, inputs }) => await store.productPage(inputs.connectionId, window),
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
