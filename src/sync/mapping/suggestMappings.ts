import { type CompanySuggestion, suggestCompanies, traitsOf } from '../../domain/mapping/suggestCompanies';
import {
	type ProductTraits,
	type ServiceSuggestion,
	serviceTraitsOf,
	suggestServices,
} from '../../domain/mapping/suggestServices';
import type { ChargeKind } from '../../domain/contract/charge';
import {
	type ChargeTargetSuggestion,
	kindWords,
	type NamedTarget,
	suggestChargeTargets,
} from '../../domain/mapping/suggestChargeTargets';
import type { Customer } from '../../domain/order/order';
import type { AutotaskPort } from '../../ports/autotask/autotask';

/** A customer with the companies that it may be, best first. */
export interface CustomerSuggestions {
	readonly customer: Customer;
	readonly suggestions: readonly CompanySuggestion[];
}

/** A product with the services that it may be, best first. */
export interface ProductSuggestions<Product extends ProductTraits> {
	readonly product: Product;
	readonly suggestions: readonly ServiceSuggestion[];
}

/** Looks for the services of up to 80 products with one request; a person confirms what is found. Source: rule M4. */
export async function suggestServicesFor<Product extends ProductTraits>(
	products: readonly Product[],
	{ autotask }: { readonly autotask: AutotaskPort },
): Promise<readonly ProductSuggestions<Product>[]> {
	const candidates = products.length === 0 ? [] : await autotask.servicesLike(serviceTraitsOf(products));
	return products.map((product) => ({ product, suggestions: suggestServices(product, candidates) }));
}

/** Looks for the companies of up to 80 customers with one request; a person confirms what is found. Source: rule M4. */
export async function suggestCompaniesFor(
	customers: readonly Customer[],
	{ autotask }: { readonly autotask: AutotaskPort },
): Promise<readonly CustomerSuggestions[]> {
	const candidates = await autotask.companiesLike(traitsOf(customers));
	return customers.map((customer) => ({ customer, suggestions: suggestCompanies(customer, candidates) }));
}

/** What kinds of charges may be booked under. */
export interface TargetSuggestions {
	/** Every billing code and product that was found. */
	readonly all: readonly NamedTarget[];
	/** The likely ones of each kind, best first. */
	readonly suggestions: ReadonlyMap<ChargeKind, readonly ChargeTargetSuggestion[]>;
}

const mostCodes = 200;
const mostProducts = 5;

/**
 * Looks for what these kinds may be booked under: among the material billing codes, and among products for the kinds that no
 * code names. One request, and one for each of those kinds; a person confirms what is found. Source: rules M2, M4.
 */
export async function suggestTargetsFor(
	kinds: readonly ChargeKind[],
	{ autotask }: { readonly autotask: AutotaskPort },
): Promise<TargetSuggestions> {
	if (kinds.length === 0) return { all: [], suggestions: new Map() };
	const codes = await autotask.searchChargeTargets('billingCode', '', mostCodes);
	const products = new Map<number, NamedTarget>();
	for (const kind of kinds.filter((one) => suggestChargeTargets(one, codes).length === 0)) {
		const [word = ''] = kindWords[kind];
		for (const found of await autotask.searchChargeTargets('product', word, mostProducts))
			products.set(found.target.id, found);
	}
	const all = [...codes, ...products.values()];
	return { all, suggestions: new Map(kinds.map((kind) => [kind, suggestChargeTargets(kind, all)])) };
}
