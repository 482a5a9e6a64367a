import type { VNode } from 'preact';
import type { Service } from '../../domain/contract/service';
import type { BillingCodeId } from '../../domain/ids';
import type { ServiceSuggestion } from '../../domain/mapping/suggestServices';
import type { ProductMapping } from '../../ports/store/mappings';
import type { ProductPage } from '../../ports/store/seen';
import type { ProductSuggestions } from '../../sync/mapping/suggestMappings';
import { address } from '../address';
import { Badge } from '../badge';
import { CardTable } from '../cardTable';
import {
	AcceptForm,
	ChooseForm,
	type ChoosingPlace,
	FindForm,
	LeastForm,
	MappedCell,
	MappingLinks,
	Option,
	type SuggestedPair,
	suggestionText,
	UnmapForm,
} from '../choosing';
import { Choice, TextField, Tick } from '../fields';
import { Pager } from '../pager';
import { Hidden, PostForm } from '../postForm';

/** What the address of the list says; every link and form of the page keeps it. */
export interface ProductsState {
	readonly search: string;
	readonly unmapped: boolean;
	readonly page: number;
}

/** A product in one billing period, as the store shows it. */
export type ShownProduct = ProductPage['rows'][number];

const path = 'products';

function stateOf({ search, unmapped, page }: ProductsState) {
	return { search, unmapped: unmapped ? 'yes' : undefined, page: page > 1 ? page : undefined };
}

/** The address of the list in that state, and more. */
export function productsAddress(state: ProductsState, more: Readonly<Record<string, string | undefined>> = {}): string {
	return address(path, { ...stateOf(state), ...more });
}

function nameOfPlan({ planId, planName }: ShownProduct): string {
	if (planName !== undefined) return planName;
	return planId === undefined ? 'Without a service plan' : `Service plan ${planId}`;
}

/** A product's name above its id and SKU. */
export function ProductCell({
	product,
}: {
	readonly product: Pick<ShownProduct, 'name' | 'productId' | 'mpn'>;
}): VNode {
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

function periodText({ periodType, length }: ShownProduct): string {
	return periodType ?? (length === '' ? 'not stated' : `${length}: Autotask has no such period`);
}

function ServiceCell({ product }: { readonly product: ShownProduct }): VNode {
	const { mapping } = product;
	if (!mapping)
		return product.periodType === undefined ? (
			<Badge mood="plain">bill by hand</Badge>
		) : (
			<Badge mood="wait">not mapped</Badge>
		);
	return <MappedCell name={mapping.serviceName} id={mapping.serviceId} mappedBy={mapping.mappedBy} />;
}

function ProductLine({ product, state }: { readonly product: ShownProduct; readonly state: ProductsState }): VNode {
	const { mapping, periodType, productId, name } = product;
	const named = { product: productId, period: periodType };
	return (
		<tr>
			<td data-label="Product" class="head">
				<ProductCell product={product} />
			</td>
			<td data-label="Billed">{periodText(product)}</td>
			<td data-label="Autotask service">
				<ServiceCell product={product} />
			</td>
			<td data-label="">
				<MappingLinks
					name={name}
					isMapped={mapping !== undefined}
					map={periodType === undefined ? undefined : productsAddress(state, { do: 'map', ...named })}
					unmap={productsAddress(state, { do: 'unmap', ...named })}
				/>
			</td>
		</tr>
	);
}

function groups(rows: readonly ShownProduct[]): readonly (readonly [string, readonly ShownProduct[]])[] {
	const found = new Map<string, ShownProduct[]>();
	for (const row of rows) found.set(nameOfPlan(row), [...(found.get(nameOfPlan(row)) ?? []), row]);
	return [...found];
}

/** The list of products under their service plans, with what each is mapped to. */
export function ProductList(given: {
	readonly found: ProductPage;
	readonly state: ProductsState;
	readonly token: string;
}): VNode {
	const { found, state, token } = given;
	const { page, ...kept } = stateOf(state);
	const pager = (isAbove: boolean) => (
		<Pager path={path} state={kept} page={page ?? 1} total={found.total} isAbove={isAbove} />
	);
	return (
		<>
			<form method="get" action={path} class="row" role="search">
				<TextField name="search" label="Search products" type="search" value={state.search} hint="Name, ID or SKU" />
				<Tick name="unmapped" label="Only unmapped" isTicked={state.unmapped} />
				<button class="main">Search</button>
			</form>
			<div class="row">
				<a href={productsAddress(state, { do: 'suggestions' })}>Suggestions for unmapped products</a>
				<a href={productsAddress(state, { as: 'csv' })}>Export as CSV</a>
				<PostForm token={token} action="load">
					<button>Load names of service plans</button>
				</PostForm>
			</div>
			{pager(true)}
			{found.total === 0 ? (
				<p>
					No product fits.{' '}
					{state.search === ''
						? 'Products come with the subscriptions that a check has seen.'
						: 'Search for something else.'}
				</p>
			) : (
				<CardTable
					caption="Products of the subscriptions that were seen, under their service plans"
					heads={['Product', 'Billed', 'Autotask service']}
					links="Mapping"
				>
					{groups(found.rows).map(([plan, rows]) => (
						<tbody>
							<tr class="group">
								<th colSpan={4} scope="rowgroup">
									{plan}
								</th>
							</tr>
							{rows.map((product) => (
								<ProductLine product={product} state={state} />
							))}
						</tbody>
					))}
				</CardTable>
			)}
			{pager(false)}
		</>
	);
}

/** What the form that adds a service starts from, or holds as typed. */
export interface NewService {
	readonly name: string;
	readonly price: string;
	readonly cost: string;
	readonly billingCodeId: string;
}

type BillingCodes = readonly { readonly id: BillingCodeId; readonly name: string }[];

function AddServiceForm(given: {
	readonly product: ShownProduct;
	readonly codes: BillingCodes;
	readonly added: NewService;
	readonly currency: string;
	readonly token: string;
}): VNode {
	const { product, codes, added, currency, token } = given;
	return (
		<details>
			<summary>Add the product to Autotask as a new service</summary>
			<PostForm token={token} action="add">
				<Hidden values={{ productId: product.productId, periodType: product.periodType }} />
				<p>
					Billed {product.periodType}. The service gets {product.productId} as external ID
					{product.mpn === undefined ? '' : ` and ${product.mpn} as SKU`}. Autotask does not let a service be deleted.
				</p>
				<TextField name="name" label="Name" value={added.name} required maxLength={100} />
				<TextField
					name="price"
					label={`Price for one unit and period${currency}`}
					value={added.price}
					required
					hint="Such as 18.00"
				/>
				<TextField
					name="cost"
					label={`Cost for one unit and period${currency}`}
					value={added.cost}
					hint="Empty where it is not known"
				/>
				<Choice
					name="billingCodeId"
					label="Billing code"
					value={added.billingCodeId}
					options={codes.map((code) => ({ value: String(code.id), name: code.name }))}
				/>
				<p>
					<button class="main">Add to Autotask and map</button>
				</p>
			</PostForm>
		</details>
	);
}

/** Where a product's service is chosen on the page of products. */
export function productPlace(state: ProductsState, { productId, periodType }: ShownProduct): ChoosingPlace {
	return {
		path,
		values: { ...stateOf(state), do: 'map', product: productId, period: periodType },
		back: { href: productsAddress(state), name: 'Back to the list' },
	};
}

/** Chooses the service of one product, or makes it. */
export function MapProductView(given: {
	readonly product: ShownProduct;
	readonly suggestions: readonly ServiceSuggestion[];
	readonly find: string;
	readonly found: readonly Service[];
	readonly chosen: string;
	readonly codes: BillingCodes;
	readonly added: NewService;
	readonly currency: string;
	readonly place: ChoosingPlace;
	readonly token: string;
}): VNode {
	const { product, suggestions, find, found, chosen, place, token } = given;
	const suggested = new Set(suggestions.map((one) => one.service.id));
	const others = found.filter((service) => !suggested.has(service.id));
	const option = ({ id, name }: Service, says: string) => (
		<Option name="serviceId" value={String(id)} label={name} says={says} isChosen={chosen === String(id)} />
	);
	return (
		<>
			<p>
				<ProductCell product={product} />
				<br />
				Billed {periodText(product)}.
				{product.mapping ? ` Mapped to ${product.mapping.serviceName} (${product.mapping.serviceId}) now.` : ''}
			</p>
			<FindForm
				place={place}
				label="Search Autotask services"
				find={find}
				hint="Part of the name; the first 10 are shown"
			/>
			<ChooseForm
				token={token}
				place={place}
				values={{ productId: product.productId, periodType: product.periodType }}
				legend="Service in Autotask"
				options={
					<>
						{suggestions.map((one) => option(one.service, suggestionText(one, one.service.id)))}
						{others.map((service) => option(service, `${service.periodType ?? 'another period'}, ID ${service.id}`))}
						{suggestions.length + others.length === 0 ? (
							<p>No active {product.periodType} service is like it. Search for its name, or add it.</p>
						) : null}
					</>
				}
			/>
			<AddServiceForm
				product={product}
				codes={given.codes}
				added={given.added}
				currency={given.currency}
				token={token}
			/>
		</>
	);
}

/** The question before a product's mapping is taken away. */
export function UnmapProductView(given: {
	readonly mapping: ProductMapping;
	readonly state: ProductsState;
	readonly token: string;
}): VNode {
	const { mapping, state, token } = given;
	return (
		<UnmapForm
			token={token}
			values={{ productId: mapping.productId, periodType: mapping.periodType }}
			back={productsAddress(state)}
		>
			{mapping.productName} ({mapping.productId}), billed {mapping.periodType}, is mapped to {mapping.serviceName} (
			{mapping.serviceId}). What has synced stays in Autotask; its next tasks wait until it is mapped again.
		</UnmapForm>
	);
}

/** Best suggestions of the unmapped products on the page, to be looked at and accepted together. */
export function ProductSuggestionsView(given: {
	readonly rows: readonly ProductSuggestions<ShownProduct>[];
	readonly least: number;
	readonly state: ProductsState;
	readonly token: string;
}): VNode {
	const { rows, least, state, token } = given;
	const pairs = rows.flatMap(({ product, suggestions: [best] }): SuggestedPair[] =>
		best
			? [
					{
						ids: [product.productId, best.service.id],
						names: [product.name, best.service.name],
						cells: [<ProductCell product={product} />, periodText(product)],
						score: best.score,
						reasons: best.reasons,
					},
				]
			: [],
	);
	if (pairs.length === 0)
		return (
			<p>
				No suggestion for these products. <a href={productsAddress(state)}>Back to the list</a>
			</p>
		);
	return (
		<>
			<LeastForm path={path} values={{ ...stateOf(state), do: 'suggestions' }} least={least} />
			<AcceptForm
				token={token}
				back={productsAddress(state)}
				heads={['Product', 'Billed', 'Autotask service']}
				pairs={pairs}
				least={least}
			/>
		</>
	);
}
