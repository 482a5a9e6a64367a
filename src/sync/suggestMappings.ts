import type { Customer } from '../domain/order';
import { suggestCompanies, traitsOf, type CompanySuggestion } from '../domain/suggestCompanies';
import type { AutotaskPort } from './ports';

/** A customer with the companies that it may be, best first. */
export interface CustomerSuggestions {
	readonly customer: Customer;
	readonly suggestions: readonly CompanySuggestion[];
}

/** Looks for the companies of up to 80 customers with one request; a person confirms what is found. Source: rule M4. */
export async function suggestMappings(
	customers: readonly Customer[],
	{ autotask }: { readonly autotask: AutotaskPort },
): Promise<readonly CustomerSuggestions[]> {
	const candidates = await autotask.companiesLike(traitsOf(customers));
	return customers.map((customer) => ({ customer, suggestions: suggestCompanies(customer, candidates) }));
}
