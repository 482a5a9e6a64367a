import { address, type AddressState } from '../address';
import type { PageRequest } from '../pageRequest';

/** The address of the page in that state. */
export function importsAddress(state: AddressState): string {
	return address('import-customers', state);
}

/** Part of a company's name that the list is searched for; empty where it is not. */
export function searchOf({ query }: PageRequest): string {
	return (query['search'] ?? '').trim().slice(0, 100);
}
