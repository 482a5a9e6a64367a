import { isPeriodType } from '../../domain/billingPeriod';
import type { ProductId, ServiceId } from '../../domain/ids';
import type { ServiceSuggestion } from '../../domain/mapping/suggestServices';
import { productFile } from '../../sync/catalogue/productFile';
import { mapProduct, unmapProduct } from '../../sync/mapping/manageProductMappings';
import { refused } from '../../sync/mapping/mappingOutcome';
import type { ResolveProductsOptions } from '../../sync/mapping/matchService';
import { suggestServicesFor } from '../../sync/mapping/suggestMappings';
import { shownFile } from '../catalogue/shownFile';
import type { PagePorts } from '../page';
import { field, idField, type PageRequest } from '../pageRequest';
import { addService, AddServiceForm, serviceChoices } from './addService';
import type { Edited } from './edits';
import { type Asked, type Choosing, type MappedThing, type Missing, type Unmapping, withOthers } from './mappedThing';
import { type NamedProduct, periodText, ProductCell, productList, type ProductRow } from './productList';
import { offersOfProducts, sureScore } from './productOffers';
import { suggestionText } from './suggesting';

const shownServices = 10;

type Thing = MappedThing<NamedProduct, ProductRow>;

/** The product that an address names by `product` and `period`. */
export function productNamed({ product = '', period = '' }: PageRequest['query']): NamedProduct {
	return { productId: product as ProductId, periodType: isPeriodType(period) ? period : undefined };
}

function askedIn(query: PageRequest['query']): Asked<NamedProduct> {
	switch (query['do']) {
		case 'map':
		case 'unmap':
			return { view: query['do'], name: productNamed(query) };
		default:
			return { view: 'list' };
	}
}

async function productOf(
	{ productId, periodType }: NamedProduct,
	{ store, inputs }: PagePorts,
): Promise<ProductRow | undefined> {
	return periodType && (await store.product(inputs.connectionId, productId, periodType));
}

function missing({ productId }: NamedProduct): Missing {
	const text = `No subscription that was seen holds product ${productId} in that billing period.`;
	return { kind: 'missing', title: 'No such product', text };
}

function ProductFacts({ product }: { readonly product: ProductRow }) {
	const { mapping } = product;
	return (
		<>
			<ProductCell product={product} />
			<br />
			Billed {periodText(product)}.{mapping ? ` Mapped to ${mapping.serviceName} (${mapping.serviceId}) now.` : ''}
		</>
	);
}

function optionOf({ id, name }: ServiceSuggestion['service'], says: string) {
	return { value: String(id), label: name, says };
}

const choosing: Thing['choosing'] = async (name, { request, find, token }, ports): Promise<Choosing | Missing> => {
	const product = await productOf(name, ports);
	if (!product) return missing(name);
	const [suggested] = await suggestServicesFor([product], ports);
	const suggestions = suggested?.suggestions ?? [];
	const found = find === '' ? [] : await ports.autotask.searchServices(find, shownServices);
	const choices = await serviceChoices(ports);
	const { productId, periodType, mapping } = product;
	const [best] = suggestions;
	return {
		kind: 'found',
		name: product.name,
		facts: <ProductFacts product={product} />,
		values: { productId, periodType },
		options: withOthers(
			suggestions.map((one) => optionOf(one.service, suggestionText(one, one.service.id))),
			found.map((service) => optionOf(service, `${service.periodType ?? 'another period'}, ID ${service.id}`)),
		),
		none: `No active ${periodType ?? ''} service is like it. Search for its name, or add it.`,
		chosen: mapping?.serviceId ?? (best && best.score >= sureScore ? best.service.id : undefined),
		instead: <AddServiceForm product={product} choices={choices} request={request} token={token} />,
	};
};

async function unmapping(name: NamedProduct, ports: PagePorts): Promise<Unmapping | Missing> {
	const product = await productOf(name, ports);
	if (!product?.mapping) return missing(name);
	const { productId, productName, periodType, serviceId, serviceName } = product.mapping;
	return {
		kind: 'found',
		name: product.name,
		values: { productId, periodType },
		text: `${productName} (${productId}), billed ${periodType}, is mapped to ${serviceName} (${serviceId}). What has synced stays in Autotask; its next tasks wait until it is mapped again.`,
	};
}

/** The product that the form names, and who sent it. */
function namedBy(request: PageRequest, { inputs }: PagePorts) {
	const productId = field(request, 'productId') as ProductId;
	const periodType = field(request, 'periodType');
	const named = { connectionId: inputs.connectionId, productId, by: request.user };
	return isPeriodType(periodType) ? { ...named, periodType } : named;
}

function mapWith(options: ResolveProductsOptions): Thing['map'] {
	return async (request, ports): Promise<Edited> => {
		const serviceId = idField(request, 'serviceId');
		if (serviceId === undefined)
			return refused('No service is chosen. Choose one of the list, search for its name, or add it.');
		return await mapProduct({ ...options, ...namedBy(request, ports), serviceId: serviceId as ServiceId }, ports);
	};
}

/** Adds the product of the form to Autotask, and maps it. */
export function addWith(options: ResolveProductsOptions): Thing['map'] {
	return async (request, ports) => {
		const product = await productOf(productNamed(request.query), ports);
		return await addService({ product, options }, request, ports);
	};
}

/** Products of subscriptions, mapped to the services that they are billed as. Source: rule M1. */
export function products(options: ResolveProductsOptions): Thing {
	return {
		things: 'products',
		called: { one: 'product', many: 'products' },
		asks: {
			of: askedIn,
			map: ({ productId, periodType }) => ({ do: 'map', product: productId, period: periodType }),
			unmap: ({ productId, periodType }) => ({ do: 'unmap', product: productId, period: periodType }),
		},
		list: productList,
		suggesting: offersOfProducts(options),
		file: shownFile(productFile(options)),
		choice: {
			search: 'Search Autotask services',
			hint: 'Part of the name; the first 10 are shown',
			legend: 'Service in Autotask',
			field: 'serviceId',
		},
		choosing,
		unmapping,
		map: mapWith(options),
		unmap: async (request, ports) => await unmapProduct(namedBy(request, ports), ports),
		edits: { add: addWith(options) },
	};
}
