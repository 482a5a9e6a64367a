import { isPeriodType, type PeriodType } from '../../domain/billingPeriod';
import type { BillingCodeId, ProductId, ServiceId } from '../../domain/ids';
import { readDecimal } from '../../domain/money';
import type { ProductMapping } from '../../ports/store/mappings';
import { addServiceToAutotask } from '../../sync/mapping/addServiceToAutotask';
import { loadServicePlans } from '../../sync/mapping/loadServicePlans';
import { mapProduct, unmapProduct } from '../../sync/mapping/manageProductMappings';
import type { MappingOutcome, UnmapOutcome } from '../../sync/mapping/mappingOutcome';
import type { ResolveProductsOptions } from '../../sync/mapping/matchService';
import { suggestServicesFor } from '../../sync/mapping/suggestMappings';
import { acceptPairs, type ChoosingPlace } from '../choosing';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field, pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import {
	MapProductView,
	ProductList,
	productPlace,
	productsAddress,
	type ProductsState,
	ProductSuggestionsView,
	type ShownProduct,
	UnmapProductView,
} from './productViews';

const shownServices = 10;
const usualLeast = 95;

function stateOf(request: PageRequest): ProductsState {
	const { search = '', unmapped } = request.query;
	return { search: search.trim().slice(0, 200), unmapped: unmapped === 'yes', page: pageNumber(request) };
}

function windowOf(state: ProductsState) {
	return {
		search: state.search,
		onlyUnmapped: state.unmapped,
		offset: (state.page - 1) * rowsPerPage,
		limit: rowsPerPage,
	};
}

async function listView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const state = stateOf(request);
	const found = await ports.store.productPage(ports.inputs.connectionId, windowOf(state));
	return { title: 'Products', content: <ProductList found={found} state={state} token={token} /> };
}

async function namedProduct(request: PageRequest, ports: PagePorts): Promise<ShownProduct | undefined> {
	const { product = '', period = '' } = request.query;
	if (!isPeriodType(period)) return undefined;
	return await ports.store.product(ports.inputs.connectionId, product as ProductId, period);
}

function missing(request: PageRequest): PageView {
	return {
		title: 'No such product',
		content: (
			<p>
				No subscription that was seen holds product {request.query['product'] ?? ''} in that billing period.{' '}
				<a href={productsAddress(stateOf(request))}>Back to the list</a>
			</p>
		),
	};
}

async function currencyText({ autotask }: PagePorts): Promise<string> {
	const internal = (await autotask.currencies()).find((currency) => currency.isInternal);
	return internal ? ` in ${internal.code}` : '';
}

/** Chooses the service of the product that the address names by `product` and `period`, or adds it to Autotask. */
export async function mapProductView(
	{ request, token }: Showing,
	ports: PagePorts,
	place?: ChoosingPlace,
): Promise<PageView> {
	const product = await namedProduct(request, ports);
	if (!product) return missing(request);
	const [found] = await suggestServicesFor([product], ports);
	const suggestions = found?.suggestions ?? [];
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const services = find === '' ? [] : await ports.autotask.searchServices(find, shownServices);
	const codes = await ports.autotask.serviceBillingCodes();
	const isTyped = field(request, 'action') === 'add';
	const [best] = suggestions;
	const chosen = product.mapping?.serviceId ?? (best && best.score >= usualLeast ? best.service.id : undefined);
	return {
		title: `Map ${product.name}`,
		content: (
			<MapProductView
				product={product}
				suggestions={suggestions}
				find={find}
				found={services}
				chosen={field(request, 'serviceId') || String(chosen ?? '')}
				codes={codes}
				added={{
					name: isTyped ? field(request, 'name') : product.name.slice(0, 100),
					price: field(request, 'price'),
					cost: field(request, 'cost'),
					billingCodeId: field(request, 'billingCodeId'),
				}}
				currency={await currencyText(ports)}
				place={place ?? productPlace(stateOf(request), product)}
				token={token}
			/>
		),
	};
}

async function unmapView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const product = await namedProduct(request, ports);
	if (!product?.mapping) return missing(request);
	const content = <UnmapProductView mapping={product.mapping} state={stateOf(request)} token={token} />;
	return { title: `Unmap ${product.name}`, content };
}

async function suggestionsView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const state = stateOf(request);
	const { rows } = await ports.store.productPage(ports.inputs.connectionId, {
		...windowOf(state),
		onlyUnmapped: true,
	});
	const suggested = await suggestServicesFor(
		rows.filter((row) => row.periodType !== undefined),
		ports,
	);
	const least = Number(request.query['least'] ?? usualLeast) || usualLeast;
	return {
		title: 'Suggestions',
		content: <ProductSuggestionsView rows={suggested} least={least} state={state} token={token} />,
	};
}

const mostExported = 20_000;

async function csv({ request }: Showing, ports: PagePorts): Promise<PageAnswer> {
	const window = { ...windowOf(stateOf(request)), offset: 0, limit: mostExported };
	const { rows } = await ports.store.productPage(ports.inputs.connectionId, window);
	return csvAnswer('products.csv', [
		['service plan', 'product id', 'product', 'sku', 'billed', 'service id', 'service', 'mapped by'],
		...rows.map((row) => [
			row.planName ?? row.planId ?? '',
			row.productId,
			row.name,
			row.mpn ?? '',
			row.periodType ?? row.length,
			row.mapping ? String(row.mapping.serviceId) : '',
			row.mapping?.serviceName ?? '',
			row.mapping?.mappedBy ?? '',
		]),
	]);
}

async function show(showing: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(showing, ports);
	switch (query['do']) {
		case 'map':
			return await mapProductView(showing, ports);
		case 'unmap':
			return await unmapView(showing, ports);
		case 'suggestions':
			return await suggestionsView(showing, ports);
		default:
			return await listView(showing, ports);
	}
}

function outcomeOf(outcome: MappingOutcome<ProductMapping> | UnmapOutcome, request: PageRequest): ActionOutcome {
	if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
	return { kind: 'done', message: outcome.message, location: productsAddress(stateOf(request)) };
}

function periodOf(request: PageRequest): { readonly periodType?: PeriodType } {
	const period = field(request, 'periodType');
	return isPeriodType(period) ? { periodType: period } : {};
}

type Acting = (request: PageRequest, ports: PagePorts) => Promise<ActionOutcome>;

/** Maps the product of the form to the service that is chosen in it. */
export function mapWith(options: ResolveProductsOptions): Acting {
	return async (request, ports) => {
		const serviceId = Number(field(request, 'serviceId'));
		if (!Number.isSafeInteger(serviceId) || serviceId <= 0)
			return {
				kind: 'refused',
				message: 'No service is chosen. Choose one of the list, search for its name, or add it.',
			};
		const { connectionId } = ports.inputs;
		const productId = field(request, 'productId') as ProductId;
		const outcome = await mapProduct(
			{
				...options,
				...periodOf(request),
				connectionId,
				productId,
				serviceId: serviceId as ServiceId,
				by: request.user,
			},
			ports,
		);
		return outcomeOf(outcome, request);
	};
}

/** Adds the product of the form to Autotask, and maps it. */
export function addWith(options: ResolveProductsOptions): Acting {
	return async (request, ports) => {
		const product = await namedProduct(request, ports);
		const { periodType } = periodOf(request);
		if (!product || !periodType) return { kind: 'refused', message: 'No subscription holds that product any more.' };
		const price = readDecimal(field(request, 'price'));
		if (price === undefined) return { kind: 'refused', message: 'The price is no number. Write it like 18.00.' };
		const typedCost = field(request, 'cost');
		const cost = typedCost === '' ? undefined : readDecimal(typedCost);
		if (typedCost !== '' && cost === undefined)
			return { kind: 'refused', message: 'The cost is no number. Write it like 14.40, or leave it empty.' };
		const code = Number(field(request, 'billingCodeId'));
		if (!Number.isSafeInteger(code) || code <= 0)
			return { kind: 'refused', message: 'No billing code is chosen. Make one for recurring services in Autotask.' };
		const outcome = await addServiceToAutotask(
			{
				...options,
				connectionId: ports.inputs.connectionId,
				productId: product.productId,
				productName: product.name,
				periodType,
				name: field(request, 'name'),
				price,
				billingCodeId: code as BillingCodeId,
				by: request.user,
				...(cost === undefined ? {} : { cost }),
				...(product.mpn === undefined ? {} : { mpn: product.mpn }),
			},
			ports,
		);
		return outcomeOf(outcome, request);
	};
}

async function unmap(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const outcome = await unmapProduct(
		{
			connectionId: ports.inputs.connectionId,
			productId: field(request, 'productId') as ProductId,
			by: request.user,
			...periodOf(request),
		},
		ports,
	);
	return outcomeOf(outcome, request);
}

async function load(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const count = await loadServicePlans(ports.inputs.connectionId, ports);
	const message = count === 1 ? '1 service plan was read.' : `${count} service plans were read.`;
	return { kind: 'done', message, location: productsAddress(stateOf(request)) };
}

function acceptWith(options: ResolveProductsOptions): Acting {
	return async (request, ports) => {
		const { connectionId } = ports.inputs;
		const of = { things: 'products', location: productsAddress(stateOf(request)) };
		return await acceptPairs(request, of, async (own, other) => {
			const mapped = { connectionId, productId: own as ProductId, serviceId: other as ServiceId };
			return await mapProduct({ ...options, ...mapped, by: request.user }, ports);
		});
	};
}

/** Products and the services that they are mapped to. What each action does: the use case of its name in src/sync. */
export function productsPage(options: ResolveProductsOptions): Page {
	return {
		name: 'products',
		show,
		actions: { map: mapWith(options), add: addWith(options), accept: acceptWith(options), unmap, load },
	};
}
