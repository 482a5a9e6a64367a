import { type CompanySuggestion, suggestCompanies, traitsOf } from '../../domain/mapping/suggestCompanies';
import {
	type ProductTraits,
	type ServiceSuggestion,
	serviceTraitsOf,
	suggestServices,
} from '../../domain/mapping/suggestServices';
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
