import type { NewCustomer } from '../domain/mapping/newCustomer';

/** A customer as the marketplace takes it. */
export function customerBody(customer: NewCustomer): Readonly<Record<string, unknown>> {
	const { externalId, name, address, admin, language, taxId } = customer;
	const { access, ...person } = admin;
	return {
		externalId,
		name,
		address,
		contactPersons: [{ type: 'admin', ...person, ...access }],
		language,
		...(taxId === undefined ? {} : { taxRegId: taxId }),
	};
}

/** A text in which the secret does not stand, neither as it is nor in small letters. */
export function withoutSecret(text: string, secret: string): string {
	const signs = secret.replaceAll(/[\\^$.*+?()[\]{}|]/g, (sign) => `\\${sign}`);
	return text.replaceAll(new RegExp(signs, 'gi'), '(password)');
}
