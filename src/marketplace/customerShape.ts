import { uniq } from 'lodash';
import { z } from 'zod';
import type { CustomerId } from '../domain/ids';
import type { Customer } from '../domain/order/order';
import { given, optional } from '../http/shape';
import { idShape, text } from './fields';

function domainsOf(addresses: readonly (string | null | undefined)[]): readonly string[] | undefined {
	const domains = uniq(addresses.map((address) => address?.split('@')[1]?.trim().toLowerCase() ?? ''));
	const known = domains.filter((domain) => domain.includes('.'));
	return known.length === 0 ? undefined : known;
}

export const customerShape = z
	.object({
		id: idShape,
		externalId: text,
		name: text,
		taxRegId: text,
		contactPersons: optional(z.array(z.object({ email: text }))),
	})
	.transform((row): Customer => ({
		id: row.id as CustomerId,
		name: row.name ?? '',
		...given('externalId', row.externalId),
		...given('taxId', row.taxRegId),
		...given('domains', domainsOf((row.contactPersons ?? []).map((person) => person.email))),
	}));

/** What a new customer is answered with, as far as it proves anything. */
export const createdCustomerShape = z.object({ id: idShape.transform((id) => id as CustomerId) });
